#include "services/ledger/api/journal/feed_api.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {
namespace {

// How long a stream that has told everything waits before it looks again.
constexpr absl::Duration kPause = absl::Milliseconds(200);

}  // namespace

absl::StatusOr<std::vector<v1::Event>> FeedApi::Load(const std::string& partition,
                                                     std::int64_t after_sequence, int limit) const {
  return context_.database.Read(
      "ListEvents", [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<v1::Event>> {
        CUIJIAO_ASSIGN_OR_RETURN(const bool exists, PartitionExists(transaction, partition));
        if (!exists) {
          return Refusal(absl::StatusCode::kNotFound, kUnknownPartition,
                         absl::StrCat("there is no partition ", partition),
                         {{"partition", partition}});
        }
        return LoadEvents(transaction, partition, after_sequence, limit);
      });
}

absl::StatusOr<v1::ListEventsResponse> FeedApi::List(const v1::ListEventsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<v1::Event> events,
      Load(request.partition(), request.after_sequence(), EffectivePageSize(request.max_events())));
  v1::ListEventsResponse response;
  for (v1::Event& event : events) response.add_events()->Swap(&event);
  return response;
}

absl::Status FeedApi::Stream(const v1::StreamEventsRequest& request,
                             StreamWriter<v1::Event>& writer) const {
  std::int64_t after = request.after_sequence();
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<v1::Event> events,
                             Load(request.partition(), after, kDefaultPageSize));
    for (const v1::Event& event : events) {
      if (!writer.Write(event)) return absl::OkStatus();
      after = event.sequence();
    }
    if (events.empty() && !writer.WaitUnlessEnded(kPause)) return absl::OkStatus();
  }
}

grpc::ServerUnaryReactor* FeedApi::ListEvents(grpc::CallbackServerContext* context,
                                              const v1::ListEventsRequest* request,
                                              v1::ListEventsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.FeedService/ListEvents", context, request, response,
      [this](const CallContext&, const auto& message) { return List(message); });
}

grpc::ServerWriteReactor<v1::Event>* FeedApi::StreamEvents(grpc::CallbackServerContext* context,
                                                           const v1::StreamEventsRequest* request) {
  return context_.runner.ServerStream<v1::Event>(
      "cuijiao.ledger.v1.FeedService/StreamEvents", context, request,
      [this](const CallContext&, const v1::StreamEventsRequest& message,
             StreamWriter<v1::Event>& writer) { return Stream(message, writer); });
}

}  // namespace cuijiao::ledger
