#include "services/escalation/domain/promise.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/escalation/plan_2017.h"

namespace cuijiao::escalation {
namespace {

constexpr Date kGiven(2017, 3, 15);

// step, days ahead, amount, overdue → refusal
struct Case {
  const char* step;
  int days;
  Fen amount;
  Fen overdue;
  PromiseRefusal expected;
};

class CheckPromiseTest : public ::testing::TestWithParam<Case> {};

TEST_P(CheckPromiseTest, ESC5_HasItsLimitsOnBothSides) {
  const Plan plan = Plan2017();
  const Case& c = GetParam();
  EXPECT_EQ(
      CheckPromise(plan, *plan.FindStep("N", c.step), kGiven, kGiven + c.days, c.amount, c.overdue),
      c.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Limits, CheckPromiseTest,
    ::testing::Values(Case{"N2", 0, Fen(100), Fen(100), PromiseRefusal::kTooSoon},
                      Case{"N2", -1, Fen(100), Fen(100), PromiseRefusal::kTooSoon},
                      Case{"N2", 1, Fen(100), Fen(100), PromiseRefusal::kNone},
                      Case{"N2", 5, Fen(100), Fen(100), PromiseRefusal::kNone},
                      Case{"N2", 6, Fen(100), Fen(100), PromiseRefusal::kTooLate},
                      Case{"N3", 3, Fen(100), Fen(100), PromiseRefusal::kNone},
                      Case{"N3", 4, Fen(100), Fen(100), PromiseRefusal::kTooLate},
                      Case{"N4", 3, Fen(100), Fen(100), PromiseRefusal::kNone},
                      Case{"N4", 4, Fen(100), Fen(100), PromiseRefusal::kTooLate},
                      Case{"N2", 3, Fen(101), Fen(100), PromiseRefusal::kAboveDebt},
                      Case{"N2", 3, Fen(99), Fen(100), PromiseRefusal::kNone},
                      Case{"N1", 3, Fen(100), Fen(100), PromiseRefusal::kNotTakenHere}));

Promise Promised(Fen amount, int days) {
  Promise promise;
  promise.given_date = kGiven;
  promise.promised_date = kGiven + days;
  promise.amount = amount;
  return promise;
}

TEST(JudgePromise, ESC5_IsBrokenTheDayAfterItsDateAndNotBefore) {
  const Promise promise = Promised(Fen(100), 3);
  EXPECT_EQ(JudgePromise(promise, {}, kGiven), PromiseState::kOpen);
  EXPECT_EQ(JudgePromise(promise, {}, kGiven + 3), PromiseState::kOpen);
  EXPECT_EQ(JudgePromise(promise, {}, kGiven + 4), PromiseState::kBroken);
}

TEST(JudgePromise, ESC5_IsKeptByPaymentsOfAtLeastItsAmount) {
  const Promise promise = Promised(Fen(100), 3);
  EXPECT_EQ(JudgePromise(promise, {{"P1", kGiven, Fen(99)}}, kGiven + 4), PromiseState::kBroken);
  EXPECT_EQ(
      JudgePromise(promise, {{"P1", kGiven, Fen(99)}, {"P2", kGiven + 3, Fen(1)}}, kGiven + 3),
      PromiseState::kKept);
  EXPECT_EQ(JudgePromise(promise, {{"P1", kGiven, Fen(100)}}, kGiven + 100), PromiseState::kKept);
}

TEST(JudgePromise, ESC5_CountsFromTheDayItWasGivenToItsDate) {
  const Promise promise = Promised(Fen(100), 3);
  EXPECT_EQ(JudgePromise(promise, {{"P1", kGiven - 1, Fen(100)}}, kGiven + 4),
            PromiseState::kBroken);
  EXPECT_EQ(JudgePromise(promise, {{"P1", kGiven + 4, Fen(100)}}, kGiven + 4),
            PromiseState::kBroken);
}

TEST(JudgePromise, ESC5_AReversalBreaksWhatLookedKept) {
  const Promise promise = Promised(Fen(100), 3);
  EXPECT_EQ(JudgePromise(promise, {{"P1", kGiven, Fen(100), true}}, kGiven + 4),
            PromiseState::kBroken);
  EXPECT_EQ(ReceivedTowards(promise, {{"P1", kGiven, Fen(100), true}, {"P2", kGiven, Fen(7)}}),
            Fen(7));
}

}  // namespace
}  // namespace cuijiao::escalation
