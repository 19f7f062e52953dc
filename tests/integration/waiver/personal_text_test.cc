// What is written about people: encrypted wherever it is kept, shown to who needs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/requests/request_log.h"
#include "common/status/reason.h"
#include "services/waiver/store/waiver_store.h"
#include "tests/integration/waiver/waiver_world.h"
#include "tests/support/older_schema.h"
#include "tests/support/plain_text.h"

namespace cuijiao::waiver {
namespace {

using support::ColumnsHolding;
using ::testing::IsEmpty;
using Methods = v1::WaiverService::StubInterface;

class PersonalText : public ::testing::Test {
 protected:
  PersonalText() {
    world_.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10}, {"U-B", "OB", Yuan("200.00"), 10}});
  }

  v1::Waiver Submit(const std::string& unit_id, const std::string& note) {
    v1::SubmitWaiverRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.mutable_proposal()->set_unit_id(unit_id);
    request.mutable_proposal()->set_waiver_fen(15000);
    request.mutable_proposal()->set_months_to_cover(6);
    request.set_note(note);
    const auto asked = world_.Call(&Methods::SubmitWaiver, world_.Collector(), request);
    EXPECT_TRUE(asked.ok()) << asked.status();
    // The answer of before is encrypted too, and read again.
    EXPECT_EQ(world_.Call(&Methods::SubmitWaiver, world_.Collector(), request)->SerializeAsString(),
              asked->SerializeAsString());
    return *asked;
  }

  v1::Violation Report(const std::string& waiver_id, const std::string& evidence) {
    v1::ReportViolationRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.set_kind(v1::Violation::KIND_BEYOND_AUTHORITY);
    request.set_waiver_id(waiver_id);
    request.set_evidence(evidence);
    const auto reported = world_.Call(&Methods::ReportViolation, world_.Finance(), request);
    EXPECT_TRUE(reported.ok()) << reported.status();
    return *reported;
  }

  WaiverWorld world_;
};

TEST_F(PersonalText, StandsNowhereReadable) {
  const v1::Waiver settled = Submit("U-A", "业主刚失业");
  const auto signed_one = world_.Approve(settled.id(), world_.Manager());
  ASSERT_TRUE(world_.Settle(signed_one.value()).ok());
  EXPECT_EQ(Report(settled.id(), "审计见聊天记录").evidence(), "审计见聊天记录");
  const v1::Waiver rejected = Submit("U-B", "家中有病人");
  v1::RejectWaiverRequest reject;
  reject.set_request_id(world_.ledger().NewRequestId());
  reject.set_waiver_id(rejected.id());
  reject.set_reason("邻居说他有钱");
  ASSERT_TRUE(world_.Call(&Methods::RejectWaiver, world_.Manager(), reject).ok());
  const v1::Waiver again = Submit("U-B", "家中有病人");
  ASSERT_TRUE(world_.Approve(again.id(), world_.Manager()).ok());
  v1::CancelWaiverRequest cancel;
  cancel.set_request_id(world_.ledger().NewRequestId());
  cancel.set_waiver_id(again.id());
  cancel.set_reason("业主住院了");
  ASSERT_TRUE(world_.Call(&Methods::CancelWaiver, world_.Collector(), cancel).ok());

  EXPECT_EQ(world_.Get(settled.id())->note(), "业主刚失业");
  EXPECT_EQ(world_.Get(rejected.id())->changes(1).reason(), "邻居说他有钱");
  EXPECT_EQ(world_.Get(again.id())->changes(2).reason(), "业主住院了");
  for (const char* text : {"失业", "聊天记录", "病人", "有钱", "住院"}) {
    EXPECT_THAT(ColumnsHolding(world_.admin_database(), text), IsEmpty()) << text;
    EXPECT_THAT(ColumnsHolding(world_.ledger().admin_database(), text), IsEmpty()) << text;
  }
  // The search itself finds what stands there.
  EXPECT_THAT(ColumnsHolding(world_.admin_database(), settled.id()),
              ::testing::Contains("waiver.waiver_id"));
}

TEST_F(PersonalText, EvidenceIsForFinanceAlone) {
  const v1::Waiver waiver = Submit("U-A", "一次性缴清");
  const auto signed_one = world_.Approve(waiver.id(), world_.Manager());
  ASSERT_TRUE(world_.Settle(signed_one.value()).ok());
  Report(waiver.id(), "审计见聊天记录");
  v1::ListViolationsRequest request;
  request.set_charge_month("2017-01");
  const auto evidence_for = [&](const Caller& caller) {
    const auto listed = world_.Call(&Methods::ListViolations, caller, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed->violations(0).evidence();
  };
  EXPECT_EQ(evidence_for(world_.Finance()), "审计见聊天记录");
  EXPECT_EQ(evidence_for(world_.ledger().Service("payroll")), "");
  EXPECT_EQ(evidence_for(world_.ledger().Staff("PO", Role::kPayrollOfficer)), "");
}

// The schema of before 0002 with a text in every plain column, brought up to date.
class OlderSchema : public ::testing::Test {
 protected:
  OlderSchema() {
    for (const char* statement :
         {"INSERT INTO waiver (waiver_id, unit_id, community_id, project_id, waiver_fen,"
          " months_to_cover, state, submitted_by, submit_date, note, plan_year, cash_fen)"
          " VALUES ('W1', 'U1', 'C1', 'P1', 100, 6, 'SUBMITTED', 'S1', '2017-01-05', '业主失业',"
          " 2017, 1)",
          "INSERT INTO waiver_change (change_id, waiver_id, to_state, changed_by, recorded_time,"
          " reason, policy_version)"
          " VALUES ('H1', 'W1', 'SUBMITTED', 'S1', '2017-01-05', '业主失业', 'v')",
          "INSERT INTO violation (violation_id, kind, bearer_id, loss_fen, charge_month, unit_id,"
          " evidence, reported_by, recorded_time)"
          " VALUES ('V1', 'UNAUTHORISED_PROMISE', 'S1', 7, '2017-01-01', 'U1', '业主失业', 'F1',"
          " '2017-01-05')",
          "INSERT INTO request_log VALUES ('m', 'c', 'r', 'hash', '业主失业', '2017-01-05')"}) {
      schema_.Execute(statement);
    }
  }

  support::OlderSchema schema_{"waiver", "0001_waiver.sql"};
};

TEST_F(OlderSchema, LosesItsPlainTextsAndNothingElse) {
  EXPECT_EQ(ColumnsHolding(schema_.admin(), "失业").size(), 4U);
  schema_.BringUpToDate();
  EXPECT_THAT(ColumnsHolding(schema_.admin(), "失业"), IsEmpty());
  const PersonalCipher cipher(PersonalKeys::Generate());
  const auto waiver = schema_.admin().Read("test", [&](db::Transaction& transaction) {
    return WaiverStore(transaction, cipher).Load("W1");
  });
  ASSERT_TRUE(waiver.ok()) << waiver.status();
  EXPECT_EQ((*waiver)->note, "");
  EXPECT_EQ((*waiver)->amount, Fen(100));
  EXPECT_EQ((*waiver)->submitted_by, "S1");
  // The request stays used: its repetition is refused, and nothing is done twice.
  const auto repeated = schema_.admin().Read("test", [](db::Transaction& transaction) {
    return Replay(transaction, {"m", "c", "r", "hash"});
  });
  EXPECT_EQ(ReasonOf(repeated.status()), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace cuijiao::waiver
