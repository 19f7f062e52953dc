#include "services/escalation/domain/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/unit/escalation/plan_2017.h"

namespace cuijiao::escalation {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(FindPlanFaults, ESC2_ThePlanOf2017Works) {
  EXPECT_THAT(FindPlanFaults(Plan2017()), IsEmpty());
}

struct Fault {
  std::string name;
  std::function<void(Plan&)> harm;
  std::string named;  // what the fault must say
};

class PlanFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(PlanFaultTest, ESC2_IsNamed) {
  Plan plan = Plan2017();
  GetParam().harm(plan);
  EXPECT_THAT(FindPlanFaults(plan), Contains(HasSubstr(GetParam().named)));
}

std::vector<Step>& Steps(Plan& plan) { return plan.tracks[0].steps; }

INSTANTIATE_TEST_SUITE_P(
    Faults, PlanFaultTest,
    ::testing::Values(
        Fault{"NoTierForTheFirstMonth", [](Plan& p) { p.tiers[0].from_months = 2; }, "month 1"},
        Fault{"NoTier", [](Plan& p) { p.tiers.clear(); }, "month 1"},
        Fault{"TiersInWrongOrder", [](Plan& p) { p.tiers[1].from_months = 1; }, "tier '4+'"},
        Fault{"TierWithoutChannel", [](Plan& p) { p.tiers[1].channel = TaskChannel::kByTier; },
              "tier '4+' names no channel"},
        Fault{"NoTrack", [](Plan& p) { p.tracks.clear(); }, "no track"},
        Fault{"TrackTwice", [](Plan& p) { p.tracks.push_back(p.tracks[0]); },
              "track 'N' stands twice"},
        Fault{"StepTwice", [](Plan& p) { Steps(p).push_back(Steps(p)[2]); },
              "step 'N3' stands twice"},
        Fault{"ReasonTwice", [](Plan& p) { p.reasons.push_back(p.reasons[0]); },
              "reason 'FORGOT' stands twice"},
        Fault{"OpensAtNoStep", [](Plan& p) { p.tracks[0].first_case_step = "N9"; }, "'N9'"},
        Fault{"StepThatNothingReaches", [](Plan& p) { Steps(p)[2].entries.clear(); },
              "step 'N3' cannot be reached"},
        Fault{"StepBehindOneThatNothingReaches", [](Plan& p) { Steps(p)[2].entries.clear(); },
              "step 'N4' cannot be reached"},
        Fault{"EdgeFromNowhere", [](Plan& p) { Steps(p)[3].entries[0].from_step = "X1"; },
              "entered from 'X1'"},
        Fault{"EdgeWithoutGuard", [](Plan& p) { Steps(p)[3].entries[0].facts.clear(); },
              "without a guard"},
        Fault{"PromiseLimitBelowTheSmallest", [](Plan& p) { p.promise_min_days = 4; },
              "step 'N3' allows promises of 3 days"},
        Fault{"MissingTemplate", [](Plan& p) { p.templates.clear(); },
              "'reminder', which is missing"},
        Fault{"TemplateInAForeignLanguageAlone",
              [](Plan& p) { p.templates.erase(p.templates.begin()); },
              "'reminder', which is missing"},
        Fault{"TemplateOfAStepThatSendsNothing",
              [](Plan& p) { Steps(p)[2].message_template = "reminder"; },
              "step 'N3' has the template"},
        Fault{"TemplateOfTheOpeningStep",
              [](Plan& p) { Steps(p)[1].message_template = "reminder"; },
              "step 'N2' has the template"},
        Fault{"UnknownVariable", [](Plan& p) { p.templates[0].text = "{onwer}"; }, "{onwer}"}),
    [](const auto& param) { return param.param.name; });

TEST(PlanTest, ESC4_TiersBeginWithTheirMonth) {
  const Plan plan = Plan2017();
  EXPECT_EQ(plan.TierOf(1).name, "1-3");
  EXPECT_EQ(plan.TierOf(3).name, "1-3");
  EXPECT_EQ(plan.TierOf(4).name, "4+");
  EXPECT_EQ(plan.TierOf(100).name, "4+");
}

TEST(PlanTest, TheReminderBelongsToTheStepBeforeCases) {
  Plan plan = Plan2017();
  ASSERT_NE(plan.ReminderStep(), nullptr);
  EXPECT_EQ(plan.ReminderStep()->id, "N1");
  Steps(plan)[0].message_template.clear();
  EXPECT_EQ(plan.ReminderStep(), nullptr);
}

TEST(PlanTest, ATemplateInAnUnknownLanguageIsTheChineseOne) {
  const Plan plan = Plan2017();
  EXPECT_EQ(plan.FindTemplate("reminder", "en")->language, "en");
  EXPECT_EQ(plan.FindTemplate("reminder", "fr")->language, "zh-CN");
  EXPECT_EQ(plan.FindTemplate("reminder", "")->language, "zh-CN");
  EXPECT_EQ(plan.FindTemplate("thanks", "en"), nullptr);
}

}  // namespace
}  // namespace cuijiao::escalation
