#include <gtest/gtest.h>

#include "tests/integration/ledger_money/group_load.h"

namespace cuijiao::ledger {
namespace {

TEST(GroupLoadTest, LED4_SixtyFourClientsOnOneUnit) { PlayGroupLoad({1, 1}); }

TEST(GroupLoadTest, LED4_SixtyFourClientsOnTwoUnitsOfOneCommunity) { PlayGroupLoad({1, 2}); }

TEST(GroupLoadTest, LED4_SixtyFourClientsOnTenUnits) { PlayGroupLoad({5, 2}); }

TEST(GroupLoadTest, LED4_SixtyFourClientsOnFourHundredUnits) { PlayGroupLoad({20, 20}); }

}  // namespace
}  // namespace cuijiao::ledger
