// What a run decided: payslips with their lines, deductions by area, bonuses with their shares.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_PAYSLIP_STORE_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_PAYSLIP_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/payroll/domain/run.h"

namespace cuijiao::payroll {

struct StoredPayslip {
  std::string employee_no;  // of HR; empty for none
  Payslip payslip;
};

// Lives in one transaction.
class PayslipStore {
 public:
  explicit PayslipStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Replaces all that the month's run decided but its takings (charge_store.h). ALREADY_EXISTS when
  // a payment was decided by another run.
  absl::Status ReplaceFigures(Month month, const RunFigures& figures,
                              const std::map<std::string, std::string>& employee_nos);
  // What ReplaceFigures stored; totals, notices and takings are left empty, and what a bonus keeps
  // for its payslip lines alone (formula, who was left out).
  absl::StatusOr<RunFigures> LoadFigures(Month month);

  // By staff id, after `after_staff_id`, at most `limit`.
  absl::StatusOr<std::vector<StoredPayslip>> LoadPayslips(Month month,
                                                          std::string_view after_staff_id,
                                                          std::int64_t limit);
  absl::StatusOr<std::optional<StoredPayslip>> LoadPayslip(Month month, std::string_view staff_id);

  // Deductions of the months from `from` to before `before`, by month and staff id.
  absl::StatusOr<std::vector<TakenDeduction>> LoadDeductions(Month from, Month before);
  // Those of `payment_ids` that runs of months before `month` decided.
  absl::StatusOr<std::set<std::string>> LoadDecidedPayments(
      Month month, std::span<const std::string> payment_ids);

 private:
  absl::Status DeleteFigures(Month month);
  absl::Status InsertPayslips(Month month, const std::vector<Payslip>& payslips,
                              const std::map<std::string, std::string>& employee_nos);
  absl::Status InsertDeductions(const std::vector<TakenDeduction>& deductions);
  absl::Status InsertBonuses(Month month, const std::vector<BonusDecision>& bonuses);
  absl::Status FillLines(Month month, std::vector<StoredPayslip>& payslips);

  db::Transaction& transaction_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_PAYSLIP_STORE_H_
