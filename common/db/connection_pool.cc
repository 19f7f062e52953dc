#include "common/db/connection_pool.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"
#include "common/db/database_error.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::db {

bool ConnectionPool::MayBorrow() const { return borrowed_ < settings_.pool_size; }

std::unique_ptr<Connection> ConnectionPool::TakeIdle(SessionUse use) {
  const auto of_use = std::find_if(idle_.rbegin(), idle_.rend(),
                                   [use](const auto& idle) { return idle->use() == use; });
  std::unique_ptr<Connection> taken;
  if (of_use != idle_.rend()) {
    taken = std::move(*of_use);
    idle_.erase(std::next(of_use).base());
  } else if (borrowed_ + static_cast<int>(idle_.size()) > settings_.pool_size) {
    taken = std::move(idle_.front());
    idle_.erase(idle_.begin());
  }
  return taken;
}

absl::StatusOr<std::unique_ptr<Connection>> ConnectionPool::Ready(std::unique_ptr<Connection> idle,
                                                                  SessionUse use) const {
  if (idle == nullptr) {
    CUIJIAO_ASSIGN_OR_RETURN(idle, Connection::Open(settings_));
  }
  CUIJIAO_RETURN_IF_ERROR(idle->TurnTo(use));
  return idle;
}

absl::StatusOr<ConnectionPool::Loan> ConnectionPool::Borrow(SessionUse use, absl::Time deadline) {
  std::unique_ptr<Connection> idle;
  {
    const absl::MutexLock lock(&mutex_);
    const absl::Time until = std::min(deadline, absl::Now() + settings_.pool_wait);
    if (!mutex_.AwaitWithDeadline(absl::Condition(this, &ConnectionPool::MayBorrow), until)) {
      return Refusal(absl::StatusCode::kResourceExhausted, kReasonPoolExhausted,
                     fmt::format("all {} database connections are in use", settings_.pool_size));
    }
    ++borrowed_;
    idle = TakeIdle(use);
  }
  absl::StatusOr<std::unique_ptr<Connection>> connection = Ready(std::move(idle), use);
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
