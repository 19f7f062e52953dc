#include "common/db/database.h"

#include <algorithm>
#include <string>

#include "absl/random/random.h"
#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "common/db/connection.h"
#include "common/db/connection_pool.h"
#include "common/fault/failpoint.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

constexpr absl::Duration kFirstPause = absl::Milliseconds(2);
constexpr absl::Duration kLongestPause = absl::Milliseconds(250);

// The pause after the n-th attempt: doubled each time, and random between half and whole, so that
// those who lost together do not meet again.
absl::Duration PauseAfter(int attempt) {
  const absl::Duration whole =
      std::min(kFirstPause * (std::int64_t{1} << std::min(attempt - 1, 20)), kLongestPause);
  absl::BitGen random;
  return whole * absl::Uniform(random, 0.5, 1.0);
}

// `status` under another message, with all that is attached to it.
absl::Status Reworded(const absl::Status& status, const std::string& message) {
  absl::Status reworded(status.code(), message);
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { reworded.SetPayload(url, payload); });
  return reworded;
}

absl::Status PassFailpoint(std::string_view transaction, std::string_view place) {
  if constexpr (fault::kCompiledIn) {
    return fault::Point(fmt::format("{}.{}", transaction, place));
  } else {
    return absl::OkStatus();
  }
}

absl::Status CommitUnknown(std::string_view name, const absl::Status& cause) {
  return Refusal(
      absl::StatusCode::kUnavailable, kReasonCommitUnknown,
      fmt::format("{}: the commit got no answer: {}", name, std::string(cause.message())));
}

}  // namespace

// How an attempt ended.
struct Database::Outcome {
  enum class Next {
    kReturn,   // `status` is the answer
    kRepeat,   // nothing stands; the same may succeed when run again
    kConfirm,  // it may stand or not
  };
  absl::Status status;
  Next next = Next::kReturn;
};

Database::Database(DatabaseSettings settings)
    : settings_(std::move(settings)), pool_(std::make_unique<ConnectionPool>(settings_)) {}

Database::~Database() = default;

absl::Status Database::Ping() {
  return Ask("Ping", [](Transaction& transaction) {
    return transaction.Query("SELECT 1 AS one").status();
  });
}

absl::Status Database::RunAttempts(Mode mode, std::string_view name,
                                   absl::FunctionRef<absl::Status(Transaction&)> body,
                                   const TransactOptions& options) {
  for (int attempt = 1;; ++attempt) {
    Outcome outcome = Attempt(mode, name, body, options.deadline);
    if (outcome.next == Outcome::Next::kConfirm) {
      if (!options.confirm_commit) return CommitUnknown(name, outcome.status);
      const absl::StatusOr<bool> stands = Confirm(name, options);
      if (!stands.ok()) return CommitUnknown(name, stands.status());
      if (*stands) return absl::OkStatus();
    } else if (outcome.next == Outcome::Next::kReturn) {
      return outcome.status;
    }
    const absl::Duration pause = PauseAfter(attempt);
    if (attempt >= options.max_attempts || absl::Now() + pause >= options.deadline) {
      return Reworded(outcome.status, fmt::format("{}: gave up after {} attempts: {}", name,
                                                  attempt, std::string(outcome.status.message())));
    }
    absl::SleepFor(pause);
  }
}

Database::Outcome Database::Attempt(Mode mode, std::string_view name,
                                    absl::FunctionRef<absl::Status(Transaction&)> body,
                                    absl::Time deadline) {
  if (absl::Now() >= deadline) {
    return {absl::DeadlineExceededError(fmt::format("{}: no time left for the database", name))};
  }
  absl::StatusOr<ConnectionPool::Loan> loan = pool_->Borrow(
      mode == Mode::kAsk ? SessionUse::kQuestions : SessionUse::kTransactions, deadline);
  if (!loan.ok()) {
    return {loan.status(),
            IsTransient(loan.status()) ? Outcome::Next::kRepeat : Outcome::Next::kReturn};
  }
  Connection& connection = loan->connection();
  if (mode == Mode::kRead) {
    absl::Status begun = connection.BeginSnapshot();
    if (!begun.ok()) {
      return {begun, IsTransient(begun) ? Outcome::Next::kRepeat : Outcome::Next::kReturn};
    }
  }

  Transaction transaction(connection);
  absl::Status status = body(transaction);
  if (status.ok() && mode == Mode::kWrite && transaction.doom().ok()) {
    status = PassFailpoint(name, "before_commit");
    if (status.ok()) {
      Outcome outcome = Commit(connection, name);
      if (outcome.status.ok()) loan->Finished();
      return outcome;
    }
  }
  // A question leaves nothing open; its connection goes back as it is, unless it is broken.
  if (mode == Mode::kAsk || connection.Rollback().ok()) loan->Finished();
  if (!transaction.doom().ok()) return {transaction.doom(), Outcome::Next::kRepeat};
  return {std::move(status)};
}

Database::Outcome Database::Commit(Connection& connection, std::string_view name) {
  // The point of no return: from here on what was written may stand, whatever the answer.
  absl::Status status = connection.Commit();
  if (status.ok()) {
    status = PassFailpoint(name, "after_commit");
    return {status, status.ok() ? Outcome::Next::kReturn : Outcome::Next::kConfirm};
  }
  // A deadlock at COMMIT (Galera's certification) is an answer: it does not stand.
  const bool answered = absl::IsAborted(status);
  return {status, answered ? Outcome::Next::kRepeat : Outcome::Next::kConfirm};
}

absl::StatusOr<bool> Database::Confirm(std::string_view name, const TransactOptions& options) {
  TransactOptions once_more;
  once_more.deadline = options.deadline;
  once_more.max_attempts = options.max_attempts;
  return Transact(fmt::format("{}.Confirm", name), options.confirm_commit, once_more);
}

}  // namespace cuijiao::db
