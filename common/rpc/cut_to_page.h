// Whether a list goes on after a page is known by asking for one element more than the page holds.
#ifndef CUIJIAO_COMMON_RPC_CUT_TO_PAGE_H_
#define CUIJIAO_COMMON_RPC_CUT_TO_PAGE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cuijiao {

// Cuts a list of up to `page_size` + 1 to a page; true when there is more after it.
template <typename T>
bool CutToPage(std::vector<T>& list, std::int32_t page_size) {
  if (list.size() <= static_cast<std::size_t>(page_size)) return false;
  list.erase(list.begin() + page_size, list.end());
  return true;
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_CUT_TO_PAGE_H_
