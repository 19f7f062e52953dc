// The database: a pool of connections, and transactions that run again when they lose a race.
#ifndef CUIJIAO_COMMON_DB_DATABASE_H_
#define CUIJIAO_COMMON_DB_DATABASE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/database_error.h"
#include "common/db/database_settings.h"
#include "common/db/transaction.h"

namespace cuijiao::db {

class ConnectionPool;

// Looks up, in a transaction of its own, whether the transaction whose COMMIT got no answer stands:
// true when it does. It should read the request's row with a lock (LOCK IN SHARE MODE), so that it
// waits for a commit that is still under way.
using ConfirmCommit = std::function<absl::StatusOr<bool>(Transaction&)>;

struct TransactOptions {
  // No attempt begins, and none waits for a connection, after this.
  absl::Time deadline = absl::InfiniteFuture();
  // Without it, a commit without answer is returned as UNAVAILABLE, reason COMMIT_UNKNOWN.
  ConfirmCommit confirm_commit = {};
  int max_attempts = 10;
};

// Thread-safe. Connections are made when first needed, so a Database can be made before the server
// is up. Calls may be nested (a body that uses the Database takes a second connection), but a pool
// of one then waits for itself until the deadline.
class Database {
 public:
  explicit Database(DatabaseSettings settings);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // OK when a connection can be had and answers. For the start of a service and its health.
  absl::Status Ping();

  // Runs `body` (Transaction& to absl::Status or absl::StatusOr<T>) in a READ COMMITTED transaction
  // and commits when it returns OK, else rolls back and returns its status. `name` is for messages:
  // "RecordPayment".
  //
  // The body may run several times: again, after a short random pause, when it met a deadlock, a
  // lock wait's end or a connection lost before COMMIT. So it must not keep results of an earlier
  // run. A connection lost during COMMIT: with `confirm_commit` the outcome is looked up, and what
  // the body returned is returned when it stands, the body run again when it does not; without, or
  // when the looking up fails too, UNAVAILABLE with reason COMMIT_UNKNOWN (IsCommitUnknown). Errors
  // besides the body's: RESOURCE_EXHAUSTED (no connection free in time), UNAVAILABLE (server away),
  // ABORTED (still losing after max_attempts), DEADLINE_EXCEEDED.
  //
  // Failpoints: "<name>.before_commit" (an error rolls back) and "<name>.after_commit" (an error is
  // taken for a commit without answer).
  template <typename Body>
  auto Transact(std::string_view name, Body&& body, const TransactOptions& options = {})
      -> std::invoke_result_t<Body&, Transaction&> {
    return Run<std::invoke_result_t<Body&, Transaction&>>(Mode::kWrite, name, body, options);
  }

  // The same for reading: one consistent snapshot (REPEATABLE READ, READ ONLY), no locks. A write
  // within it fails.
  template <typename Body>
  auto Read(std::string_view name, Body&& body, const TransactOptions& options = {})
      -> std::invoke_result_t<Body&, Transaction&> {
    return Run<std::invoke_result_t<Body&, Transaction&>>(Mode::kRead, name, body, options);
  }

  // The same for a question of one statement, without a transaction around it: one round trip where
  // Read takes four. A statement of InnoDB is a snapshot of what is committed when it begins, so
  // that nothing is lost by that. A body of several statements may run, and each then reads what is
  // committed at its own moment: only for what may have changed by the time that it is used anyway,
  // such as a caller's scope, which is asked for before the transaction that it admits to. A write
  // within it fails.
  template <typename Body>
  auto Ask(std::string_view name, Body&& body, const TransactOptions& options = {})
      -> std::invoke_result_t<Body&, Transaction&> {
    return Run<std::invoke_result_t<Body&, Transaction&>>(Mode::kAsk, name, body, options);
  }

  [[nodiscard]] const DatabaseSettings& settings() const { return settings_; }

 private:
  enum class Mode { kWrite, kRead, kAsk };

  template <typename Result, typename Body>
  Result Run(Mode mode, std::string_view name, Body& body, const TransactOptions& options) {
    if constexpr (std::is_same_v<Result, absl::Status>) {
      return RunAttempts(mode, name, body, options);
    } else {
      std::optional<Result> result;
      absl::Status status = RunAttempts(
          mode, name,
          [&](Transaction& transaction) {
            result.emplace(body(transaction));
            return result->status();
          },
          options);
      if (!status.ok()) return status;
      return *std::move(result);
    }
  }

  absl::Status RunAttempts(Mode mode, std::string_view name,
                           absl::FunctionRef<absl::Status(Transaction&)> body,
                           const TransactOptions& options);
  struct Outcome;
  // One attempt: the body and its commit.
  Outcome Attempt(Mode mode, std::string_view name,
                  absl::FunctionRef<absl::Status(Transaction&)> body, absl::Time deadline);
  Outcome Commit(Connection& connection, std::string_view name);
  // Whether the transaction whose commit got no answer stands.
  absl::StatusOr<bool> Confirm(std::string_view name, const TransactOptions& options);

  const DatabaseSettings settings_;
  const std::unique_ptr<ConnectionPool> pool_;
};

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_DATABASE_H_
