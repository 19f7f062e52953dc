#include "services/escalation/domain/case_day.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/unit/escalation/plan_2017.h"

namespace cuijiao::escalation {
namespace {

constexpr Date kToday(2017, 3, 15);

UnitDebt Debt(Fen overdue, int months = 1) {
  UnitDebt debt;
  debt.unit_id = "U1";
  debt.overdue = overdue;
  debt.months_overdue = months;
  return debt;
}

OpenCase CaseAt(const std::string& step) {
  OpenCase open_case;
  open_case.case_id = "K1";
  open_case.unit_id = "U1";
  open_case.at_step.track = "N";
  open_case.at_step.step = step;
  open_case.has_open_task = true;
  return open_case;
}

void GivePromise(OpenCase& open_case, Date promised, PromiseState stored = PromiseState::kOpen) {
  Promise promise;
  promise.id = "Q1";
  promise.given_date = promised - 3;
  promise.promised_date = promised;
  promise.amount = Fen(100);
  promise.state = stored;
  open_case.promises = {promise};
  open_case.at_step.promises = {promise};
  open_case.has_open_task = false;
}

TEST(DecideDay, ESC1_ClosesWhenNothingIsOverdueAtAnyStep) {
  for (const char* step : {"N2", "N3", "N4"}) {
    EXPECT_TRUE(DecideDay(Plan2017(), CaseAt(step), std::nullopt, kToday).close);
    EXPECT_TRUE(DecideDay(Plan2017(), CaseAt(step), Debt(Fen(0)), kToday).close);
    EXPECT_FALSE(DecideDay(Plan2017(), CaseAt(step), Debt(Fen(1)), kToday).close);
  }
}

TEST(DecideDay, ACaseWithATaskIsLeftAlone) {
  const CaseDay day = DecideDay(Plan2017(), CaseAt("N2"), Debt(Fen(100)), kToday);
  EXPECT_FALSE(day.close);
  EXPECT_FALSE(day.move.has_value());
  EXPECT_FALSE(day.plan_task);
  EXPECT_TRUE(day.judged.empty());
}

TEST(DecideDay, ACaseWithoutTaskAndPromiseGetsATask) {
  OpenCase open_case = CaseAt("N2");
  open_case.has_open_task = false;
  EXPECT_TRUE(DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday).plan_task);
}

TEST(DecideDay, ESC5_AnOpenPromiseIsWaitedFor) {
  OpenCase open_case = CaseAt("N2");
  GivePromise(open_case, kToday);
  const CaseDay day = DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday);
  EXPECT_FALSE(day.move.has_value());
  EXPECT_FALSE(day.plan_task);
  EXPECT_TRUE(day.judged.empty());
}

TEST(DecideDay, ESC5_ABrokenPromiseMovesTheCaseOnTheDayAfter) {
  OpenCase open_case = CaseAt("N2");
  GivePromise(open_case, kToday - 1);
  const CaseDay day = DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday);
  ASSERT_EQ(day.judged.size(), 1U);
  EXPECT_EQ(day.judged[0].state, PromiseState::kBroken);
  ASSERT_TRUE(day.move.has_value());
  EXPECT_EQ(day.move->to_step, "N3");
  EXPECT_TRUE(day.plan_task);
}

TEST(DecideDay, ESC5_APromiseGivenAnewBeforeTheDateDoesNotHideTheBrokenOne) {
  OpenCase open_case = CaseAt("N2");
  GivePromise(open_case, kToday - 1);
  Promise later = open_case.promises[0];
  later.id = "Q2";
  later.given_date = kToday - 2;
  later.promised_date = kToday + 3;
  open_case.promises.push_back(later);
  open_case.at_step.promises.push_back(later);
  // On its day the first can still be kept.
  EXPECT_FALSE(DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday - 1).move.has_value());
  const CaseDay day = DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday);
  ASSERT_EQ(day.judged.size(), 1U);
  EXPECT_EQ(day.judged[0].promise_id, "Q1");
  ASSERT_TRUE(day.move.has_value());
  EXPECT_EQ(day.move->to_step, "N3");
  EXPECT_TRUE(day.plan_task);
}

TEST(DecideDay, ESC5_AKeptPromiseThatLeavesADebtBringsATask) {
  OpenCase open_case = CaseAt("N2");
  GivePromise(open_case, kToday + 2);
  open_case.payments = {{"P1", kToday, Fen(100)}};
  const CaseDay day = DecideDay(Plan2017(), open_case, Debt(Fen(50)), kToday);
  ASSERT_EQ(day.judged.size(), 1U);
  EXPECT_EQ(day.judged[0].state, PromiseState::kKept);
  EXPECT_FALSE(day.move.has_value());
  EXPECT_TRUE(day.plan_task);
}

TEST(DecideDay, ESC5_PromisesAreJudgedWhenTheCaseClosesToo) {
  OpenCase open_case = CaseAt("N3");
  GivePromise(open_case, kToday);
  open_case.payments = {{"P1", kToday - 1, Fen(100)}};
  const CaseDay day = DecideDay(Plan2017(), open_case, std::nullopt, kToday);
  EXPECT_TRUE(day.close);
  ASSERT_EQ(day.judged.size(), 1U);
  EXPECT_EQ(day.judged[0].state, PromiseState::kKept);
  EXPECT_FALSE(day.move.has_value());
}

TEST(DecideDay, ESC5_AReversalMakesAKeptPromiseBroken) {
  OpenCase open_case = CaseAt("N2");
  GivePromise(open_case, kToday - 5, PromiseState::kKept);
  open_case.payments = {{"P1", kToday - 6, Fen(100), true}};
  const CaseDay day = DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday);
  ASSERT_EQ(day.judged.size(), 1U);
  EXPECT_EQ(day.judged[0].state, PromiseState::kBroken);
  EXPECT_EQ(day.move->to_step, "N3");
}

TEST(DecideDay, APromiseOfAnEarlierStepDoesNotMoveTheCase) {
  OpenCase open_case = CaseAt("N3");
  GivePromise(open_case, kToday - 1, PromiseState::kBroken);
  open_case.at_step.promises.clear();
  EXPECT_FALSE(DecideDay(Plan2017(), open_case, Debt(Fen(100)), kToday).move.has_value());
}

}  // namespace
}  // namespace cuijiao::escalation
