// How far the ledger's feed has been followed (LED-14).
#ifndef CUIJIAO_SERVICES_WAIVER_STORE_FEED_POSITION_STORE_H_
#define CUIJIAO_SERVICES_WAIVER_STORE_FEED_POSITION_STORE_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"

namespace cuijiao::waiver {

// Lives in one transaction.
class FeedPositionStore {
 public:
  explicit FeedPositionStore(db::Transaction& transaction) : transaction_(transaction) {}

  // The last sequence number of the partition that was dealt with; 0 for none.
  absl::StatusOr<std::int64_t> Load(std::string_view partition);
  // From one number to a later one; false where another follower has moved it.
  absl::StatusOr<bool> Advance(std::string_view partition, std::int64_t from, std::int64_t to);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_STORE_FEED_POSITION_STORE_H_
