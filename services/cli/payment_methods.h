// How money comes in, as the command line writes it.
#ifndef CUIJIAO_SERVICES_CLI_PAYMENT_METHODS_H_
#define CUIJIAO_SERVICES_CLI_PAYMENT_METHODS_H_

#include <string>
#include <vector>

#include "cuijiao/ledger/v1/payment.pb.h"
#include "cuijiao/waiver/v1/waiver.pb.h"

namespace cuijiao::cli {

// "cash", "bank", "wechat", "alipay", "pos", "debit".
std::vector<std::string> PaymentMethodNames();
std::string PaymentMethodHelp();

// UNSPECIFIED for a name that is none.
ledger::v1::PaymentMethod LedgerMethodOf(const std::string& name);
waiver::v1::CashMethod WaiverMethodOf(const std::string& name);

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_PAYMENT_METHODS_H_
