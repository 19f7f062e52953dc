// Contacts over gRPC: what they move, what they are refused for (ESC-3, N2 to N4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using ::testing::HasSubstr;

class ContactTest : public ::testing::Test {
 protected:
  ContactTest() {
    world_.PutFees({"U1"});
    EXPECT_EQ(world_.RunDaily().status(), absl::OkStatus());
  }

  std::string ReasonFor(const v1::RecordContactRequest& request) const {
    return ReasonOf(world_.Record(request).status());
  }

  absl::StatusOr<v1::Case> Approve() { return Approve(world_.OpenCaseOf("U1").id()); }

  absl::StatusOr<v1::Case> Approve(const std::string& case_id) {
    return Approve(case_id, world_.ledger().NewRequestId());
  }

  absl::StatusOr<v1::Case> Approve(const std::string& case_id,
                                   const std::string& request_id) const {
    v1::ApproveWorkplaceVisitRequest request;
    request.set_request_id(request_id);
    request.set_case_id(case_id);
    return world_.Call(&v1::EscalationService::StubInterface::ApproveWorkplaceVisit,
                       world_.Leader(), request);
  }

  EscalationWorld world_;
};

TEST_F(ContactTest, N2_NoPromiseMovesTheCaseAtOnceAndPlansTheNextDay) {
  v1::RecordContactRequest request = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NO_PROMISE);
  request.set_reason_code("FORGOT");
  request.set_spoken_with("业主本人");
  request.set_note("下午再打");
  const auto contact = world_.Record(request);
  ASSERT_EQ(contact.status(), absl::OkStatus());
  EXPECT_EQ(contact->staff_id(), "S1");
  EXPECT_EQ(contact->step(), "N3");
  const v1::Case now = world_.OpenCaseOf("U1");
  EXPECT_EQ(now.step(), "N3");
  EXPECT_EQ(now.reason_code(), "FORGOT");
  const v1::HistoryEntry& entry = now.history(1);
  EXPECT_EQ(entry.kind(), "CONTACT");
  EXPECT_EQ(entry.actor_id(), "S1");
  EXPECT_THAT(entry.text(), HasSubstr("业主本人"));
  EXPECT_THAT(entry.text(), HasSubstr("忘记缴费"));
  EXPECT_THAT(entry.text(), HasSubstr("下午再打"));
  EXPECT_EQ(world_.Worklist()->entries_size(), 0);
  world_.RunOn(Date(2017, 3, 2));
  EXPECT_EQ(world_.Worklist()->entries_size(), 1);
}

TEST_F(ContactTest, N3_RefusalMovesToN4OnceTheOwnerWasTold) {
  ASSERT_TRUE(world_.Record(world_.ContactWith("U1", v1::CONTACT_OUTCOME_REFUSED)).ok());
  const auto untold = world_.Record(world_.ContactWith("U1", v1::CONTACT_OUTCOME_REFUSED));
  ASSERT_TRUE(untold.ok());
  EXPECT_EQ(untold->step(), "N3");
  v1::RecordContactRequest told = world_.ContactWith("U1", v1::CONTACT_OUTCOME_REFUSED);
  told.set_told_next_measure(true);
  EXPECT_EQ(world_.Record(told)->step(), "N4");
}

TEST_F(ContactTest, TheSameRequestAgainIsOneContact) {
  const v1::RecordContactRequest request = world_.PromiseBy("U1", 3, 20000);
  const auto first = world_.Record(request);
  const auto second = world_.Record(request);
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_EQ(first->SerializeAsString(), second->SerializeAsString());
  EXPECT_EQ(world_.OpenCaseOf("U1").promises_size(), 1);
  v1::RecordContactRequest other = request;
  other.set_note("别的内容");
  EXPECT_EQ(ReasonFor(other), "REQUEST_ID_REUSED");
}

TEST_F(ContactTest, ARepeatedRequestIsAnsweredThoughTheLedgerCannotSayWhatIsOwed) {
  const v1::RecordContactRequest request =
      world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  const auto first = world_.Record(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  world_.TakeDebtsAway();
  EXPECT_FALSE(world_.Record(world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED)).ok());
  const auto again = world_.Record(request);
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  v1::RecordContactRequest other = request;
  other.set_note("别的内容");
  EXPECT_EQ(ReasonFor(other), "REQUEST_ID_REUSED");
}

TEST_F(ContactTest, EachRefusalHasItsReason) {
  v1::RecordContactRequest future = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  future.set_happened_date("2017-03-02");
  EXPECT_EQ(ReasonFor(future), "HAPPENED_IN_FUTURE");
  v1::RecordContactRequest reason = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NO_PROMISE);
  reason.set_reason_code("WEATHER");
  EXPECT_EQ(ReasonFor(reason), "UNKNOWN_REASON");
  v1::RecordContactRequest workplace = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  workplace.set_channel(v1::CONTACT_CHANNEL_VISIT_WORKPLACE);
  EXPECT_EQ(ReasonFor(workplace), "CHANNEL_NOT_ALLOWED");
  EXPECT_EQ(ReasonFor(world_.ContactWith("U1", v1::CONTACT_OUTCOME_PROMISED)), "PROMISE_MISSING");
  v1::RecordContactRequest surplus = world_.PromiseBy("U1", 3, 100);
  surplus.set_outcome(v1::CONTACT_OUTCOME_REFUSED);
  EXPECT_EQ(ReasonFor(surplus), "PROMISE_MISSING");
  EXPECT_EQ(ReasonFor(world_.PromiseBy("U1", 3, 0)), "PROMISE_MISSING");
  EXPECT_EQ(ReasonFor(world_.PromiseBy("U1", 0, 100)), "PROMISE_TOO_SOON");
  EXPECT_EQ(ReasonFor(world_.PromiseBy("U1", 6, 100)), "PROMISE_TOO_LATE");
  EXPECT_EQ(ReasonFor(world_.PromiseBy("U1", 5, 20001)), "PROMISE_ABOVE_DEBT");
  EXPECT_EQ(ReasonFor(world_.ContactWith("U2", v1::CONTACT_OUTCOME_NOT_REACHED)), "NO_OPEN_CASE");
  // None of them left anything behind.
  EXPECT_EQ(world_.OpenCaseOf("U1").history_size(), 1);
  EXPECT_TRUE(world_.Record(world_.PromiseBy("U1", 5, 20000)).ok());
}

TEST_F(ContactTest, AllThatIsWrongIsToldAtOnce) {
  v1::RecordContactRequest request = world_.PromiseBy("U1", 9, 100);
  request.set_reason_code("WEATHER");
  const absl::Status status = world_.Record(request).status();
  EXPECT_EQ(ReasonOf(status), "UNKNOWN_REASON");
  EXPECT_EQ(ValuesOf(status)["failed"], "UNKNOWN_REASON,PROMISE_TOO_LATE");
}

TEST_F(ContactTest, N4_AVisitAtWorkNeedsAFailedHomeVisitAndTheLeadersApproval) {
  EXPECT_EQ(ReasonOf(Approve().status()), "NO_FAILED_HOME_VISIT");
  v1::RecordContactRequest home = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  home.set_channel(v1::CONTACT_CHANNEL_VISIT_HOME);
  ASSERT_TRUE(world_.Record(home).ok());
  v1::RecordContactRequest work = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  work.set_channel(v1::CONTACT_CHANNEL_VISIT_WORKPLACE);
  EXPECT_EQ(ReasonFor(work), "CHANNEL_NOT_ALLOWED");
  const auto approved = Approve();
  ASSERT_EQ(approved.status(), absl::OkStatus());
  EXPECT_TRUE(approved->workplace_visit_approved());
  const int entries = approved->history_size();
  EXPECT_EQ(approved->history(entries - 1).actor_id(), "L1");
  EXPECT_EQ(Approve()->history_size(), entries);  // approved once
  EXPECT_TRUE(world_.Record(work).ok());
}

TEST_F(ContactTest, N4_AMoveEndsTheApprovalOfAVisitAtWork) {
  v1::RecordContactRequest home = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  home.set_channel(v1::CONTACT_CHANNEL_VISIT_HOME);
  ASSERT_TRUE(world_.Record(home).ok());
  ASSERT_TRUE(Approve()->workplace_visit_approved());
  // At the step itself it stays.
  ASSERT_TRUE(world_.Record(world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED)).ok());
  ASSERT_EQ(world_.OpenCaseOf("U1").step(), "N2");
  EXPECT_TRUE(world_.OpenCaseOf("U1").workplace_visit_approved());
  ASSERT_EQ(world_.Record(world_.ContactWith("U1", v1::CONTACT_OUTCOME_NO_PROMISE))->step(), "N3");
  EXPECT_FALSE(world_.OpenCaseOf("U1").workplace_visit_approved());
  home.set_request_id(world_.ledger().NewRequestId());
  ASSERT_TRUE(world_.Record(home).ok());
  v1::RecordContactRequest work = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  work.set_channel(v1::CONTACT_CHANNEL_VISIT_WORKPLACE);
  EXPECT_EQ(ReasonFor(work), "CHANNEL_NOT_ALLOWED");
  ASSERT_TRUE(Approve()->workplace_visit_approved());
  EXPECT_TRUE(world_.Record(work).ok());
}

TEST_F(ContactTest, AnApprovalIsAnsweredOnceAndItsIdTakesNoOtherContent) {
  world_.PutFees({"U2"});
  world_.RunOn(Date(2017, 3, 2));
  for (const char* unit_id : {"U1", "U2"}) {
    v1::RecordContactRequest home = world_.ContactWith(unit_id, v1::CONTACT_OUTCOME_NOT_REACHED);
    home.set_channel(v1::CONTACT_CHANNEL_VISIT_HOME);
    ASSERT_EQ(world_.Record(home).status(), absl::OkStatus());
  }
  const std::string case_id = world_.OpenCaseOf("U1").id();
  const auto first = Approve(case_id, "VISIT-1");
  ASSERT_EQ(first.status(), absl::OkStatus());
  ASSERT_TRUE(world_.Record(world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED)).ok());
  EXPECT_EQ(Approve(case_id, "VISIT-1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Approve(world_.OpenCaseOf("U2").id(), "VISIT-1").status()),
            "REQUEST_ID_REUSED");
  EXPECT_FALSE(world_.OpenCaseOf("U2").workplace_visit_approved());
}

TEST_F(ContactTest, ACollaboratorOfTheTeamRecordsAContactToo) {
  const v1::RecordContactRequest request =
      world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  const auto contact = world_.Call(&v1::EscalationService::StubInterface::RecordContact,
                                   world_.ledger().Staff("S2", Role::kCollector), request);
  ASSERT_EQ(contact.status(), absl::OkStatus());
  EXPECT_EQ(contact->staff_id(), "S2");
  const auto stranger = world_.Call(&v1::EscalationService::StubInterface::RecordContact,
                                    world_.ledger().Staff("S9", Role::kCollector),
                                    world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED));
  EXPECT_TRUE(absl::IsPermissionDenied(stranger.status()));
}

}  // namespace
}  // namespace cuijiao::escalation
