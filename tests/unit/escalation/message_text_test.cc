#include "services/escalation/domain/message_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuijiao::escalation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ReminderFacts kFacts = {.owner_name = "孙丽华",
                              .community_name = "翠苑",
                              .unit_no = "3栋501",
                              .period_start = Date(2017, 4, 1),
                              .period_end = Date(2017, 6, 30),
                              .amount = Fen(53700),
                              .due_date = Date(2017, 4, 10)};

TEST(RenderReminder, PutsEveryVariableIn) {
  EXPECT_EQ(RenderReminder("{owner}，{community}{unit} {period}：{amount}元，{due_date}。", kFacts),
            "孙丽华，翠苑3栋501 2017-04-01—2017-06-30：537.00元，2017-04-10。");
}

TEST(RenderReminder, LeavesOtherTextAlone) {
  EXPECT_EQ(RenderReminder("", kFacts), "");
  EXPECT_EQ(RenderReminder("您好", kFacts), "您好");
  EXPECT_EQ(RenderReminder("} {amount", kFacts), "} {amount");
}

TEST(UnknownVariables, NamesThem) {
  EXPECT_THAT(UnknownVariables("{owner}{unit}{amount}{due_date}{period}{community}"), IsEmpty());
  EXPECT_THAT(UnknownVariables("{onwer} {amount} {}"), ElementsAre("onwer", ""));
}

}  // namespace
}  // namespace cuijiao::escalation
