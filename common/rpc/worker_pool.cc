#include "common/rpc/worker_pool.h"

#include <utility>

namespace cuijiao {

WorkerPool::WorkerPool(std::size_t max_threads, std::size_t max_waiting)
    : max_threads_(max_threads), max_waiting_(max_waiting) {}

WorkerPool::~WorkerPool() {
  std::vector<std::thread> threads;
  {
    const absl::MutexLock lock(&mutex_);
    ending_ = true;
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

bool WorkerPool::TryRun(std::function<void()> job) {
  const absl::MutexLock lock(&mutex_);
  if (ending_) return false;
  // Jobs for which a thread is free or can be made do not count as waiting.
  if (waiting_.size() >= (max_threads_ - busy_) + max_waiting_) return false;
  waiting_.push_back(std::move(job));
  if (waiting_.size() > threads_.size() - busy_ && threads_.size() < max_threads_) {
    threads_.emplace_back([this] { Work(); });
  }
  return true;
}

void WorkerPool::Work() {
  const auto has_work = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return ending_ || !waiting_.empty();
  };
  while (true) {
    std::function<void()> job;
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_work));
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
      ++busy_;
    }
    job();
    const absl::MutexLock lock(&mutex_);
    --busy_;
  }
}

}  // namespace cuijiao
