// The ledger's feed of changes as its followers read it (LED-14).
#ifndef CUIJIAO_COMMON_RPC_LEDGER_FEED_H_
#define CUIJIAO_COMMON_RPC_LEDGER_FEED_H_

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "cuijiao/ledger/v1/feed.grpc.pb.h"

namespace cuijiao {

// Thread-safe; `ledger` outlives it.
class LedgerFeed {
 public:
  // Events that are read at once, and so taken in by one transaction of the follower.
  static constexpr std::int32_t kEventsAtOnce = 1000;

  explicit LedgerFeed(Peer& ledger);

  // Events of the partition after a sequence number, in order, at most kEventsAtOnce: empty when
  // there are no more. NOT_FOUND for a partition that there is not; UNAVAILABLE when the ledger
  // cannot be asked.
  absl::StatusOr<std::vector<ledger::v1::Event>> EventsAfter(const OutgoingCall& call,
                                                             std::string_view partition,
                                                             std::int64_t sequence);

 private:
  Peer& ledger_;
  const std::unique_ptr<ledger::v1::FeedService::Stub> stub_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_LEDGER_FEED_H_
