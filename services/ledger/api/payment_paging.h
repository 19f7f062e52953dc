// The last page of a list is known by asking for one more than a page.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENT_PAGING_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENT_PAGING_H_

#include <cstddef>
#include <vector>

namespace cuijiao::ledger {

// Cuts a list of up to `page_size` + 1 to a page; true when there is more after it.
template <typename T>
bool CutToPage(std::vector<T>& list, int page_size) {
  if (list.size() <= static_cast<std::size_t>(page_size)) return false;
  list.resize(static_cast<std::size_t>(page_size));
  return true;
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENT_PAGING_H_
