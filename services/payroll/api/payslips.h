// Payslips, and the ranking that shows their rewards.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYSLIPS_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYSLIPS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/rpc/call_context.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

// Errors: UNKNOWN_RUN, PAGE_TOKEN_INVALID.
absl::StatusOr<v1::ListPayslipsResponse> ListPayslips(PayrollContext& context,
                                                      const v1::ListPayslipsRequest& request);

// PERMISSION_DENIED / OUT_OF_SCOPE for another's payslip, but for payroll officers and finance;
// UNKNOWN_PAYSLIP.
absl::StatusOr<v1::Payslip> GetPayslip(PayrollContext& context, const CallContext& call,
                                       const v1::GetPayslipRequest& request);

// The ledger's ranking with the rewards of the month's run (LED-9).
absl::StatusOr<v1::RewardRanking> GetRewardRanking(PayrollContext& context, const CallContext& call,
                                                   const v1::GetRewardRankingRequest& request);

// Whether the caller sees everybody's payslips, and what belongs to them.
bool SeesAllPayslips(const CallContext& call);

// NOT_FOUND / UNKNOWN_PAYSLIP.
absl::Status RefuseUnknownPayslip(Month month, const std::string& staff_id);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYSLIPS_H_
