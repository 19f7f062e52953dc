// What the service does without being asked.
#ifndef CUIJIAO_SERVICES_WAIVER_API_SWEEP_H_
#define CUIJIAO_SERVICES_WAIVER_API_SWEEP_H_

#include "absl/status/status.h"
#include "services/waiver/api/waiver_context.h"

namespace cuijiao::waiver {

// One round: carries open settlements on, expires what was not used, follows reversals. All three
// run, and what fails is tried again the next time. The error names every step that failed, with
// the code of the first; whoever runs the rounds logs it.
absl::Status RunSweepRound(WaiverContext& context);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_SWEEP_H_
