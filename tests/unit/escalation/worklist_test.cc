#include "services/escalation/domain/worklist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/unit/escalation/plan_2017.h"

namespace cuijiao::escalation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

WorklistTask Task(const std::string& unit_id, Fen overdue, int months, const std::string& reason) {
  WorklistTask task;
  task.unit_id = unit_id;
  task.step = "N2";
  task.overdue = overdue;
  task.months_overdue = months;
  task.reason_code = reason;
  return task;
}

TEST(SortWorklist, ESC6_EasyFirstThenAmountThenAgeThenUnit) {
  const Plan plan = Plan2017();
  std::vector<WorklistTask> tasks = {
      Task("U1", Fen(900), 9, "BAD_FAITH"), Task("U2", Fen(100), 1, "FORGOT"),
      Task("U3", Fen(200), 1, "FORGOT"),    Task("U4", Fen(900), 9, ""),
      Task("U5", Fen(900), 10, ""),         Task("U6", Fen(901), 1, "UNKNOWN_CODE"),
  };
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::ranges::shuffle(tasks, random);
    SortWorklist(plan, tasks);
    std::vector<std::string> units;
    for (const WorklistTask& task : tasks) units.push_back(task.unit_id);
    EXPECT_THAT(units, ElementsAre("U3", "U2", "U6", "U5", "U1", "U4"));
  }
}

TEST(ExplainTask, SaysWhatIsOwedAndWhatToDo) {
  const std::string text = ExplainTask(Plan2017(), "N", Task("U1", Fen(10050), 2, "FORGOT"));
  EXPECT_THAT(text, HasSubstr("100.50元"));
  EXPECT_THAT(text, HasSubstr("2个月"));
  EXPECT_THAT(text, HasSubstr("忘记缴费（易解决）"));
  EXPECT_THAT(text, HasSubstr("N2 确认欠费原因：询问"));
}

}  // namespace
}  // namespace cuijiao::escalation
