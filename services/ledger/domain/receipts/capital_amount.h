// Amounts in capital numerals (大写金额), as receipts write them so that nobody can change a
// figure. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_CAPITAL_AMOUNT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_CAPITAL_AMOUNT_H_

#include <string>

#include "common/money/fen.h"

namespace cuijiao::ledger {

// "壹仟贰佰叁拾肆元伍角陆分", "壹万零壹元整", "叁元伍角整", "叁元零伍分", "零元整"; below zero with
// 负 ahead. 整 stands behind whole yuan and whole jiao; one 零 stands for zeros between two
// figures, and for missing jiao ahead of fen; where the rule for banks (支付结算办法) leaves a 零
// to the writer (zeros at the end of the yuan, or of a group of four), it is not written.
std::string CapitalAmount(Fen amount);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_CAPITAL_AMOUNT_H_
