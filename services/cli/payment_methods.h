// How money comes in, as the command line writes it.
#ifndef CUIJIAO_SERVICES_CLI_PAYMENT_METHODS_H_
#define CUIJIAO_SERVICES_CLI_PAYMENT_METHODS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/client/suite_client.h"

namespace cuijiao::cli {

// "cash", "bank", "wechat", "alipay", "pos", "debit".
std::vector<std::string> PaymentMethodNames();
std::string PaymentMethodHelp();

// UNSPECIFIED for a name that is none.
ledger::v1::PaymentMethod LedgerMethodOf(const std::string& name);
waiver::v1::CashMethod WaiverMethodOf(const std::string& name);

// `date`, or the business date where it is empty.
absl::StatusOr<std::string> DateOrToday(const SuiteClient& client, const std::string& date);

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_PAYMENT_METHODS_H_
