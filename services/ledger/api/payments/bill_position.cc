#include "services/ledger/api/payments/bill_position.h"

#include <cstddef>

#include "common/requests/request_dates.h"

namespace cuijiao::ledger {

std::string PositionOf(const Bill& bill) { return FormatDate(bill.due_date) + "/" + bill.id; }

BillPosition BillPositionFrom(const std::string& text) {
  constexpr std::size_t kDateLength = 10;
  if (text.empty()) return {};
  return {DateOf(text.substr(0, kDateLength)), text.substr(kDateLength + 1)};
}

}  // namespace cuijiao::ledger
