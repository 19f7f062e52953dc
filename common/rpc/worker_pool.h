// The threads on which handlers run; bounded in number and in what waits for them.
#ifndef CUIJIAO_COMMON_RPC_WORKER_POOL_H_
#define CUIJIAO_COMMON_RPC_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace cuijiao {

// Thread-safe. Threads are made when they are first needed.
class WorkerPool {
 public:
  WorkerPool(std::size_t max_threads, std::size_t max_waiting);
  // Runs what still waits, then ends the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `job` on one of the threads, first come first served. False, and `job` is not run, when
  // as many wait as may.
  [[nodiscard]] bool TryRun(std::function<void()> job);

 private:
  void Work();

  const std::size_t max_threads_;
  const std::size_t max_waiting_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::size_t busy_ ABSL_GUARDED_BY(mutex_) = 0;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_WORKER_POOL_H_
