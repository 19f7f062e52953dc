#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/waiver/domain/decide_waiver.h"
#include "tests/unit/waiver/waiver_cases.h"
#include "tests/unit/waiver/waiver_worlds.h"

namespace cuijiao::waiver {
namespace {

TEST(DecideWaiver, AnswersTheSharedCases) {
  const std::vector<WaiverCase> cases = SharedWaiverCases();
  ASSERT_EQ(cases.size(), 60U);
  for (const WaiverCase& one : cases) {
    SCOPED_TRACE(one.id);
    const World world{.arrears = Fen(one.arrears_fen),
                      .arrears_left = Fen(one.arrears_left_fen),
                      .prepay = Fen(one.prepay_fen),
                      .months = one.prepaid_months,
                      .waiver = Fen(one.waiver_fen),
                      .signed_this_month = Fen(one.manager_signed_this_month_fen),
                      .other_waiver = one.other_waiver_in_plan_year};
    const WaiverDecision decision = world.Decide();
    EXPECT_EQ(AuthorityName(decision.authority), one.authority);
    EXPECT_EQ(FailedIds(decision), one.failed);
    EXPECT_EQ(world.Cash(), Fen(one.cash_fen));
    EXPECT_EQ(decision.largest_by_share, Fen(one.largest_by_share_fen));
  }
}

}  // namespace
}  // namespace cuijiao::waiver
