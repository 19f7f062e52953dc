// The same as group_load_test.cc, for ten seconds each.
#include <gtest/gtest.h>

#include "tests/integration/ledger_money/group_load.h"

namespace cuijiao::ledger {
namespace {

GroupLoad TenSeconds(int communities, int units) {
  return {communities, units, 1'000'000, absl::Seconds(10)};
}

TEST(GroupLoadSlowTest, LED4_TenSecondsOnOneUnit) { PlayGroupLoad(TenSeconds(1, 1)); }

TEST(GroupLoadSlowTest, LED4_TenSecondsOnTenUnits) { PlayGroupLoad(TenSeconds(5, 2)); }

TEST(GroupLoadSlowTest, LED4_TenSecondsOnTenThousandUnits) { PlayGroupLoad(TenSeconds(20, 500)); }

}  // namespace
}  // namespace cuijiao::ledger
