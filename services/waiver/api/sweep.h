// What the service does without being asked.
#ifndef CUIJIAO_SERVICES_WAIVER_API_SWEEP_H_
#define CUIJIAO_SERVICES_WAIVER_API_SWEEP_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/waiver/api/waiver_context.h"

namespace cuijiao::waiver {

// Carries open settlements on, expires what was not used, follows reversals: at once, then every
// `pause`. A step that fails is logged and tried again the next time. Every replica may run one.
class Sweep {
 public:
  Sweep(WaiverContext& context, absl::Duration pause);
  // Waits for the step that runs.
  ~Sweep();
  Sweep(const Sweep&) = delete;
  Sweep& operator=(const Sweep&) = delete;

  // One round, now, in the caller's thread; the first error of its three steps, all of which run.
  static absl::Status RunRound(WaiverContext& context);

 private:
  void Run();

  WaiverContext& context_;
  const absl::Duration pause_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_SWEEP_H_
