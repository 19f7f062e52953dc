#include "services/cli/payment_methods.h"

#include <algorithm>
#include <array>

namespace cuijiao::cli {
namespace {

struct MethodName {
  const char* name;
  ledger::v1::PaymentMethod ledger;
  waiver::v1::CashMethod waiver;
};

constexpr std::array kMethods = {
    MethodName{"cash", ledger::v1::PAYMENT_METHOD_CASH, waiver::v1::CASH_METHOD_CASH},
    MethodName{"bank", ledger::v1::PAYMENT_METHOD_BANK_TRANSFER,
               waiver::v1::CASH_METHOD_BANK_TRANSFER},
    MethodName{"wechat", ledger::v1::PAYMENT_METHOD_WECHAT_PAY, waiver::v1::CASH_METHOD_WECHAT_PAY},
    MethodName{"alipay", ledger::v1::PAYMENT_METHOD_ALIPAY, waiver::v1::CASH_METHOD_ALIPAY},
    MethodName{"pos", ledger::v1::PAYMENT_METHOD_POS, waiver::v1::CASH_METHOD_POS},
    MethodName{"debit", ledger::v1::PAYMENT_METHOD_DIRECT_DEBIT,
               waiver::v1::CASH_METHOD_DIRECT_DEBIT},
};

const MethodName* Find(const std::string& name) {
  const auto found =
      std::ranges::find_if(kMethods, [&](const MethodName& method) { return name == method.name; });
  return found == kMethods.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> PaymentMethodNames() {
  std::vector<std::string> names;
  names.reserve(kMethods.size());
  for (const MethodName& method : kMethods) names.emplace_back(method.name);
  return names;
}

std::string PaymentMethodHelp() {
  return "现金 cash | 转账 bank | 微信 wechat | 支付宝 alipay | 刷卡 pos | 代扣 debit";
}

ledger::v1::PaymentMethod LedgerMethodOf(const std::string& name) {
  const MethodName* method = Find(name);
  return method == nullptr ? ledger::v1::PAYMENT_METHOD_UNSPECIFIED : method->ledger;
}

waiver::v1::CashMethod WaiverMethodOf(const std::string& name) {
  const MethodName* method = Find(name);
  return method == nullptr ? waiver::v1::CASH_METHOD_UNSPECIFIED : method->waiver;
}

}  // namespace cuijiao::cli
