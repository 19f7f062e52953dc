// The connections of a Database. For common/db alone.
#ifndef CUIJIAO_COMMON_DB_CONNECTION_POOL_H_
#define CUIJIAO_COMMON_DB_CONNECTION_POOL_H_

#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/db/connection.h"
#include "common/db/database_settings.h"

namespace cuijiao::db {

// Thread-safe. Keeps connections for use again, the last used of the wanted use first. Where there
// is none of it, one is opened, and once there are as many as there may be, the one of the other
// use that has rested longest is turned.
class ConnectionPool {
 public:
  // A connection on loan. It goes back to the pool only after Finished(): one whose transaction was
  // left open, by an exception or a failed rollback, is closed.
  class Loan {
   public:
    Loan(ConnectionPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Loan(Loan&&) = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan() {
      if (connection_ != nullptr) pool_->Return(std::move(connection_), finished_);
    }

    [[nodiscard]] Connection& connection() const { return *connection_; }
    void Finished() { finished_ = true; }

   private:
    ConnectionPool* pool_;
    std::unique_ptr<Connection> connection_;
    bool finished_ = false;
  };

  explicit ConnectionPool(const DatabaseSettings& settings) : settings_(settings) {}

  // A kept connection or a new one, for `use`. RESOURCE_EXHAUSTED, reason DATABASE_POOL_EXHAUSTED,
  // when none comes free until `deadline` or the settings' pool_wait, whichever is first.
  absl::StatusOr<Loan> Borrow(SessionUse use, absl::Time deadline);

 private:
  // Takes one out of those that rest; none where one may be opened.
  std::unique_ptr<Connection> TakeIdle(SessionUse use) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // A connection for `use`, opened where `idle` is none.
  absl::StatusOr<std::unique_ptr<Connection>> Ready(std::unique_ptr<Connection> idle,
                                                    SessionUse use) const;
  void Return(std::unique_ptr<Connection> connection, bool usable);
  [[nodiscard]] bool MayBorrow() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const DatabaseSettings settings_;
  absl::Mutex mutex_;
  int borrowed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_CONNECTION_POOL_H_
