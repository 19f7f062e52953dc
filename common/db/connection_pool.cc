#include "common/db/connection_pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/db/database_error.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::db {

bool ConnectionPool::MayBorrow() const { return borrowed_ < settings_.pool_size; }

absl::StatusOr<ConnectionPool::Loan> ConnectionPool::Borrow(absl::Time deadline) {
  {
    const absl::MutexLock lock(&mutex_);
    const absl::Time until = std::min(deadline, absl::Now() + settings_.pool_wait);
    if (!mutex_.AwaitWithDeadline(absl::Condition(this, &ConnectionPool::MayBorrow), until)) {
      return Refusal(absl::StatusCode::kResourceExhausted, kReasonPoolExhausted,
                     fmt::format("all {} database connections are in use", settings_.pool_size));
    }
    ++borrowed_;
    if (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      return Loan(*this, std::move(connection));
    }
  }
  absl::StatusOr<std::unique_ptr<Connection>> connection = Connection::Open(settings_);
  if (!connection.ok()) {
    const absl::MutexLock lock(&mutex_);
    --borrowed_;
    return connection.status();
  }
  return Loan(*this, *std::move(connection));
}

void ConnectionPool::Return(std::unique_ptr<Connection> connection, bool usable) {
  // Closed only after the lock is released: closing talks to the server.
  std::vector<std::unique_ptr<Connection>> closing;
  const absl::MutexLock lock(&mutex_);
  --borrowed_;
  if (connection->broken()) {
    // The server went away; the idle ones went with it, and each would cost a caller an attempt.
    closing.swap(idle_);
    closing.push_back(std::move(connection));
  } else if (usable) {
    idle_.push_back(std::move(connection));
  } else {
    closing.push_back(std::move(connection));
  }
}

}  // namespace cuijiao::db
