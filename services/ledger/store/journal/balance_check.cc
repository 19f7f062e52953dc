#include "services/ledger/store/journal/balance_check.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "common/crypto/digest.h"
#include "common/status/macros.h"

namespace cuijiao::ledger {
namespace {

// Rows of a table that are asked for at a time.
constexpr std::int64_t kRowsAtOnce = 5000;
constexpr std::size_t kKeyBytes = 32;
// Before all dates that are posted.
constexpr Date kNoDate(1, 1, 1);

constexpr std::string_view kSelectBills =
    "SELECT bill_id, due_date, principal_fen, unpaid_principal_fen, unpaid_late_fee_fen,"
    " unpaid_cost_fen, waived_fen, credited_fen, written_off_fen"
    " FROM bill FORCE INDEX (bill_by_community) WHERE community_id = ?"
    " AND (due_date > ? OR (due_date = ? AND bill_id > ?)) ORDER BY due_date, bill_id LIMIT ?";

struct BillColumn {
  KeptBalance balance;
  std::string_view name;
};
constexpr std::array kBillColumns = {
    BillColumn{KeptBalance::kBillPrincipal, "principal_fen"},
    BillColumn{KeptBalance::kBillUnpaidPrincipal, "unpaid_principal_fen"},
    BillColumn{KeptBalance::kBillUnpaidLateFee, "unpaid_late_fee_fen"},
    BillColumn{KeptBalance::kBillUnpaidCost, "unpaid_cost_fen"},
    BillColumn{KeptBalance::kBillWaived, "waived_fen"},
    BillColumn{KeptBalance::kBillCredited, "credited_fen"},
    BillColumn{KeptBalance::kBillWrittenOff, "written_off_fen"},
};

constexpr std::string_view kSelectUnits =
    "SELECT unit_id, prepayment_fen FROM unit_account WHERE community_id = ? AND unit_id > ?"
    " AND prepayment_fen <> 0 ORDER BY unit_id LIMIT ?";

constexpr std::string_view kSelectPayments =
    "SELECT payment_id, posting_date, prepayment_fen, held_fen"
    " FROM payment FORCE INDEX (payment_by_community) WHERE community_id = ?"
    " AND (posting_date > ? OR (posting_date = ? AND payment_id > ?))"
    " ORDER BY posting_date, payment_id LIMIT ?";

// Of the payments of one of those answers.
constexpr std::string_view kSelectAllocations =
    "SELECT a.payment_id, a.bill_id, a.component, a.amount_fen"
    " FROM payment p FORCE INDEX (payment_by_community)"
    " STRAIGHT_JOIN allocation a ON a.payment_id = p.payment_id WHERE p.community_id = ?"
    " AND (p.posting_date > ? OR (p.posting_date = ? AND p.payment_id > ?))"
    " AND (p.posting_date < ? OR (p.posting_date = ? AND p.payment_id <= ?))";

// What is wrong, once it is known that something is: both sides are added up by reference with
// opposite signs, and what does not come to zero is wrong, whichever side lacks it. Each asks for
// the partition twice.
struct FaultSearch {
  std::string_view sql;
  std::string_view message;
};
constexpr std::array kFaultSearches = {
    FaultSearch{
        "SELECT x.reference_id FROM ("
        " SELECT bill_id AS reference_id, principal_fen, unpaid_principal_fen,"
        "   unpaid_late_fee_fen, unpaid_cost_fen, waived_fen, credited_fen, written_off_fen"
        "   FROM bill WHERE community_id = ?"
        " UNION ALL SELECT bill_id,"
        "   -SUM(CASE WHEN component = 'PRINCIPAL' AND kind IN ('BILL', 'OPENING')"
        "     THEN amount_fen ELSE 0 END),"
        "   -SUM(CASE WHEN component = 'PRINCIPAL' THEN amount_fen ELSE 0 END),"
        "   -SUM(CASE WHEN component = 'LATE_FEE' THEN amount_fen ELSE 0 END),"
        "   -SUM(CASE WHEN component = 'COST' THEN amount_fen ELSE 0 END),"
        "   SUM(CASE WHEN payment_id IS NULL AND kind IN ('WAIVER', 'REVERSAL')"
        "     THEN amount_fen ELSE 0 END),"
        "   SUM(CASE WHEN payment_id IS NULL AND kind = 'CREDIT_NOTE'"
        "     AND component = 'PRINCIPAL' THEN amount_fen ELSE 0 END),"
        "   SUM(CASE WHEN kind IN ('WRITE_OFF', 'REVIVAL') THEN amount_fen ELSE 0 END)"
        "   FROM journal_line WHERE partition_id = ? AND account = 'RECEIVABLE' GROUP BY bill_id"
        ") x GROUP BY x.reference_id HAVING SUM(x.principal_fen) <> 0"
        " OR SUM(x.unpaid_principal_fen) <> 0 OR SUM(x.unpaid_late_fee_fen) <> 0"
        " OR SUM(x.unpaid_cost_fen) <> 0 OR SUM(x.waived_fen) <> 0 OR SUM(x.credited_fen) <> 0"
        " OR SUM(x.written_off_fen) <> 0 ORDER BY x.reference_id LIMIT 1",
        "what the bill says is unpaid or given up is not what the journal says"},
    FaultSearch{
        "SELECT x.reference_id FROM ("
        " SELECT unit_id AS reference_id, prepayment_fen FROM unit_account WHERE community_id = ?"
        " UNION ALL SELECT unit_id, SUM(amount_fen) FROM journal_line"
        "   WHERE partition_id = ? AND account = 'PREPAYMENT' GROUP BY unit_id"
        ") x GROUP BY x.reference_id HAVING SUM(x.prepayment_fen) <> 0"
        " ORDER BY x.reference_id LIMIT 1",
        "the prepayment that the unit's account says is not what the journal says"},
    FaultSearch{
        "SELECT x.reference_id FROM ("
        " SELECT payment_id AS reference_id, prepayment_fen, held_fen FROM payment"
        "   WHERE community_id = ?"
        " UNION ALL SELECT payment_id,"
        "   SUM(CASE WHEN account = 'PREPAYMENT' THEN amount_fen ELSE 0 END), SUM(amount_fen)"
        "   FROM journal_line WHERE partition_id = ? AND payment_id IS NOT NULL"
        "   AND account IN ('RECEIVABLE', 'PREPAYMENT') GROUP BY payment_id"
        ") x GROUP BY x.reference_id HAVING SUM(x.prepayment_fen) <> 0 OR SUM(x.held_fen) <> 0"
        " ORDER BY x.reference_id LIMIT 1",
        "what the payment says it holds is not what the journal says"},
    FaultSearch{"SELECT x.payment_id AS reference_id FROM ("
                " SELECT a.payment_id, a.bill_id, a.component, a.amount_fen FROM allocation a"
                "   JOIN payment p ON p.payment_id = a.payment_id WHERE p.community_id = ?"
                " UNION ALL SELECT payment_id, bill_id, component, amount_fen FROM journal_line"
                "   WHERE partition_id = ? AND payment_id IS NOT NULL AND account = 'RECEIVABLE'"
                ") x GROUP BY x.payment_id, x.bill_id, x.component HAVING SUM(x.amount_fen) <> 0"
                " ORDER BY x.payment_id LIMIT 1",
                "the payment's allocations are not what the journal says"},
    FaultSearch{"SELECT x.reference_id FROM ("
                " SELECT CONCAT('suspense/', project_id) AS reference_id, amount_fen FROM suspense"
                "   WHERE payment_id IS NULL AND CONCAT('suspense/', project_id) = ?"
                " UNION ALL SELECT partition_id, amount_fen FROM journal_line"
                "   WHERE partition_id = ? AND account = 'SUSPENSE'"
                ") x GROUP BY x.reference_id HAVING SUM(x.amount_fen) <> 0 LIMIT 1",
                "the money held in suspense is not what the journal says"},
};

// The first 128 bits of a digest.
BalanceSums::Weight WeightFrom(std::string_view digest) {
  BalanceSums::Weight weight = 0;
  for (const char byte : digest.substr(0, sizeof(weight))) {
    weight = weight << 8 | static_cast<unsigned char>(byte);
  }
  return weight;
}

}  // namespace

BalanceCheck::BalanceCheck(db::Transaction& transaction, std::string partition_id)
    : transaction_(transaction),
      partition_id_(std::move(partition_id)),
      sums_([key = SecureRandomBytes(kKeyBytes),
             text = std::string()](std::string_view reference) mutable {
        text.assign(key).append(reference);
        return WeightFrom(Sha256(text));
      }) {}

absl::Status BalanceCheck::AddBills() {
  Date date = kNoDate;
  std::string bill_id;
  while (true) {
    std::int64_t count = 0;
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        kSelectBills, {partition_id_, date, date, bill_id, kRowsAtOnce}, [&](const db::Row& row) {
          ++count;
          date = row.Date("due_date");
          bill_id = row.String("bill_id");
          const BalanceSums::Weight weight = sums_.WeightOf(bill_id);
          for (const BillColumn& column : kBillColumns) {
            sums_.AddKept(column.balance, weight, row.Fen(column.name));
          }
          return absl::OkStatus();
        }));
    if (count < kRowsAtOnce) return absl::OkStatus();
  }
}

absl::Status BalanceCheck::AddUnits() {
  std::string unit_id;
  while (true) {
    std::int64_t count = 0;
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        kSelectUnits, {partition_id_, unit_id, kRowsAtOnce}, [&](const db::Row& row) {
          ++count;
          unit_id = row.String("unit_id");
          sums_.AddKept(KeptBalance::kUnitPrepayment, sums_.WeightOf(unit_id),
                        row.Fen("prepayment_fen"));
          return absl::OkStatus();
        }));
    if (count < kRowsAtOnce) return absl::OkStatus();
  }
}

absl::Status BalanceCheck::AddPayments() {
  Date date = kNoDate;
  std::string payment_id;
  while (true) {
    const db::Values behind = {partition_id_, date, date, payment_id};
    db::Values values = behind;
    values.emplace_back(kRowsAtOnce);
    std::int64_t count = 0;
    CUIJIAO_RETURN_IF_ERROR(
        transaction_.QueryEach(kSelectPayments, values, [&](const db::Row& row) {
          ++count;
          date = row.Date("posting_date");
          payment_id = row.String("payment_id");
          const BalanceSums::Weight weight = sums_.WeightOf(payment_id);
          sums_.AddKept(KeptBalance::kPaymentPrepayment, weight, row.Fen("prepayment_fen"));
          sums_.AddKept(KeptBalance::kPaymentHeld, weight, row.Fen("held_fen"));
          return absl::OkStatus();
        }));
    if (count == 0) return absl::OkStatus();
    values = behind;
    values.insert(values.end(), {date, date, payment_id});
    CUIJIAO_RETURN_IF_ERROR(
        transaction_.QueryEach(kSelectAllocations, values, [&](const db::Row& row) {
          const std::string reference = BalanceSums::AllocationReference(
              row.String("payment_id"), row.String("bill_id"), row.String("component"));
          sums_.AddKept(KeptBalance::kAllocated, sums_.WeightOf(reference), row.Fen("amount_fen"));
          return absl::OkStatus();
        }));
    if (count < kRowsAtOnce) return absl::OkStatus();
  }
}

absl::Status BalanceCheck::AddSuspense() {
  const std::string none = SuspensePartition("");
  if (!partition_id_.starts_with(none)) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT COALESCE(SUM(amount_fen), 0) AS held_fen FROM suspense"
                            " WHERE project_id = ? AND payment_id IS NULL",
                            {partition_id_.substr(none.size())}));
  sums_.AddKept(KeptBalance::kSuspense, sums_.WeightOf(partition_id_), row->Fen("held_fen"));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<KeptFault>> BalanceCheck::Finish() {
  CUIJIAO_RETURN_IF_ERROR(AddBills());
  CUIJIAO_RETURN_IF_ERROR(AddUnits());
  CUIJIAO_RETURN_IF_ERROR(AddPayments());
  CUIJIAO_RETURN_IF_ERROR(AddSuspense());
  if (sums_.Agree()) return std::optional<KeptFault>();
  CUIJIAO_ASSIGN_OR_RETURN(KeptFault fault, FindFault());
  return std::optional(std::move(fault));
}

absl::StatusOr<KeptFault> BalanceCheck::FindFault() {
  for (const FaultSearch& search : kFaultSearches) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> wrong,
                             transaction_.QueryOne(search.sql, {partition_id_, partition_id_}));
    if (wrong) return KeptFault{wrong->String("reference_id"), std::string(search.message)};
  }
  // The tables take for equal what the sums keep apart: ids that differ in spaces behind.
  return KeptFault{partition_id_,
                   "bills, units, payments or allocations do not come to what the journal says,"
                   " and no single one could be named"};
}

}  // namespace cuijiao::ledger
