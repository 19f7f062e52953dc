// The Alipay merchant bill (业务明细) (LED-13): GB18030 or UTF-8, columns found by name, brackets
// full or half width, cells may end in a tab. Lines that begin with '#' frame the rows:
//   #支付宝业务明细查询                                  the title
//   #账号：[2088…]
//   #-----…业务明细列表…                                 the header and the rows follow
//   #-----…业务明细列表结束…                             the end of the rows
//   #交易合计：2笔，商家实收共1,200.00元，商家优惠共0.00元
//   #退款合计：…                                         the same of the refunds
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_ALIPAY_BILL_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_ALIPAY_BILL_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "services/ledger/domain/statements/statement_line.h"

namespace cuijiao::ledger {

// Whether the text is one, by its title.
bool IsAlipayBill(std::string_view utf8);

// Pure. A 交易 row is a receipt of 订单金额 dated 完成时间, a 退款 row a refund of the same
// 支付宝交易号. Errors: HEADER_WRONG, STATEMENT_INCOMPLETE (an end or a closing line is missing),
// TOTALS_DIFFER, STATEMENT_BROKEN, STATEMENT_TOO_LARGE. Sums of a column in which some cell cannot
// be read are not compared: that cell is a fault of its row.
absl::StatusOr<StatementFile> ReadAlipayBill(std::string_view utf8);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_ALIPAY_BILL_H_
