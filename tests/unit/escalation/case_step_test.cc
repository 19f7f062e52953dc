#include "services/escalation/domain/case_step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/escalation/plan_2017.h"

namespace cuijiao::escalation {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr Date kDay(2017, 3, 15);

Contact Call(ContactOutcome outcome, bool told = false) {
  return {ContactChannel::kPhone, outcome, kDay, told};
}

Contact Visit(ContactOutcome outcome) { return {ContactChannel::kVisitHome, outcome, kDay, false}; }

Promise PromiseIn(PromiseState state) {
  Promise promise;
  promise.state = state;
  return promise;
}

CaseAtStep At(const std::string& step) {
  CaseAtStep at;
  at.track = "N";
  at.step = step;
  at.months_overdue = 1;
  return at;
}

TEST(FactsOf, ANewCaseHasNoneButWhatTheStepAsksNothingOf) {
  // N2 asks for no visits, so that none are as many as it asks for.
  EXPECT_THAT(FactsOf(Plan2017(), At("N2")), UnorderedElementsAre(Fact::kVisitsDone));
}

TEST(FactsOf, AContactThatWasAnsweredWithoutPromiseSaysSo) {
  for (const auto& [outcome, given_none, refused] :
       {std::tuple(ContactOutcome::kNoPromise, true, false),
        {ContactOutcome::kRefused, true, true},
        {ContactOutcome::kNotReached, false, false},
        {ContactOutcome::kPromised, false, false}}) {
    CaseAtStep at = At("N3");
    at.contacts = {Call(outcome)};
    const std::set<Fact> facts = FactsOf(Plan2017(), at);
    EXPECT_EQ(facts.contains(Fact::kNoPromiseGiven), given_none) << static_cast<int>(outcome);
    EXPECT_EQ(facts.contains(Fact::kRefused), refused) << static_cast<int>(outcome);
  }
}

TEST(FactsOf, TheLastContactCounts) {
  CaseAtStep at = At("N3");
  at.contacts = {Call(ContactOutcome::kRefused), Call(ContactOutcome::kNotReached)};
  EXPECT_FALSE(FactsOf(Plan2017(), at).contains(Fact::kRefused));
}

TEST(FactsOf, ESC5_EveryPromiseThatBrokeCountsWhateverStandsBesideIt) {
  using enum PromiseState;
  for (const PromiseState other : {kOpen, kKept, kBroken}) {
    CaseAtStep at = At("N2");
    at.promises = {PromiseIn(kBroken), PromiseIn(other)};
    EXPECT_TRUE(FactsOf(Plan2017(), at).contains(Fact::kPromiseBroken)) << static_cast<int>(other);
    at.promises = {PromiseIn(other), PromiseIn(kBroken)};
    EXPECT_TRUE(FactsOf(Plan2017(), at).contains(Fact::kPromiseBroken)) << static_cast<int>(other);
  }
  CaseAtStep at = At("N2");
  at.promises = {PromiseIn(kKept), PromiseIn(kOpen)};
  EXPECT_FALSE(FactsOf(Plan2017(), at).contains(Fact::kPromiseBroken));
}

TEST(FactsOf, AContactIsNotHeldAgainstAnOwnerWhosePromiseIsOpen) {
  CaseAtStep at = At("N3");
  at.contacts = {Call(ContactOutcome::kRefused, true)};
  at.promises = {PromiseIn(PromiseState::kOpen)};
  EXPECT_THAT(FactsOf(Plan2017(), at),
              UnorderedElementsAre(Fact::kNextMeasureTold, Fact::kVisitsDone));
  at.promises.push_back(PromiseIn(PromiseState::kBroken));
  EXPECT_THAT(
      FactsOf(Plan2017(), at),
      UnorderedElementsAre(Fact::kPromiseBroken, Fact::kNextMeasureTold, Fact::kVisitsDone));
}

TEST(FactsOf, N4_AsksForTwoVisits) {
  CaseAtStep at = At("N4");
  at.contacts = {Visit(ContactOutcome::kNotReached), Call(ContactOutcome::kNotReached)};
  EXPECT_FALSE(FactsOf(Plan2017(), at).contains(Fact::kVisitsDone));
  at.contacts.push_back(Visit(ContactOutcome::kNotReached));
  EXPECT_TRUE(FactsOf(Plan2017(), at).contains(Fact::kVisitsDone));
}

TEST(FactsOf, BadFaithIsTheRecordedReasonAndAgeBeginsWithEighteenMonths) {
  CaseAtStep at = At("N2");
  at.reason_code = "FORGOT";
  at.months_overdue = 17;
  EXPECT_THAT(FactsOf(Plan2017(), at), UnorderedElementsAre(Fact::kVisitsDone));
  at.reason_code = "BAD_FAITH";
  at.months_overdue = 18;
  EXPECT_THAT(FactsOf(Plan2017(), at),
              UnorderedElementsAre(Fact::kVisitsDone, Fact::kBadFaith, Fact::kOverdue18Months));
}

// Every list of at most two promises.
std::vector<std::vector<Promise>> PromiseLists() {
  using enum PromiseState;
  std::vector<std::vector<Promise>> lists = {{}};
  for (const PromiseState first : {kOpen, kKept, kBroken}) {
    lists.push_back({PromiseIn(first)});
    for (const PromiseState second : {kOpen, kKept, kBroken}) {
      lists.push_back({PromiseIn(first), PromiseIn(second)});
    }
  }
  return lists;
}

// Where the rules' table of steps sends a case on which `promises` and the last contact lie.
std::optional<std::string> StepByTheTable(const CaseAtStep& at) {
  const bool open = HasPromiseIn(at.promises, PromiseState::kOpen);
  const bool broken = HasPromiseIn(at.promises, PromiseState::kBroken);
  const bool spoken = !open && !at.contacts.empty();
  const bool refused = spoken && at.contacts.back().outcome == ContactOutcome::kRefused;
  const bool none_given =
      refused || (spoken && at.contacts.back().outcome == ContactOutcome::kNoPromise);
  if (at.step == "N2" && (broken || none_given)) return "N3";
  if (at.step == "N3" && broken) return "N4";
  if (at.step == "N3" && refused && at.contacts.back().told_next_measure) return "N4";
  return std::nullopt;
}

// The whole product of what can have happened at a step last: what the table does not list does not
// move.
TEST(DecideMove, ESC2_MovesByTheDeclaredEdgesAlone) {
  const Plan plan = Plan2017();
  const std::vector<std::optional<ContactOutcome>> contacts = {
      std::nullopt, ContactOutcome::kPromised, ContactOutcome::kNoPromise, ContactOutcome::kRefused,
      ContactOutcome::kNotReached};
  for (const std::string step : {"N1", "N2", "N3", "N4"}) {
    for (const auto& contact : contacts) {
      for (const std::vector<Promise>& promises : PromiseLists()) {
        for (const bool told : {false, true}) {
          for (const bool bad_faith : {false, true}) {
            for (const int months : {1, 17, 18, 60}) {
              CaseAtStep at = At(step);
              if (contact) at.contacts = {Call(*contact, told)};
              at.promises = promises;
              at.reason_code = bad_faith ? "BAD_FAITH" : "";
              at.months_overdue = months;
              const std::optional<std::string> expected = StepByTheTable(at);
              const std::optional<Move> move = DecideMove(plan, at);
              EXPECT_EQ(move.has_value(), expected.has_value()) << step;
              if (move && expected) {
                EXPECT_EQ(move->to_step, *expected);
              }
            }
          }
        }
      }
    }
  }
}

TEST(AfterMove, ESC5_PromisesWhoseDateHasNotPassedComeAlong) {
  CaseAtStep at = At("N2");
  at.contacts = {Call(ContactOutcome::kPromised)};
  at.promises = {PromiseIn(PromiseState::kBroken), PromiseIn(PromiseState::kOpen)};
  at.promises[0].promised_date = kDay - 1;
  at.promises[1].promised_date = kDay;
  const CaseAtStep after = AfterMove(at, {"N3", {Fact::kPromiseBroken}}, kDay);
  EXPECT_EQ(after.step, "N3");
  EXPECT_TRUE(after.contacts.empty());
  ASSERT_EQ(after.promises.size(), 1U);
  EXPECT_EQ(after.promises[0].promised_date, kDay);
  // The broken promise has moved the case once and does not move it again.
  EXPECT_EQ(DecideMove(Plan2017(), after), std::nullopt);
}

TEST(DecideMove, NoTrackOfThatNameMovesNothing) {
  CaseAtStep at = At("N2");
  at.track = "X";
  at.contacts = {Call(ContactOutcome::kRefused)};
  EXPECT_EQ(DecideMove(Plan2017(), at), std::nullopt);
}

// ESC-16: whatever happens to a case, each move goes to a step that an edge declares from where the
// case is, so that on the way from N2 to N4 it was at N3.
TEST(DecideMove, ESC16_NoCaseJumpsOverAStep) {
  const Plan plan = Plan2017();
  std::mt19937 random(20170101);
  for (int life = 0; life < 500; ++life) {
    CaseAtStep at = At("N2");
    std::string way = "N2";
    for (int day = 0; day < 30; ++day) {
      switch (random() % 4) {
        case 0:
          at.contacts.push_back(Call(static_cast<ContactOutcome>(random() % 4), random() % 2 == 0));
          break;
        case 1:
          at.promises.push_back(PromiseIn(static_cast<PromiseState>(random() % 3)));
          break;
        case 2:
          at.months_overdue = static_cast<int>(random() % 40);
          break;
        default:
          at.reason_code = random() % 2 == 0 ? "BAD_FAITH" : "FORGOT";
      }
      if (const auto move = DecideMove(plan, at); move) {
        const Step* to = plan.FindStep("N", move->to_step);
        ASSERT_NE(to, nullptr);
        EXPECT_TRUE(std::ranges::any_of(
            to->entries, [&](const Edge& edge) { return edge.from_step == at.step; }));
        way += ">" + move->to_step;
        at.step = move->to_step;
        at.contacts.clear();
        at.promises.clear();
      }
    }
    EXPECT_TRUE(way == "N2" || way == "N2>N3" || way == "N2>N3>N4") << way;
  }
}

TEST(ExplainMove, ESC16_SaysFromWhereToWhereAndWhy) {
  const std::string why =
      ExplainMove(Plan2017(), "N", "N3", {"N4", {Fact::kRefused, Fact::kNextMeasureTold}});
  EXPECT_THAT(why, HasSubstr("N3"));
  EXPECT_THAT(why, HasSubstr("N4（上门收取）"));
  EXPECT_THAT(why, HasSubstr("拒绝缴费 (refused)"));
  EXPECT_THAT(why, HasSubstr("已告知下一步措施 (next measure told)"));
}

TEST(ExplainOpening, SaysWhatIsOverdue) {
  const std::string why = ExplainOpening(Plan2017(), Fen(12345), 2);
  EXPECT_THAT(why, HasSubstr("N2（确认欠费原因）"));
  EXPECT_THAT(why, HasSubstr("欠费123.45元"));
  EXPECT_THAT(why, HasSubstr("2个月 (overdue)"));
}

TEST(ChannelOfTask, ESC4_TheStepsOwnElseTheTiers) {
  const Plan plan = Plan2017();
  const Step& n2 = *plan.FindStep("N", "N2");
  EXPECT_EQ(ChannelOfTask(plan, n2, 3), TaskChannel::kPhone);
  EXPECT_EQ(ChannelOfTask(plan, n2, 4), TaskChannel::kVisit);
  EXPECT_EQ(ChannelOfTask(plan, *plan.FindStep("N", "N4"), 1), TaskChannel::kVisit);
}

TEST(MayVisitWorkplace, N4_AfterAFailedHomeVisitAndWithTheLeadersApproval) {
  const std::vector<Contact> failed = {Visit(ContactOutcome::kNotReached)};
  EXPECT_TRUE(MayVisitWorkplace(failed, true));
  EXPECT_FALSE(MayVisitWorkplace(failed, false));
  EXPECT_FALSE(MayVisitWorkplace({Visit(ContactOutcome::kRefused)}, true));
  EXPECT_FALSE(MayVisitWorkplace({Call(ContactOutcome::kNotReached)}, true));
  EXPECT_FALSE(MayVisitWorkplace({}, true));
}

}  // namespace
}  // namespace cuijiao::escalation
