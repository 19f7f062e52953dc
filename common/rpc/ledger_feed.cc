#include "common/rpc/ledger_feed.h"

#include <string>

#include "common/status/macros.h"

namespace cuijiao {

using ledger::v1::Event;
using ledger::v1::FeedService;

LedgerFeed::LedgerFeed(Peer& ledger)
    : ledger_(ledger), stub_(FeedService::NewStub(ledger.channel())) {}

absl::StatusOr<std::vector<Event>> LedgerFeed::EventsAfter(const OutgoingCall& call,
                                                           std::string_view partition,
                                                           std::int64_t sequence) {
  ledger::v1::ListEventsRequest request;
  request.set_partition(std::string(partition));
  request.set_after_sequence(sequence);
  request.set_max_events(kEventsAtOnce);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::ListEventsResponse response,
      ledger_.CallUnary(*stub_, &FeedService::StubInterface::ListEvents, call, request));
  return std::vector<Event>(response.events().begin(), response.events().end());
}

}  // namespace cuijiao
