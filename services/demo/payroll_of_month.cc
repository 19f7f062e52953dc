#include "services/demo/payroll_of_month.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/text/csv_writer.h"

namespace cuijiao::demo {
namespace {

using PayrollStub = payroll::v1::PayrollService::Stub;

struct GrossWage {
  std::string_view staff_id;
  std::string_view employee_no;
  Fen gross;
};

constexpr std::array kWages = {
    GrossWage{kCollectorA01, "E2001", Fen(600'000)},
    GrossWage{kCollectorA02, "E2002", Fen(533'333)},
    GrossWage{kCollectorA03, "E2003", Fen(580'000)},
    GrossWage{kLeader, "E1005", Fen(780'000)},
};

// As the HR department saves it from a spreadsheet.
std::string WagesCsv() {
  CsvWriter csv;
  csv.AddRow({"工号", "工资总额", "城市"});
  for (const GrossWage& wage : kWages) csv.AddRow({wage.employee_no, wage.gross, "杭州"});
  return csv.text();
}

absl::Status ImportWages(World& world, Month month) {
  payroll::v1::ImportWagesRequest request;
  request.set_request_id(world.RequestId());
  request.set_month(FormatMonth(month));
  request.set_content(WagesCsv());
  const SuiteClient& officer = world.cast.As(kPayrollOfficer);
  CUIJIAO_ASSIGN_OR_RETURN(
      const payroll::v1::ImportWagesResponse response,
      officer.Call(officer.suite().payroll, &PayrollStub::ImportWages, request));
  if (response.row_errors_size() == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("wages, line ", response.row_errors(0).line(),
                                                 ": ", response.row_errors(0).message()));
}

absl::Status PullPayouts(const World& world) {
  const SuiteClient& payroll_system = world.cast.As(kPayrollSystem);
  payroll::v1::ListPayoutsRequest request;
  request.set_open_only(true);
  request.set_page_size(1000);
  CUIJIAO_ASSIGN_OR_RETURN(
      const payroll::v1::ListPayoutsResponse payouts,
      payroll_system.Call(payroll_system.suite().payroll, &PayrollStub::ListPayouts, request));
  payroll::v1::AcknowledgePayoutsRequest acknowledgement;
  for (const payroll::v1::Payout& payout : payouts.payouts()) {
    acknowledgement.add_payout_ids(payout.id());
  }
  if (acknowledgement.payout_ids().empty()) return absl::OkStatus();
  return payroll_system
      .Call(payroll_system.suite().payroll, &PayrollStub::AcknowledgePayouts, acknowledgement)
      .status();
}

}  // namespace

absl::Status RunPayroll(World& world, Month month) {
  CUIJIAO_RETURN_IF_ERROR(ImportWages(world, month));
  const SuiteClient& maker = world.cast.As(kPayrollOfficer);
  payroll::v1::CalculateRunRequest calculation;
  calculation.set_request_id(world.RequestId());
  calculation.set_month(FormatMonth(month));
  CUIJIAO_ASSIGN_OR_RETURN(
      const payroll::v1::Run run,
      maker.Call(maker.suite().payroll, &PayrollStub::CalculateRun, calculation));
  const SuiteClient& checker = world.cast.As(kSecondPayrollOfficer);
  payroll::v1::ApproveRunRequest approval;
  approval.set_request_id(world.RequestId());
  approval.set_month(run.month());
  approval.set_etag(run.etag());
  CUIJIAO_RETURN_IF_ERROR(
      checker.Call(checker.suite().payroll, &PayrollStub::ApproveRun, approval).status());
  payroll::v1::ReleaseRunRequest release;
  release.set_request_id(world.RequestId());
  release.set_month(run.month());
  CUIJIAO_RETURN_IF_ERROR(
      checker.Call(checker.suite().payroll, &PayrollStub::ReleaseRun, release).status());
  return PullPayouts(world);
}

}  // namespace cuijiao::demo
