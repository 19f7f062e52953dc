// What is written about people: encrypted wherever it is kept, shown to who needs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/requests/request_log.h"
#include "common/status/reason.h"
#include "tests/integration/payroll/payroll_world.h"
#include "tests/support/older_schema.h"
#include "tests/support/plain_text.h"

namespace cuijiao::payroll {
namespace {

using support::ColumnsHolding;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Methods = v1::PayrollService::StubInterface;

// March with the payouts of S1 and S2, calculated.
class PersonalText : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const int month : {1, 2, 3}) world_.Close(Month(2017, month));
    world_.PutWages("2017-03", {{"S1", "6000"}, {"S2", "6000"}});
    world_.RunMonth(Month(2017, 3));
  }

  // Twice: the answer that was remembered is the first one.
  template <typename Request, typename Response>
  Response Twice(grpc::Status (Methods::*method)(grpc::ClientContext*, const Request&, Response*),
                 const Caller& caller, const Request& request) {
    const absl::StatusOr<Response> first = world_.Call(method, caller, request);
    EXPECT_TRUE(first.ok()) << first.status();
    const absl::StatusOr<Response> again = world_.Call(method, caller, request);
    EXPECT_TRUE(again.ok()) << again.status();
    if (!first.ok() || !again.ok()) return {};
    EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
    return *first;
  }

  PayrollWorld world_;
};

TEST_F(PersonalText, OfPayoutsStandsNowhereReadable) {
  ASSERT_TRUE(world_.Release("2017-03").ok());
  v1::RejectPayoutRequest back;
  back.set_request_id("back");
  back.set_payout_id(world_.Payouts(0)->payouts(0).id());
  back.set_reason("员工因病离职");
  EXPECT_EQ(Twice(&Methods::RejectPayout, world_.PayrollSystem(), back).reject_reason(),
            "员工因病离职");
  v1::ListPayoutsRequest tasks;
  tasks.set_rejected_only(true);
  EXPECT_EQ(world_.Call(&Methods::ListPayouts, world_.Officer(), tasks)->payouts(0).reject_reason(),
            "员工因病离职");
  v1::ResolvePayoutRequest end;
  end.set_request_id("end");
  end.set_payout_id(back.payout_id());
  end.set_resolution(v1::ResolvePayoutRequest::RESOLUTION_SETTLED_OTHERWISE);
  end.set_note("已付现金给家属");
  EXPECT_EQ(Twice(&Methods::ResolvePayout, world_.Officer(), end).reject_reason(), "员工因病离职");
  for (const char* text : {"因病离职", "付现金给家属"}) {
    EXPECT_THAT(ColumnsHolding(world_.admin_database(), text), IsEmpty()) << text;
  }
  const auto noted = world_.admin_database().Read("look", [](db::Transaction& transaction) {
    return transaction.QueryOne(
        "SELECT COUNT(*) AS n FROM payout_change WHERE LENGTH(note_cipher) > 18");
  });
  EXPECT_EQ((**noted).Int64("n"), 2) << "kept with the rejection and with the end of its task";
}

TEST_F(PersonalText, OfAWageFilesWrongRowsStandsNowhereReadable) {
  v1::ImportWagesRequest wages;
  wages.set_request_id("wages");
  wages.set_month("2017-03");
  wages.set_content("staff_id,gross_wage,city\nS1,赵磊住院,上海\n");
  const v1::ImportWagesResponse response = Twice(&Methods::ImportWages, world_.Officer(), wages);
  ASSERT_EQ(response.row_errors_size(), 1);
  EXPECT_THAT(response.row_errors(0).message(), HasSubstr("赵磊住院"));
  EXPECT_THAT(ColumnsHolding(world_.admin_database(), "赵磊住院"), IsEmpty());
}

TEST(OlderSchema, LosesItsPlainTextsAndNothingElse) {
  support::OlderSchema schema("payroll", "0001_payroll.sql");
  schema.Execute(
      "INSERT INTO payout VALUES"
      " ('P1', 1, '2017-03-01', 'S1', 'E001', -500, 'REJECTED', '员工因病离职')");
  schema.Execute(
      "INSERT INTO payout_change VALUES"
      " ('H1', 'P1', 'REJECTED', 'HR', '2017-04-01', '员工因病离职')");
  const std::string service = "cuijiao.payroll.v1.PayrollService/";
  const std::vector<std::string> methods = {service + "ImportWages", service + "RejectPayout",
                                            service + "ResolvePayout", service + "ReleaseRun"};
  for (const std::string& method : methods) {
    schema.Execute("INSERT INTO request_log VALUES ('" + method +
                   "', 'c', 'r', 'h', '员工因病离职', '2017-04-01')");
  }
  schema.BringUpToDate();
  const auto replay = [&](const std::string& method) {
    return schema.admin().Read("test", [&](db::Transaction& transaction) {
      return Replay(transaction, {method, "c", "r", "h"});
    });
  };
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(ReasonOf(replay(methods[i]).status()), "REQUEST_ID_REUSED") << methods[i];
  }
  EXPECT_TRUE(replay(methods[3]).ok()) << "its answers hold no text of people's";
  EXPECT_THAT(ColumnsHolding(schema.admin(), "因病离职"),
              ::testing::ElementsAre("request_log.response"));
  const auto payout = schema.admin().Read("test", [](db::Transaction& transaction) {
    return transaction.QueryOne("SELECT state, amount_fen FROM payout WHERE payout_id = 'P1'");
  });
  EXPECT_EQ((**payout).String("state"), "REJECTED");
  EXPECT_EQ((**payout).Int64("amount_fen"), -500);
}

}  // namespace
}  // namespace cuijiao::payroll
