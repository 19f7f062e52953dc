// The integrity check holds lines of statements against their payments (LED-4, LED-13).
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/integration/ledger_statements/statement_world.h"

namespace cuijiao::ledger {
namespace {

struct ChangedLine {
  std::string name;
  std::string sql;
  std::string words;
};

// One line that is booked, one that is held, one that a person matched.
class LineCheck : public StatementWorld, public ::testing::WithParamInterface<ChangedLine> {
 protected:
  LineCheck() {
    PutOpening(63'098);
    MustImport(BankRequest(
        "2017-03-08,630.98,某人,翠苑3栋2单元501物业费,T1\n2017-03-09,12.00,某人,谢谢,T2\n"
        "2017-03-10,13.00,某人,谢谢,T3\n"));
    const std::vector<Line> held = Lines(Line::STATE_HELD);
    EXPECT_EQ(held.size(), 2);
    EXPECT_EQ(Match(held.back().id(), "U2").status(), absl::OkStatus());
  }

  v1::VerifyIntegrityResponse Verify() {
    const auto answer =
        ledger_.Call<v1::StatementService>(&v1::StatementService::StubInterface::VerifyIntegrity,
                                           ledger_.Finance(), v1::VerifyIntegrityRequest());
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.value_or(v1::VerifyIntegrityResponse());
  }
};

TEST_P(LineCheck, LED4_TheCheckNamesTheLine) {
  const v1::VerifyIntegrityResponse before = Verify();
  ASSERT_TRUE(before.intact()) << before.ShortDebugString();
  const auto changed = ledger_.admin_database().Transact(
      "Tamper", [&](db::Transaction& transaction) { return transaction.Execute(GetParam().sql); });
  ASSERT_EQ(changed.status(), absl::OkStatus());
  ASSERT_EQ(*changed, 1);
  const v1::VerifyIntegrityResponse answer = Verify();
  ASSERT_EQ(answer.faults_size(), 1) << answer.ShortDebugString();
  EXPECT_EQ(answer.faults(0).partition(), "suspense/P1");
  EXPECT_THAT(answer.faults(0).message(), ::testing::HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    LED4, LineCheck,
    ::testing::Values(
        ChangedLine{"amount",
                    "UPDATE bank_statement_line SET amount_fen = amount_fen + 1"
                    " WHERE state = 'BOOKED'",
                    "amount of the line is not that of its payment"},
        ChangedLine{"payment_missing",
                    "UPDATE bank_statement_line SET payment_id = NULL WHERE state = 'BOOKED'",
                    "names no payment"},
        ChangedLine{"payment_unknown",
                    "UPDATE bank_statement_line SET payment_id = '01ARZ3NDEKTSV4RRFFQ69G5FAV'"
                    " WHERE state = 'BOOKED'",
                    "payment of the line does not exist"},
        ChangedLine{"held_amount",
                    "UPDATE bank_statement_line SET amount_fen = amount_fen + 1"
                    " WHERE state = 'HELD'",
                    "not what is held of it in suspense"},
        ChangedLine{"held_and_paid",
                    "UPDATE bank_statement_line SET state = 'HELD', payment_id = NULL"
                    " WHERE state = 'MATCHED'",
                    "not what is held of it in suspense"},
        ChangedLine{"refund_of_more",
                    "UPDATE bank_statement_line SET kind = 'REFUND', amount_fen = amount_fen + 1"
                    " WHERE state = 'BOOKED'",
                    "pays back more than its payment brought"}),
    [](const auto& given) { return given.param.name; });

}  // namespace
}  // namespace cuijiao::ledger
