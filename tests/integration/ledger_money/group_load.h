// Sixty-four clients that record payments at once.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_GROUP_LOAD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_GROUP_LOAD_H_

#include "absl/time/time.h"

namespace cuijiao::ledger {

struct GroupLoad {
  int communities = 1;
  int units = 1;  // a community
  // Each client stops after so many payments, or after so long.
  int payments_each = 20;
  absl::Duration at_most = absl::InfiniteDuration();
};

// Plays the load on a ledger of its own, every tenth payment sent twice, and expects (LED-2,
// LED-4): no call fails, each unit has what was paid for it, to the fen, the trial balance is zero,
// and the integrity check finds the books intact.
void PlayGroupLoad(const GroupLoad& load);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_MONEY_GROUP_LOAD_H_
