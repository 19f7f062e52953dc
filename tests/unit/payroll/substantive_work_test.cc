#include "services/payroll/domain/substantive_work.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuijiao::payroll {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const absl::Time kPaid = absl::FromUnixSeconds(1'500'000'000);

PaymentCredit Payment(std::vector<std::string> named, std::vector<std::string> members) {
  const std::string credited = named.front();
  named.erase(named.begin());
  return {.unit_id = "U1",
          .credited_id = credited,
          .collaborator_ids = std::move(named),
          .team_member_ids = std::move(members),
          .recorded_date = Date(2017, 7, 14),
          .recorded_time = kPaid};
}

WorkRecord Work(std::string staff_id, WorkKind kind, absl::Duration before = absl::Hours(1)) {
  return {.id = "W-" + staff_id,
          .unit_id = "U1",
          .staff_id = std::move(staff_id),
          .kind = kind,
          .happened_date = Date(2017, 7, 13),
          .recorded_time = kPaid - before};
}

std::vector<std::string> ValidOf(const PaymentCredit& payment,
                                 const std::vector<WorkRecord>& work) {
  std::vector<std::string> valid;
  for (const Candidate& candidate : JudgeCandidates(payment, work)) {
    if (candidate.valid()) valid.push_back(candidate.staff_id);
  }
  return valid;
}

TEST(JudgeCandidates, INC5_PutsTheCreditedCollectorFirstThenTheOthersById) {
  const std::vector<Candidate> candidates =
      JudgeCandidates(Payment({"C9", "C3", "C9", "C1", "C3"}, {}), {});
  std::vector<std::string> ids;
  for (const Candidate& candidate : candidates) ids.push_back(candidate.staff_id);
  EXPECT_THAT(ids, ElementsAre("C9", "C1", "C3"));
}

TEST(JudgeCandidates, INC5_WithoutACreditedCollectorTheCollaboratorsCountById) {
  PaymentCredit payment = Payment({"", "C3", "C1"}, {"C1", "C3"});
  EXPECT_THAT(ValidOf(payment, {Work("C1", WorkKind::kVisit), Work("C3", WorkKind::kVisit)}),
              ElementsAre("C1", "C3"));
}

TEST(JudgeCandidates, INC5_AsksForMembershipAndWorkOnTheUnit) {
  WorkRecord elsewhere = Work("C3", WorkKind::kVisit);
  elsewhere.unit_id = "U2";
  const std::vector<Candidate> candidates =
      JudgeCandidates(Payment({"C1", "C2", "C3"}, {"C1", "C3"}),
                      std::vector<WorkRecord>{Work("C1", WorkKind::kVisit),
                                              Work("C2", WorkKind::kVisit), elsewhere});
  EXPECT_TRUE(candidates[0].valid());
  EXPECT_FALSE(candidates[1].valid());
  EXPECT_THAT(candidates[1].why, HasSubstr("不是催收小组成员"));
  EXPECT_FALSE(candidates[2].valid());
  EXPECT_THAT(candidates[2].why, HasSubstr("无实质性催缴记录"));
}

// Work must have been recorded before the payment: a microsecond on either side.
TEST(JudgeCandidates, INC5_CountsOnlyWhatWasRecordedBeforeThePayment) {
  const PaymentCredit payment = Payment({"C1"}, {"C1"});
  EXPECT_THAT(ValidOf(payment, {Work("C1", WorkKind::kVisit, absl::Microseconds(1))}),
              ElementsAre("C1"));
  EXPECT_THAT(ValidOf(payment, {Work("C1", WorkKind::kVisit, absl::ZeroDuration())}),
              ElementsAre());
  EXPECT_THAT(ValidOf(payment, {Work("C1", WorkKind::kVisit, absl::Microseconds(-1))}),
              ElementsAre());
}

TEST(JudgeCandidates, INC5_CountsOnlyWhatHappenedBeforeThePaymentWasRecorded) {
  const PaymentCredit payment = Payment({"C1"}, {"C1"});
  WorkRecord work = Work("C1", WorkKind::kVisit);
  work.happened_date = payment.recorded_date;
  EXPECT_THAT(ValidOf(payment, {work}), ElementsAre("C1"));
  work.happened_date = payment.recorded_date + 1;
  EXPECT_THAT(ValidOf(payment, {work}), ElementsAre());
}

TEST(JudgeCandidates, INC5_ALoneCollectorsCallNeedsNoAcceptance) {
  EXPECT_THAT(ValidOf(Payment({"C1"}, {"C1"}), {Work("C1", WorkKind::kCall)}), ElementsAre("C1"));
  // Somebody who is no member of the team is no collaborator who could accept.
  EXPECT_THAT(ValidOf(Payment({"C1", "C2"}, {"C1"}), {Work("C1", WorkKind::kCall)}),
              ElementsAre("C1"));
}

TEST(JudgeCandidates, INC5_ACallAmongSeveralNeedsEveryOthersAcceptance) {
  const PaymentCredit payment = Payment({"C1", "C2", "C3"}, {"C1", "C2", "C3"});
  WorkRecord call = Work("C1", WorkKind::kCall);
  EXPECT_THAT(ValidOf(payment, {call}), ElementsAre());
  call.acceptances = {{"C2", kPaid - absl::Hours(1)}};
  EXPECT_THAT(ValidOf(payment, {call}), ElementsAre());
  call.acceptances.push_back({"C3", kPaid});
  EXPECT_THAT(ValidOf(payment, {call}), ElementsAre());
  call.acceptances.back().recorded_time = kPaid - absl::Microseconds(1);
  EXPECT_THAT(ValidOf(payment, {call}), ElementsAre("C1"));
}

TEST(JudgeCandidates, INC5_AnotherFormNeedsTheLeadersApproval) {
  const PaymentCredit payment = Payment({"C1"}, {"C1"});
  WorkRecord other = Work("C1", WorkKind::kOther);
  EXPECT_THAT(ValidOf(payment, {other}), ElementsAre());
  other.approval = Consent{"L1", kPaid};
  EXPECT_THAT(ValidOf(payment, {other}), ElementsAre());
  other.approval->recorded_time = kPaid - absl::Microseconds(1);
  EXPECT_THAT(ValidOf(payment, {other}), ElementsAre("C1"));
}

TEST(JudgeCandidates, INC5_AProblemHandledCountsByItself) {
  EXPECT_THAT(ValidOf(Payment({"C1", "C2"}, {"C1", "C2"}), {Work("C2", WorkKind::kProblemHandled)}),
              ElementsAre("C2"));
}

TEST(JudgeCandidates, INC5_OneRecordThatCountsIsEnough) {
  EXPECT_THAT(ValidOf(Payment({"C1", "C2"}, {"C1", "C2"}),
                      {Work("C1", WorkKind::kOther), Work("C1", WorkKind::kCall),
                       Work("C1", WorkKind::kVisit), Work("C1", WorkKind::kOther)}),
              ElementsAre("C1"));
}

}  // namespace
}  // namespace cuijiao::payroll
