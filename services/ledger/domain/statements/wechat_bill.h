// The WeChat Pay merchant bill (交易账单), types ALL and SUCCESS, which has no columns of refunds
// (LED-13). Columns are found by name. Each cell of a row begins with a backtick, so that it may
// hold commas. Behind the rows come a second header, from 总交易单数 on, and one row of totals.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_WECHAT_BILL_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_WECHAT_BILL_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {

// Whether the text is one, by its header.
bool IsWechatBill(std::string_view utf8);

// Pure. A SUCCESS row is a receipt of 应结订单金额, a REFUND row whose refund succeeded a refund of
// 退款金额, one that is under way pending, a REVOKED row undoes its order. Errors: HEADER_WRONG,
// STATEMENT_INCOMPLETE (no totals behind the rows), TOTALS_DIFFER, STATEMENT_BROKEN (totals that
// are no numbers), STATEMENT_TOO_LARGE. Sums of a column in which some cell cannot be read are not
// compared: that cell is a fault of its row.
absl::StatusOr<StatementFile> ReadWechatBill(std::string_view utf8);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_WECHAT_BILL_H_
