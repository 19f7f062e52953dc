// What is written about people stands encrypted wherever it is kept, remembered answers included.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/requests/request_log.h"
#include "common/status/reason.h"
#include "tests/integration/escalation/escalation_world.h"
#include "tests/support/must.h"
#include "tests/support/older_schema.h"
#include "tests/support/plain_text.h"

namespace cuijiao::escalation {
namespace {

using support::ColumnsHolding;
using support::Must;
using ::testing::IsEmpty;
using Methods = v1::EscalationService::StubInterface;

TEST(EscalationPersonalText, StandsNowhereReadable) {
  EscalationWorld world;
  world.PutFees({"U1"});
  ASSERT_TRUE(world.RunDaily().ok());
  v1::RecordContactRequest home = world.ContactWith("U1", v1::CONTACT_OUTCOME_NOT_REACHED);
  home.set_channel(v1::CONTACT_CHANNEL_VISIT_HOME);
  home.set_spoken_with("业主的母亲");
  home.set_note("儿子在外地打工");
  ASSERT_TRUE(world.Record(home).ok());
  // Its answer is the case with its whole history.
  v1::ApproveWorkplaceVisitRequest visit;
  visit.set_request_id(world.ledger().NewRequestId());
  visit.set_case_id(world.OpenCaseOf("U1").id());
  const auto approved = world.Call(&Methods::ApproveWorkplaceVisit, world.Leader(), visit);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_NE(approved->SerializeAsString().find("打工"), std::string::npos);
  v1::RecordWorkRequest work;
  work.set_request_id(world.ledger().NewRequestId());
  work.set_unit_id("U1");
  work.set_kind(v1::WorkRecord::KIND_OTHER);
  work.set_happened_date("2017-03-01");
  work.set_note("陪业主看病");
  const auto recorded = world.Call(&Methods::RecordWork, world.Collector(), work);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  v1::ApproveWorkRequest approval;
  approval.set_request_id(world.ledger().NewRequestId());
  approval.set_work_id(recorded->id());
  ASSERT_TRUE(world.Call(&Methods::ApproveWork, world.Leader(), approval).ok());

  for (const char* text : {"母亲", "打工", "看病"}) {
    EXPECT_THAT(ColumnsHolding(world.admin_database(), text), IsEmpty()) << text;
  }
  EXPECT_THAT(ColumnsHolding(world.admin_database(), recorded->id()),
              ::testing::Contains("work_record.work_id"));
}

// A schema of the first version, with rows, brought up to date.
class OlderSchema : public ::testing::Test {
 protected:
  void PutCase(const std::string& id, const std::string& collector) {
    schema_.Execute(
        "INSERT INTO collection_case (case_id, unit_id, community_id, collector_id, track, step,"
        " step_date, step_number, why, overdue_fen, months_overdue, debt_version,"
        " workplace_visit_approved, open_date, policy_version) VALUES ('" +
        id + "', 'U" + id + "', 'C1', " + collector +
        ", 'N', 'N4', '2017-03-01', 1, '', 1, 1, 1, 1, '2017-03-01', 'v')");
  }
  void PutHistory(const std::string& id, const std::string& of_case, const std::string& kind) {
    schema_.Execute(
        "INSERT INTO case_history (entry_id, case_id, kind, actor_id, happened_date,"
        " recorded_time, text_cipher) VALUES ('" +
        id + "', '" + of_case + "', '" + kind + "', 'L1', '2017-03-01', '2017-03-01', '')");
  }
  void PutPromise(const std::string& id, const std::string& of_case, const std::string& state) {
    schema_.Execute(
        "INSERT INTO promise (promise_id, case_id, unit_id, contact_id, step, step_number,"
        " given_date, promised_date, amount_fen, method, state) VALUES ('" +
        id + "', '" + of_case + "', 'U', 'C', 'N2', 1, '2017-03-01', '2017-03-04', 1, '', '" +
        state + "')");
  }
  std::string Text(const std::string& query) {
    const db::Rows rows = Must(schema_.admin().Read(
        "test", [&](db::Transaction& transaction) { return transaction.Query(query); }));
    std::string text;
    for (const db::Row& row : rows) text += row.String("line") + "\n";
    return text;
  }

  support::OlderSchema schema_{"escalation", "0001_escalation.sql"};
};

TEST_F(OlderSchema, GivesItsPromisesWhatIsKnownOfThem) {
  PutCase("A", "'S1'");
  PutCase("B", "NULL");
  PutPromise("P1", "A", "KEPT");
  PutPromise("P2", "A", "BROKEN");
  PutPromise("P3", "B", "OPEN");
  schema_.BringUpToDate();
  EXPECT_EQ(Text("SELECT CONCAT_WS(' ', promise_id, community_id, collector_id, reason_code,"
                 " COALESCE(judged_date, 'none')) AS line FROM promise ORDER BY promise_id"),
            "P1 C1 S1  2017-03-04\nP2 C1 S1  2017-03-05\nP3 C1   none\n");
}

TEST_F(OlderSchema, KeepsApprovalsOfTheStepAlone) {
  PutCase("A", "NULL");
  PutHistory("1", "A", "MOVED");
  PutHistory("2", "A", "WORKPLACE_VISIT_APPROVED");
  PutCase("B", "NULL");
  PutHistory("3", "B", "WORKPLACE_VISIT_APPROVED");
  PutHistory("4", "B", "MOVED");
  schema_.BringUpToDate();
  EXPECT_EQ(Text("SELECT CONCAT(case_id, workplace_visit_approved) AS line FROM collection_case"
                 " ORDER BY case_id"),
            "A1\nB0\n");
}

TEST_F(OlderSchema, ForgetsAnswersThatHeldPlainNotes) {
  const std::string method = "cuijiao.escalation.v1.EscalationService/RecordWork";
  schema_.Execute("INSERT INTO request_log VALUES ('" + method +
                  "', 'c', 'r', 'h', '业主失业', '2017-03-01')");
  schema_.Execute(
      "INSERT INTO request_log VALUES ('other', 'c', 'r', 'h', 'answer', '2017-03-01')");
  schema_.BringUpToDate();
  EXPECT_THAT(ColumnsHolding(schema_.admin(), "失业"), IsEmpty());
  const auto replay = [&](const std::string& of_method) {
    return schema_.admin().Read("test", [&](db::Transaction& transaction) {
      return Replay(transaction, {of_method, "c", "r", "h"});
    });
  };
  EXPECT_EQ(ReasonOf(replay(method).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(replay("other")->value(), "answer");
}

}  // namespace
}  // namespace cuijiao::escalation
