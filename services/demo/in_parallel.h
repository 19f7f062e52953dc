// Calls side by side, as several people at several desks make them.
#ifndef CUIJIAO_SERVICES_DEMO_IN_PARALLEL_H_
#define CUIJIAO_SERVICES_DEMO_IN_PARALLEL_H_

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace cuijiao::demo {

// Calls `work(item)` for every item, several at a time; the order is open. After the first error
// nothing further is begun, and it is returned.
template <typename Item, typename Work>
absl::Status InParallel(const std::vector<Item>& items, Work work) {
  constexpr std::size_t kDesks = 6;
  std::atomic<std::size_t> next = 0;
  absl::Mutex mutex;
  absl::Status first_error;
  {
    std::vector<std::jthread> desks;
    desks.reserve(kDesks);
    for (std::size_t desk = 0; desk < kDesks; ++desk) {
      desks.emplace_back([&] {
        for (std::size_t i = next++; i < items.size(); i = next++) {
          const absl::Status status = work(items[i]);
          if (status.ok()) continue;
          const absl::MutexLock lock(&mutex);
          if (first_error.ok()) first_error = status;
          next = items.size();
        }
      });
    }
  }
  return first_error;
}

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_IN_PARALLEL_H_
