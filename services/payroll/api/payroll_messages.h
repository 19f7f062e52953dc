// The service's records as messages.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_MESSAGES_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_MESSAGES_H_

#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "cuijiao/payroll/v1/payroll.pb.h"
#include "services/payroll/store/dispute_store.h"
#include "services/payroll/store/payout_store.h"
#include "services/payroll/store/payslip_store.h"
#include "services/payroll/store/run_store.h"
#include "services/payroll/store/wage_store.h"

namespace cuijiao::payroll {

v1::Wage ToMessage(const WageRecord& wage, Month month);
v1::Run ToMessage(const RunRecord& run, const std::vector<std::string>& notices);
// `policy_version` is the run's.
v1::Payslip ToMessage(const StoredPayslip& stored, Month month, const std::string& policy_version);
v1::Payout ToMessage(const PayoutRecord& payout);
// Without what people wrote: methods with a request_id answer so, for their answers are kept.
v1::Dispute ToMessage(const DisputeRecord& dispute);
v1::Dispute ToMessageWithTexts(const DisputeRecord& dispute);

// What names a line within its payslip: its rule and a hash of its kind and sources, "INC-1-0f3c…".
std::string LineIdOf(const LineOrigin& line);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_MESSAGES_H_
