// The plan of the 2017 scheme, for tests of the domain.
#ifndef CUIJIAO_TESTS_UNIT_ESCALATION_PLAN_2017_H_
#define CUIJIAO_TESTS_UNIT_ESCALATION_PLAN_2017_H_

#include "services/escalation/domain/plan.h"

namespace cuijiao::escalation {

inline Plan Plan2017() {
  Plan plan;
  plan.tiers = {{"1-3", 1, TaskChannel::kPhone}, {"4+", 4, TaskChannel::kVisit}};
  plan.notify_days_before_due = 10;
  plan.promise_min_days = 1;
  plan.templates = {{"reminder", "zh-CN", "{owner}：{amount}元，{due_date}到期"},
                    {"reminder", "en", "{owner}: {amount} yuan by {due_date}"}};
  plan.reasons = {{"FORGOT", "忘记缴费", true, false},
                  {"DISSATISFIED", "对服务不满", false, true},
                  {"BAD_FAITH", "恶意拖欠", false, false}};
  const Step n1{
      .id = "N1", .name = "通知", .entries = {}, .task = "告知", .message_template = "reminder"};
  const Step n2{.id = "N2",
                .name = "确认欠费原因",
                .entries = {},
                .task = "询问",
                .promise_max_days = 5,
                .task_days = 3,
                .message_template = ""};
  const Step n3{.id = "N3",
                .name = "再次确认",
                .entries = {{"N2", {Fact::kPromiseBroken}}, {"N2", {Fact::kNoPromiseGiven}}},
                .task = "约定",
                .promise_max_days = 3,
                .task_days = 3,
                .message_template = ""};
  const Step n4{
      .id = "N4",
      .name = "上门收取",
      .entries = {{"N3", {Fact::kPromiseBroken}}, {"N3", {Fact::kRefused, Fact::kNextMeasureTold}}},
      .task = "上门",
      .promise_max_days = 3,
      .task_days = 3,
      .channel = TaskChannel::kVisit,
      .min_visits = 2,
      .message_template = ""};
  plan.tracks = {{"N", "正常催收", "N2", {n1, n2, n3, n4}}};
  return plan;
}

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_TESTS_UNIT_ESCALATION_PLAN_2017_H_
