// FeedService: the ledger's changes in an order without gaps (LED-14).
#ifndef CUIJIAO_SERVICES_LEDGER_API_JOURNAL_FEED_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_JOURNAL_FEED_API_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/stream_writer.h"
#include "cuijiao/ledger/v1/feed.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class FeedApi final : public v1::FeedService::CallbackService {
 public:
  explicit FeedApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ListEvents(grpc::CallbackServerContext* context,
                                       const v1::ListEventsRequest* request,
                                       v1::ListEventsResponse* response) override;
  grpc::ServerWriteReactor<v1::Event>* StreamEvents(
      grpc::CallbackServerContext* context, const v1::StreamEventsRequest* request) override;

 private:
  absl::StatusOr<v1::ListEventsResponse> List(const v1::ListEventsRequest& request) const;
  absl::Status Stream(const v1::StreamEventsRequest& request,
                      StreamWriter<v1::Event>& writer) const;
  // NOT_FOUND / UNKNOWN_PARTITION when there is no such partition.
  absl::StatusOr<std::vector<v1::Event>> Load(const std::string& partition,
                                              std::int64_t after_sequence, int limit) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_JOURNAL_FEED_API_H_
