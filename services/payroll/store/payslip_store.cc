#include "services/payroll/store/payslip_store.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "common/status/macros.h"
#include "services/payroll/store/payroll_words.h"

namespace cuijiao::payroll {
namespace {

constexpr std::size_t kIdsAStatement = 500;

absl::StatusOr<PayslipLine> ReadLine(const db::Row& row) {
  CUIJIAO_ASSIGN_OR_RETURN(LineOrigin origin, ReadOrigin(row, "kind"));
  return PayslipLine{.kind = origin.kind,
                     .amount = row.Fen("amount_fen"),
                     .formula = row.String("formula"),
                     .source_kind = origin.source_kind,
                     .source_ids = std::move(origin.source_ids),
                     .reason = row.String("reason")};
}

StoredPayslip ReadPayslip(const db::Row& row) {
  return {.employee_no = row.String("employee_no"),
          .payslip = {.staff_id = row.String("staff_id"),
                      .gross = row.Fen("gross_fen"),
                      .lines = {},
                      .net = row.Fen("net_fen"),
                      .carried = row.Fen("carried_fen")}};
}

}  // namespace

absl::Status PayslipStore::ReplaceFigures(Month month, const RunFigures& figures,
                                          const std::map<std::string, std::string>& employee_nos) {
  CUIJIAO_RETURN_IF_ERROR(DeleteFigures(month));
  CUIJIAO_RETURN_IF_ERROR(InsertPayslips(month, figures.payslips, employee_nos));
  CUIJIAO_RETURN_IF_ERROR(InsertDeductions(figures.deductions));
  return InsertBonuses(month, figures.bonuses);
}

absl::Status PayslipStore::DeleteFigures(Month month) {
  for (const char* sql :
       {"DELETE FROM payslip_line WHERE month = ?", "DELETE FROM payslip WHERE month = ?",
        "DELETE FROM deduction_share WHERE month = ?", "DELETE FROM deduction WHERE month = ?",
        "DELETE FROM bonus_share WHERE month = ?", "DELETE FROM bonus WHERE month = ?"}) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.Execute(sql, {FirstDayOf(month)}).status());
  }
  return absl::OkStatus();
}

absl::Status PayslipStore::InsertPayslips(Month month, const std::vector<Payslip>& payslips,
                                          const std::map<std::string, std::string>& employee_nos) {
  std::vector<db::Values> rows;
  std::vector<db::Values> lines;
  for (const Payslip& payslip : payslips) {
    const auto employee = employee_nos.find(payslip.staff_id);
    rows.push_back({FirstDayOf(month), payslip.staff_id,
                    employee == employee_nos.end() ? "" : employee->second, payslip.gross,
                    payslip.net, payslip.carried});
    std::int32_t position = 0;
    for (const PayslipLine& line : payslip.lines) {
      lines.push_back({FirstDayOf(month), payslip.staff_id, position++, NameOf(line.kind),
                       line.amount, line.formula, NameOf(line.source_kind),
                       JoinSourceIds(line.source_ids), line.reason});
    }
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("payslip",
                      {"month", "staff_id", "employee_no", "gross_fen", "net_fen", "carried_fen"},
                      rows)
          .status());
  return transaction_
      .InsertRows("payslip_line",
                  {"month", "staff_id", "position", "kind", "amount_fen", "formula", "source_kind",
                   "source_ids", "reason"},
                  lines)
      .status();
}

absl::Status PayslipStore::InsertDeductions(const std::vector<TakenDeduction>& deductions) {
  std::vector<db::Values> rows;
  std::vector<db::Values> shares;
  for (const TakenDeduction& deduction : deductions) {
    rows.push_back({FirstDayOf(deduction.month), deduction.staff_id, deduction.taken});
    for (const AreaShare& part : deduction.shares) {
      shares.push_back(
          {FirstDayOf(deduction.month), deduction.staff_id, part.area_id, part.share.ToString()});
    }
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.InsertRows("deduction", {"month", "staff_id", "taken_fen"}, rows).status());
  return transaction_
      .InsertRows("deduction_share", {"month", "staff_id", "area_id", "share"}, shares)
      .status();
}

absl::Status PayslipStore::InsertBonuses(Month month, const std::vector<BonusDecision>& bonuses) {
  std::vector<db::Values> rows;
  std::vector<db::Values> shares;
  for (const BonusDecision& bonus : bonuses) {
    rows.push_back({bonus.payment_id, FirstDayOf(month), bonus.historical, bonus.pool, bonus.paid,
                    bonus.reason});
    std::int32_t position = 0;
    for (const BonusShare& share : bonus.shares) {
      shares.push_back({bonus.payment_id, position++, FirstDayOf(month), share.staff_id,
                        share.amount, share.reason});
    }
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("bonus",
                      {"payment_id", "month", "historical_fen", "pool_fen", "paid_fen", "reason"},
                      rows)
          .status());
  return transaction_
      .InsertRows("bonus_share",
                  {"payment_id", "position", "month", "staff_id", "amount_fen", "reason"}, shares)
      .status();
}

absl::StatusOr<RunFigures> PayslipStore::LoadFigures(Month month) {
  RunFigures figures;
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<StoredPayslip> payslips,
                           LoadPayslips(month, "", std::numeric_limits<std::int64_t>::max()));
  for (StoredPayslip& stored : payslips) figures.payslips.push_back(std::move(stored.payslip));
  CUIJIAO_ASSIGN_OR_RETURN(figures.deductions, LoadDeductions(month, month + 1));
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows bonuses,
      transaction_.Query("SELECT payment_id, historical_fen, pool_fen, paid_fen, reason FROM bonus"
                         " WHERE month = ? ORDER BY payment_id",
                         {FirstDayOf(month)}));
  std::map<std::string, std::size_t> places;
  for (const db::Row& row : bonuses) {
    places[row.String("payment_id")] = figures.bonuses.size();
    figures.bonuses.push_back({.payment_id = row.String("payment_id"),
                               .historical = row.Fen("historical_fen"),
                               .pool = row.Fen("pool_fen"),
                               .paid = row.Fen("paid_fen"),
                               .reason = row.String("reason")});
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows shares,
      transaction_.Query("SELECT payment_id, staff_id, amount_fen, reason FROM bonus_share"
                         " WHERE month = ? ORDER BY payment_id, position",
                         {FirstDayOf(month)}));
  for (const db::Row& row : shares) {
    const auto place = places.find(row.String("payment_id"));
    if (place == places.end()) return absl::DataLossError("a share without its bonus");
    figures.bonuses[place->second].shares.push_back(
        {row.String("staff_id"), row.Fen("amount_fen"), row.String("reason")});
  }
  return figures;
}

absl::StatusOr<std::vector<StoredPayslip>> PayslipStore::LoadPayslips(
    Month month, std::string_view after_staff_id, std::int64_t limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT staff_id, employee_no, gross_fen, net_fen, carried_fen"
                         " FROM payslip WHERE month = ? AND staff_id > ?"
                         " ORDER BY staff_id LIMIT ?",
                         {FirstDayOf(month), after_staff_id, limit}));
  std::vector<StoredPayslip> payslips;
  for (const db::Row& row : rows) payslips.push_back(ReadPayslip(row));
  CUIJIAO_RETURN_IF_ERROR(FillLines(month, payslips));
  return payslips;
}

absl::StatusOr<std::optional<StoredPayslip>> PayslipStore::LoadPayslip(Month month,
                                                                       std::string_view staff_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT staff_id, employee_no, gross_fen, net_fen, carried_fen"
                            " FROM payslip WHERE month = ? AND staff_id = ?",
                            {FirstDayOf(month), staff_id}));
  if (!row) return std::optional<StoredPayslip>();
  std::vector<StoredPayslip> payslips = {ReadPayslip(*row)};
  CUIJIAO_RETURN_IF_ERROR(FillLines(month, payslips));
  return std::optional<StoredPayslip>(std::move(payslips.front()));
}

// `payslips` are by staff id and without gaps, so that their lines are one range of the key.
absl::Status PayslipStore::FillLines(Month month, std::vector<StoredPayslip>& payslips) {
  if (payslips.empty()) return absl::OkStatus();
  auto payslip = payslips.begin();
  return transaction_.QueryEach(
      "SELECT staff_id, kind, amount_fen, formula, source_kind, source_ids, reason"
      " FROM payslip_line WHERE month = ? AND staff_id BETWEEN ? AND ?"
      " ORDER BY staff_id, position",
      {FirstDayOf(month), payslips.front().payslip.staff_id, payslips.back().payslip.staff_id},
      [&](const db::Row& row) -> absl::Status {
        while (payslip != payslips.end() && payslip->payslip.staff_id < row.String("staff_id")) {
          ++payslip;
        }
        if (payslip == payslips.end() || payslip->payslip.staff_id != row.String("staff_id")) {
          return absl::DataLossError("a line without its payslip");
        }
        CUIJIAO_ASSIGN_OR_RETURN(PayslipLine line, ReadLine(row));
        payslip->payslip.lines.push_back(std::move(line));
        return absl::OkStatus();
      });
}

absl::StatusOr<std::vector<TakenDeduction>> PayslipStore::LoadDeductions(Month from, Month before) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT month, staff_id, taken_fen FROM deduction"
                         " WHERE month >= ? AND month < ? ORDER BY month, staff_id",
                         {FirstDayOf(from), FirstDayOf(before)}));
  std::vector<TakenDeduction> deductions;
  std::map<std::pair<Month, std::string>, std::size_t> places;
  for (const db::Row& row : rows) {
    const Month month(row.Date("month"));
    places[{month, row.String("staff_id")}] = deductions.size();
    deductions.push_back({month, row.String("staff_id"), row.Fen("taken_fen"), {}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows shares,
      transaction_.Query("SELECT month, staff_id, area_id, share FROM deduction_share"
                         " WHERE month >= ? AND month < ? ORDER BY month, staff_id, area_id",
                         {FirstDayOf(from), FirstDayOf(before)}));
  for (const db::Row& row : shares) {
    const auto place = places.find({Month(row.Date("month")), row.String("staff_id")});
    if (place == places.end()) return absl::DataLossError("an area without its deduction");
    deductions[place->second].shares.push_back(
        {row.String("area_id"), Rational::FromString(row.String("share"))});
  }
  return deductions;
}

absl::StatusOr<std::set<std::string>> PayslipStore::LoadDecidedPayments(
    Month month, std::span<const std::string> payment_ids) {
  std::set<std::string> decided;
  for (std::size_t begin = 0; begin < payment_ids.size(); begin += kIdsAStatement) {
    const auto part =
        payment_ids.subspan(begin, std::min(kIdsAStatement, payment_ids.size() - begin));
    db::Values values = {FirstDayOf(month)};
    std::string places;
    for (const std::string& payment_id : part) {
      places += places.empty() ? "?" : ", ?";
      values.emplace_back(payment_id);
    }
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            "SELECT payment_id FROM bonus WHERE month < ? AND payment_id IN (" + places + ")",
            values));
    for (const db::Row& row : rows) decided.insert(row.String("payment_id"));
  }
  return decided;
}

}  // namespace cuijiao::payroll
