#include "services/ledger/store/receipts/payment_follower.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// Communities whose journals have grown since they were looked at. What the row of a partition says
// is committed, and so are all entries up to it: entries are written with their partition locked.
constexpr std::string_view kFromBehind =
    " FROM community c JOIN journal_partition p ON p.partition_id = c.community_id"
    " LEFT JOIN payment_follower f ON f.community_id = c.community_id"
    " WHERE p.entry_sequence > COALESCE(f.entry_sequence, 0)";

// What the system before received has that system's receipt, and is in nobody's hand or wallet here
// (LED-19).
constexpr std::string_view kFromEntries =
    " AS taken_by, y.external_reference"
    " FROM journal_entry e JOIN payment y ON y.payment_id = e.reference_id"
    " WHERE e.partition_id = ? AND e.sequence > ? AND e.sequence <= ? AND e.kind = 'PAYMENT'"
    " AND y.method <> 'OPENING'"
    " ORDER BY e.sequence";

struct FollowedPayment {
  std::string id;
  PaymentMethod method = PaymentMethod::kCash;
  Date received_date;
  Date posting_date;
  absl::Time recorded_time;
  std::string taken_by;  // who took it into suspense, where it came from there
  std::string external_reference;
};

struct Step {
  int payments = 0;
  bool more = false;
};

// One transaction's work.
class FollowStep {
 public:
  FollowStep(db::Transaction& transaction, std::string_view project_id, absl::Time now,
             std::int64_t entries_at_once)
      : transaction_(transaction),
        project_id_(project_id),
        now_(now),
        entries_at_once_(entries_at_once) {}

  absl::StatusOr<Step> Run() {
    CUIJIAO_RETURN_IF_ERROR(Lock());
    CUIJIAO_ASSIGN_OR_RETURN(const bool more, TakePayments());
    // In the order in which they were recorded, as far as that is known by now.
    std::sort(payments_.begin(), payments_.end(),
              [](const FollowedPayment& a, const FollowedPayment& b) {
                return std::tie(a.recorded_time, a.id) < std::tie(b.recorded_time, b.id);
              });
    CUIJIAO_RETURN_IF_ERROR(NumberThem());
    CUIJIAO_RETURN_IF_ERROR(PlaceThem());
    CUIJIAO_RETURN_IF_ERROR(transaction_
                                .InsertRows("payment_follower",
                                            {"community_id", "project_id", "entry_sequence"},
                                            followed_,
                                            "ON DUPLICATE KEY UPDATE entry_sequence ="
                                            " VALUES(entry_sequence)")
                                .status());
    return Step{static_cast<int>(payments_.size()), more};
  }

 private:
  // Written, not only locked: nodes of a cluster do not see each other's locks.
  absl::Status Lock() {
    const db::Values row = {project_id_, 1};
    return transaction_
        .InsertRows("receipt_numbering", {"project_id", "version"}, {&row, 1},
                    "ON DUPLICATE KEY UPDATE version = version + 1")
        .status();
  }

  // The next entries of the project's journals; true when there are more.
  absl::StatusOr<bool> TakePayments() {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows behind,
        transaction_.Query(Concat({"SELECT c.community_id, p.entry_sequence AS head,"
                                   " COALESCE(f.entry_sequence, 0) AS seen",
                                   kFromBehind, " AND c.project_id = ? ORDER BY c.community_id"}),
                           {project_id_}));
    std::int64_t left = entries_at_once_;
    for (const db::Row& row : behind) {
      if (left == 0) return true;
      const std::string& community_id = row.String("community_id");
      const std::int64_t seen = row.Int64("seen");
      const std::int64_t through = std::min(row.Int64("head"), seen + left);
      left -= through - seen;
      CUIJIAO_RETURN_IF_ERROR(TakePaymentsOf(community_id, seen, through));
      followed_.push_back({community_id, project_id_, through});
      if (through < row.Int64("head")) return true;
    }
    return false;
  }

  absl::Status TakePaymentsOf(const std::string& community_id, std::int64_t seen,
                              std::int64_t through) {
    return transaction_.QueryEach(
        Concat({"SELECT y.payment_id, y.method, y.received_date, y.posting_date, y.recorded_time, ",
                kTakenBy, kFromEntries}),
        {community_id, seen, through}, [&](const db::Row& row) {
          payments_.push_back({row.String("payment_id"), ParseMethod(row.String("method")).value(),
                               row.Date("received_date"), row.Date("posting_date"),
                               row.Time("recorded_time"), row.String("taken_by"),
                               row.OptionalString("external_reference").value_or("")});
          return absl::OkStatus();
        });
  }

  absl::Status NumberThem() {
    std::map<int, std::int64_t> last;
    std::vector<db::Values> rows;
    for (const FollowedPayment& payment : payments_) {
      const int year = static_cast<int>(payment.posting_date.year());
      if (!last.contains(year)) {
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::optional<db::Row> row,
            transaction_.QueryOne("SELECT COALESCE(MAX(number), 0) AS number FROM receipt"
                                  " WHERE project_id = ? AND year = ?",
                                  {project_id_, year}));
        last[year] = row->Int64("number");
      }
      rows.push_back({project_id_, year, ++last[year], payment.id, now_});
    }
    return transaction_
        .InsertRows("receipt", {"project_id", "year", "number", "payment_id", "issued_time"}, rows)
        .status();
  }

  absl::Status PlaceThem() {
    std::vector<db::Values> cash;
    std::vector<db::Values> wallet;
    for (const FollowedPayment& payment : payments_) {
      if (payment.method == PaymentMethod::kCash) {
        cash.push_back({payment.id, project_id_, payment.taken_by});
      } else if (payment.method == PaymentMethod::kWechatPay ||
                 payment.method == PaymentMethod::kAlipay) {
        wallet.push_back({payment.id, project_id_, MethodName(payment.method),
                          payment.received_date, db::NullIfEmpty(payment.external_reference)});
      }
    }
    CUIJIAO_RETURN_IF_ERROR(transaction_
                                .InsertRows("cash_payment",
                                            {"payment_id", "project_id", "taken_by"}, cash,
                                            " ON DUPLICATE KEY UPDATE project_id = project_id")
                                .status());
    return transaction_
        .InsertRows("wallet_payment",
                    {"payment_id", "project_id", "method", "received_date", "external_reference"},
                    wallet)
        .status();
  }

  db::Transaction& transaction_;
  const std::string project_id_;
  const absl::Time now_;
  const std::int64_t entries_at_once_;
  std::vector<FollowedPayment> payments_;
  std::vector<db::Values> followed_;
};

absl::StatusOr<std::vector<std::string>> FindProjectsBehind(db::Transaction& transaction,
                                                            std::string_view project_id) {
  const bool one = !project_id.empty();
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction.Query(Concat({"SELECT DISTINCT c.project_id", kFromBehind,
                                one ? " AND c.project_id = ?" : "", " ORDER BY c.project_id"}),
                        one ? db::Values{project_id} : db::Values()));
  std::vector<std::string> project_ids;
  for (const db::Row& row : rows) project_ids.push_back(row.String("project_id"));
  return project_ids;
}

// A step whose commit got no answer is run again: if it stands, nothing is left to do.
absl::StatusOr<bool> RunAgain(db::Transaction&) { return false; }

}  // namespace

absl::Status KeepCashHandedOver(db::Transaction& transaction, std::string_view project_id,
                                std::string_view recorded_by,
                                std::span<const std::string> payment_ids) {
  std::vector<db::Values> rows;
  for (const std::string& id : payment_ids) rows.push_back({id, project_id, recorded_by, 1});
  return transaction
      .InsertRows("cash_payment", {"payment_id", "project_id", "taken_by", "handed_over"}, rows)
      .status();
}

absl::StatusOr<int> FollowPayments(db::Database& database, std::string_view project_id,
                                   absl::Time now, absl::Time deadline,
                                   std::int64_t entries_at_once) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<std::string> behind,
      database.Ask("FindUnnumberedPayments", [&](db::Transaction& transaction) {
        return FindProjectsBehind(transaction, project_id);
      }));
  int payments = 0;
  while (!behind.empty()) {
    std::vector<std::string> still_behind;
    for (std::string& project : behind) {
      CUIJIAO_ASSIGN_OR_RETURN(
          const Step step,
          database.Transact("NumberReceipts",
                            [&](db::Transaction& transaction) {
                              return FollowStep(transaction, project, now, entries_at_once).Run();
                            },
                            {.deadline = deadline, .confirm_commit = RunAgain}));
      payments += step.payments;
      if (step.more) still_behind.push_back(std::move(project));
    }
    behind = std::move(still_behind);
  }
  return payments;
}

}  // namespace cuijiao::ledger
