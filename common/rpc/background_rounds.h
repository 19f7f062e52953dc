// What a service does without being asked.
#ifndef CUIJIAO_COMMON_RPC_BACKGROUND_ROUNDS_H_
#define CUIJIAO_COMMON_RPC_BACKGROUND_ROUNDS_H_

#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/telemetry/metrics.h"

namespace cuijiao {

// A thread that does the same round over and over: at once, then each time after a pause, until it
// is destroyed. A round that fails is logged and counted
// (cuijiao_background_rounds_total{work, outcome}), and the next one tries again: so a round does
// what is open at its time, and every replica may run one.
class BackgroundRounds {
 public:
  // `work` is what the log and the metrics call it. `metrics` and what `round` uses outlive it.
  BackgroundRounds(std::string work, absl::Duration pause, Metrics& metrics,
                   std::function<absl::Status()> round);
  // Waits for the round that runs.
  ~BackgroundRounds();
  BackgroundRounds(const BackgroundRounds&) = delete;
  BackgroundRounds& operator=(const BackgroundRounds&) = delete;

 private:
  void Run();
  // False when the end came before the pause was over.
  bool Pause();

  const std::string work_;
  const absl::Duration pause_;
  const std::function<absl::Status()> round_;
  prometheus::Counter& done_;
  prometheus::Counter& failed_;
  absl::Mutex mutex_;
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_BACKGROUND_ROUNDS_H_
