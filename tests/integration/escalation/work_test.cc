// Work records over gRPC: what payroll will count (INC-5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "tests/integration/escalation/escalation_world.h"

namespace cuijiao::escalation {
namespace {

using Methods = v1::EscalationService::StubInterface;

class WorkTest : public ::testing::Test {
 protected:
  WorkTest() {
    world_.PutFees({"U1"});
    EXPECT_EQ(world_.RunDaily().status(), absl::OkStatus());
  }

  std::string CallOf(const Caller& caller) {
    const auto contact = world_.Call(&Methods::RecordContact, caller,
                                     world_.ContactWith("U1", v1::CONTACT_OUTCOME_NO_PROMISE));
    EXPECT_EQ(contact.status(), absl::OkStatus());
    return contact->id();
  }

  v1::RecordWorkRequest Work(v1::WorkRecord::Kind kind) {
    v1::RecordWorkRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.set_unit_id("U1");
    request.set_kind(kind);
    request.set_happened_date("2017-03-01");
    request.set_note("门锁修好");
    return request;
  }

  absl::StatusOr<v1::WorkRecord> Record(const v1::RecordWorkRequest& request) {
    return world_.Call(&Methods::RecordWork, world_.Collector(), request);
  }

  absl::StatusOr<v1::WorkRecord> Accept(const std::string& work_id, const std::string& staff_id) {
    return Accept(work_id, staff_id, world_.ledger().NewRequestId());
  }

  absl::StatusOr<v1::WorkRecord> Accept(const std::string& work_id, const std::string& staff_id,
                                        const std::string& request_id) {
    v1::AcceptWorkRequest request;
    request.set_request_id(request_id);
    request.set_work_id(work_id);
    return world_.Call(&Methods::AcceptWork, world_.ledger().Staff(staff_id, Role::kCollector),
                       request);
  }

  absl::StatusOr<v1::WorkRecord> Approve(const std::string& work_id) {
    return Approve(work_id, world_.ledger().NewRequestId());
  }

  absl::StatusOr<v1::WorkRecord> Approve(const std::string& work_id,
                                         const std::string& request_id) {
    v1::ApproveWorkRequest request;
    request.set_request_id(request_id);
    request.set_work_id(work_id);
    return world_.Call(&Methods::ApproveWork, world_.Leader(), request);
  }

  v1::ListWorkResponse List(std::int32_t page_size = 0, const std::string& token = "") {
    v1::ListWorkRequest request;
    request.add_unit_ids("U1");
    request.add_unit_ids("U2");
    request.set_page_size(page_size);
    request.set_page_token(token);
    const auto listed =
        world_.Call(&Methods::ListWork, world_.ledger().Service("payroll"), request);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    return listed.value_or(v1::ListWorkResponse());
  }

  EscalationWorld world_;
};

TEST_F(WorkTest, INC5_ACallIsWorkUnderTheContactsIdAndAMessageIsNot) {
  const std::string call = CallOf(world_.Collector());
  v1::RecordContactRequest message = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  message.set_channel(v1::CONTACT_CHANNEL_MESSAGE);
  ASSERT_TRUE(world_.Record(message).ok());
  const v1::ListWorkResponse listed = List();
  ASSERT_EQ(listed.work_records_size(), 1);
  EXPECT_EQ(listed.work_records(0).id(), call);
  EXPECT_EQ(listed.work_records(0).kind(), v1::WorkRecord::KIND_CALL);
  EXPECT_EQ(listed.work_records(0).staff_id(), "S1");
  EXPECT_EQ(listed.work_records(0).community_id(), "C1");
  EXPECT_EQ(listed.work_records(0).happened_date(), "2017-03-01");
  EXPECT_GT(listed.work_records(0).record_time().seconds(), 0);
}

TEST_F(WorkTest, INC5_ACallThatReachedNobodyIsNoWorkAndAVisitIs) {
  v1::RecordContactRequest request = world_.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  const auto call = world_.Record(request);
  ASSERT_EQ(call.status(), absl::OkStatus());
  EXPECT_EQ(List().work_records_size(), 0);
  EXPECT_TRUE(absl::IsPermissionDenied(Accept(call->id(), "S2").status()));  // there is none
  request.set_request_id(world_.ledger().NewRequestId());
  request.set_channel(v1::CONTACT_CHANNEL_VISIT_HOME);
  const auto visit = world_.Record(request);
  ASSERT_EQ(visit.status(), absl::OkStatus());
  const v1::ListWorkResponse listed = List();
  ASSERT_EQ(listed.work_records_size(), 1);
  EXPECT_EQ(listed.work_records(0).id(), visit->id());
  EXPECT_EQ(listed.work_records(0).kind(), v1::WorkRecord::KIND_VISIT);
}

TEST_F(WorkTest, INC5_CollaboratorsAcceptCallsAndNobodyTheirOwn) {
  const std::string call = CallOf(world_.Collector());
  EXPECT_EQ(ReasonOf(Accept(call, "S1").status()), "OWN_WORK");
  const auto accepted = Accept(call, "S2");
  ASSERT_EQ(accepted.status(), absl::OkStatus());
  ASSERT_EQ(accepted->acceptances_size(), 1);
  EXPECT_EQ(accepted->acceptances(0).staff_id(), "S2");
  // Again changes nothing, its time neither.
  EXPECT_EQ(Accept(call, "S2")->SerializeAsString(), accepted->SerializeAsString());
  EXPECT_TRUE(absl::IsPermissionDenied(Accept(call, "S9").status()));
  EXPECT_EQ(ReasonOf(Approve(call).status()), "NOT_ANOTHER_FORM");
}

TEST_F(WorkTest, INC5_ATeamLeaderApprovesAnotherForm) {
  const auto other = Record(Work(v1::WorkRecord::KIND_OTHER));
  ASSERT_EQ(other.status(), absl::OkStatus());
  EXPECT_FALSE(other->has_approval());
  EXPECT_EQ(ReasonOf(Accept(other->id(), "S2").status()), "NOT_A_CALL");
  const auto approved = Approve(other->id());
  ASSERT_EQ(approved.status(), absl::OkStatus());
  EXPECT_EQ(approved->approval().staff_id(), "L1");
  const v1::ListWorkResponse listed = List();
  EXPECT_EQ(listed.work_records(0).approval().staff_id(), "L1");
  EXPECT_EQ(listed.work_records(0).note(), "");  // payroll need not read it
}

TEST_F(WorkTest, AnAcceptanceIsAnsweredOnceAndItsIdTakesNoOtherContent) {
  const std::string first_call = CallOf(world_.Collector());
  const std::string second_call = CallOf(world_.Collector());
  const auto first = Accept(first_call, "S2", "ACCEPT-1");
  ASSERT_EQ(first.status(), absl::OkStatus());
  // Another acceptance since, by its leader, is no part of the first answer.
  v1::AcceptWorkRequest of_leader;
  of_leader.set_request_id("ACCEPT-1");  // callers have ids of their own
  of_leader.set_work_id(first_call);
  const auto also = world_.Call(&Methods::AcceptWork, world_.Leader(), of_leader);
  ASSERT_EQ(also.status(), absl::OkStatus());
  EXPECT_EQ(also->acceptances_size(), 2);
  EXPECT_EQ(Accept(first_call, "S2", "ACCEPT-1")->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Accept(second_call, "S2", "ACCEPT-1").status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(List().work_records(1).acceptances_size(), 0);
}

TEST_F(WorkTest, AnApprovalIsAnsweredOnceAndItsIdTakesNoOtherContent) {
  const auto first_work = Record(Work(v1::WorkRecord::KIND_OTHER));
  const auto second_work = Record(Work(v1::WorkRecord::KIND_OTHER));
  const auto first = Approve(first_work->id(), "APPROVE-1");
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(first->note(), "门锁修好");
  EXPECT_EQ(Approve(first_work->id(), "APPROVE-1")->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_EQ(ReasonOf(Approve(second_work->id(), "APPROVE-1").status()), "REQUEST_ID_REUSED");
  EXPECT_FALSE(List().work_records(1).has_approval());
}

TEST_F(WorkTest, ARepeatedRequestIsAnsweredThoughTheLedgerCannotSayWhatIsOwed) {
  const v1::RecordWorkRequest request = Work(v1::WorkRecord::KIND_OTHER);
  const auto first = Record(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  world_.TakeDebtsAway();
  EXPECT_FALSE(Record(Work(v1::WorkRecord::KIND_OTHER)).ok());
  const auto again = Record(request);
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  v1::RecordWorkRequest other = request;
  other.set_note("别的内容");
  EXPECT_EQ(ReasonOf(Record(other).status()), "REQUEST_ID_REUSED");
}

TEST_F(WorkTest, INC5_EachRefusalHasItsReason) {
  const auto reason = [&](const v1::RecordWorkRequest& request) {
    return ReasonOf(Record(request).status());
  };
  EXPECT_EQ(reason(Work(v1::WorkRecord::KIND_CALL)), "KIND_RECORDED_AS_CONTACT");
  EXPECT_EQ(reason(Work(v1::WorkRecord::KIND_VISIT)), "KIND_RECORDED_AS_CONTACT");
  v1::RecordWorkRequest future = Work(v1::WorkRecord::KIND_OTHER);
  future.set_happened_date("2017-03-02");
  EXPECT_EQ(reason(future), "HAPPENED_IN_FUTURE");
  v1::RecordWorkRequest problem = Work(v1::WorkRecord::KIND_PROBLEM_HANDLED);
  EXPECT_EQ(reason(problem), "PROMISED_DATE_MISSING");
  problem.set_promised_date("2017-02-28");
  EXPECT_EQ(reason(problem), "HANDLED_LATE");
  problem.set_promised_date("2017-03-01");
  EXPECT_EQ(reason(problem), "");
  EXPECT_EQ(List().work_records_size(), 1);
}

TEST_F(WorkTest, INC5_TheListGoesOnWhereThePageEnded) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(Record(Work(v1::WorkRecord::KIND_OTHER)).ok());
  std::vector<std::string> ids;
  std::string token;
  do {
    const v1::ListWorkResponse page = List(2, token);
    for (const v1::WorkRecord& work : page.work_records()) ids.push_back(work.id());
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(ids.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(ids));
}

TEST_F(WorkTest, NothingOfItCanBeChangedByTheService) {
  CallOf(world_.Collector());
  for (const char* table : {"work_record", "work_consent", "contact", "case_history"}) {
    const auto deleted = world_.database().Transact("tamper", [&](db::Transaction& transaction) {
      return transaction.Execute("DELETE FROM " + std::string(table)).status();
    });
    EXPECT_FALSE(deleted.ok()) << table;
  }
}

}  // namespace
}  // namespace cuijiao::escalation
