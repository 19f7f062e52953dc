// What payroll asks about the payments of a closed month (INC-4 to INC-6, INC-9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"
#include "tests/support/must.h"

namespace cuijiao::support {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// Each unit owes 1,200.00 of 2016, and 1,200.00 of 2017 of which three months are billed.
class HistoricalPayments : public ::testing::Test {
 protected:
  HistoricalPayments() {
    world_.BillHistory();
    for (const char* community : {"C1", "C2"}) world_.Bill(community, "2017-01", "2017-03");
    world_.SetDate(Date(2017, 1, 31));
  }
  // The settled units of every close are those that the check computes (LED-4).
  ~HistoricalPayments() override {
    const v1::VerifyIntegrityResponse answer = world_.Verify();
    EXPECT_TRUE(answer.intact()) << answer.ShortDebugString();
  }

  FiguresWorld world_;
};

TEST_F(HistoricalPayments, INC4_ListsThePaymentsOfAUnitThatPaidEverything) {
  const v1::Payment payment = world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10));
  world_.Close("2017-01", Date(2017, 1, 31));
  const auto listed = world_.HistoricalPayments("2017-01");
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].payment_id(), payment.id());
  EXPECT_EQ(listed[0].unit_id(), "U1");
  EXPECT_EQ(listed[0].community_id(), "C1");
  EXPECT_EQ(listed[0].area_id(), "A1");
  EXPECT_EQ(listed[0].received_date(), "2017-01-10");
  EXPECT_EQ(listed[0].historical_fen(), kYearFen);
  EXPECT_EQ(listed[0].collector_id(), "S1");
  EXPECT_FALSE(listed[0].in_campaign());
  EXPECT_EQ(listed[0].waiver_fen(), 0);
}

// December was closed on the 25th: money of the 28th is posted in January and received in the plan
// year that has begun (definitions 1 and 2), for settlements, payments and payroll alike.
TEST(PlanYear, Definition2_BeginsBehindTheClosingDateOfDecember) {
  FiguresWorld world;
  world.SetDate(Date(2016, 12, 20));
  world.Bill("C1", "2016-11", "2016-12");
  v1::QuoteSettlementRequest request;
  request.set_unit_id("U1");
  const auto quote = [&] {
    return Must(world.ledger().Call<v1::SettlementService>(
                    &v1::SettlementService::StubInterface::QuoteSettlement,
                    world.ledger().Service("waiver", Actor{"M1", Role::kManager}), request),
                "quote");
  };
  EXPECT_EQ(quote().plan_year(), 2016);
  EXPECT_EQ(quote().arrears_fen(), 0);
  world.Close("2016-12", Date(2016, 12, 25));
  world.SetDate(Date(2016, 12, 28));
  EXPECT_EQ(quote().plan_year(), 2017);
  EXPECT_EQ(quote().arrears_fen(), 2 * kMonthFen);

  const v1::Payment payment = world.Pay("U1", 2 * kMonthFen + kYearFen, Date(2016, 12, 28));
  ASSERT_THAT(payment.allocations(), SizeIs(2));
  EXPECT_TRUE(payment.allocations(0).historical());
  world.Close("2017-01", Date(2017, 1, 31));
  const auto listed = world.HistoricalPayments("2017-01");
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].payment_id(), payment.id());
  EXPECT_EQ(listed[0].historical_fen(), 2 * kMonthFen);
  EXPECT_TRUE(world.Verify().intact());
}

TEST_F(HistoricalPayments, INC4_OneFenShortOfTheYearIsNotSettled) {
  world_.Pay("U1", 2 * kYearFen - 1, Date(2017, 1, 10));
  world_.Close("2017-01", Date(2017, 1, 31));
  EXPECT_THAT(world_.HistoricalPayments("2017-01"), IsEmpty());
  world_.SetDate(Date(2017, 2, 28));
  world_.Pay("U1", 1, Date(2017, 2, 27));
  world_.Close("2017-02", Date(2017, 2, 28));
  // The payment that brought the arrears in is listed; the last fen went to the plan year.
  const auto listed = world_.HistoricalPayments("2017-02");
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].historical_fen(), kYearFen);
  EXPECT_EQ(listed[0].received_date(), "2017-01-10");
  // The closed month's answer stays.
  EXPECT_THAT(world_.HistoricalPayments("2017-01"), IsEmpty());
}

// What a credit note frees counts no longer once it is posted, and takes nothing back that was
// earned before: it is neither a reversal nor a refund. When the freed money is paid back, it is
// one.
TEST_F(HistoricalPayments, INC4_INC9_ACreditNoteCountsFromItsPostingAndIsNoReversal) {
  const v1::Payment before = world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10));
  const v1::Payment after = world_.Pay("U2", 2 * kYearFen, Date(2017, 1, 10));
  const auto credit = [this](const std::string& unit_id) {
    v1::CreateCreditNoteRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.set_bill_id(unit_id + "/property/20161201-20161231");
    request.set_component(v1::BILL_COMPONENT_PRINCIPAL);
    request.set_amount_fen(kMonthFen);
    request.set_reason(v1::CreateCreditNoteRequest::REASON_WRONG_PRICE);
    request.set_note("单价有误");
    Must(world_.ledger().Call<v1::AdjustmentService>(
             &v1::AdjustmentService::StubInterface::CreateCreditNote, world_.ledger().Finance(),
             request),
         "CreateCreditNote");
  };
  credit("U1");
  world_.Close("2017-01", Date(2017, 1, 31));
  const auto historical_of = [this](const std::string& month) {
    std::map<std::string, std::int64_t> parts;
    for (const v1::HistoricalPayment& payment : world_.HistoricalPayments(month)) {
      parts[payment.payment_id()] = payment.historical_fen();
    }
    return parts;
  };
  EXPECT_THAT(
      historical_of("2017-01"),
      UnorderedElementsAre(Pair(before.id(), kYearFen - kMonthFen), Pair(after.id(), kYearFen)));
  world_.SetDate(Date(2017, 2, 28));
  credit("U2");
  world_.Close("2017-02", Date(2017, 2, 28));
  EXPECT_EQ(historical_of("2017-01")[after.id()], kYearFen);  // what was earned on it stays
  EXPECT_EQ(historical_of("2017-02")[after.id()], kYearFen - kMonthFen);
  EXPECT_THAT(world_.Reversals("2017-02"), IsEmpty());
  world_.SetDate(Date(2017, 3, 31));
  world_.Refund(after.id(), kMonthFen);
  world_.Close("2017-03", Date(2017, 3, 31));
  const auto undone = world_.Reversals("2017-03");
  ASSERT_THAT(undone, SizeIs(1));
  EXPECT_EQ(undone[0].payment_id(), after.id());
}

TEST_F(HistoricalPayments, INC4_ListsEveryPaymentWithAHistoricalPartByPages) {
  world_.Pay("U1", kYearFen - 200'00, Date(2017, 1, 10));
  world_.Pay("U1", 200'00 + kYearFen, Date(2017, 1, 11));
  world_.Pay("U2", 2 * kYearFen, Date(2017, 1, 12));
  world_.Close("2017-01", Date(2017, 1, 31));
  std::int64_t sum = 0;
  std::string last;
  const auto listed = world_.HistoricalPayments("2017-01");  // one a page
  for (const v1::HistoricalPayment& payment : listed) {
    sum += payment.historical_fen();
    EXPECT_LT(last, payment.payment_id());
    last = payment.payment_id();
  }
  EXPECT_THAT(listed, SizeIs(3));
  EXPECT_EQ(sum, 2 * kYearFen);
}

TEST_F(HistoricalPayments, INC4_APageTokenOfAnotherMonthIsRefused) {
  world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10));
  world_.Pay("U2", 2 * kYearFen, Date(2017, 1, 12));
  world_.Close("2017-01", Date(2017, 1, 31));
  world_.Close("2017-02", Date(2017, 2, 28));
  const auto ask = [&](const v1::ListHistoricalPaymentsRequest& request) {
    return world_.ledger().Call<v1::CloseService>(
        &v1::CloseService::StubInterface::ListHistoricalPayments, world_.ledger().Finance(),
        request);
  };
  v1::ListHistoricalPaymentsRequest request;
  request.set_month("2017-01");
  request.set_page_size(1);
  const auto page = ask(request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_NE(page->next_page_token(), "");
  request.set_page_token(page->next_page_token());
  request.set_month("2017-02");
  EXPECT_EQ(ReasonOf(ask(request).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(HistoricalPayments, INC5_NamesWhoWasOfTheTeamOnTheReceivedDate) {
  ASSERT_TRUE(world_.ledger()
                  .PutText(R"(entries { team_membership { team_id: "T1" staff_id: "S9"
                                        position: POSITION_MEMBER from_date: "2017-01-11" } })")
                  .ok());
  world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10), "S1", {"S2", "S9"});
  world_.Pay("U2", 2 * kYearFen, Date(2017, 1, 11), "S1", {"S2", "S9"});
  world_.Close("2017-01", Date(2017, 1, 31));
  for (const v1::HistoricalPayment& payment : world_.HistoricalPayments("2017-01")) {
    EXPECT_THAT(payment.collaborator_ids(), ElementsAre("S2", "S9"));
    if (payment.unit_id() == "U1") {
      EXPECT_THAT(payment.team_member_ids(), ElementsAre("S1", "S2"));
    } else {
      EXPECT_THAT(payment.team_member_ids(), ElementsAre("S1", "S2", "S9"));
    }
  }
}

// What is learned of teams once a month is closed counts from the next close on.
TEST_F(HistoricalPayments, LED10_TeamsThatChangeLaterChangeNoClosedMonth) {
  world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10), "S1", {"S2", "S9"});
  world_.Close("2017-01", Date(2017, 1, 31));
  const auto members_of = [&](const std::string& month) {
    const auto listed = world_.HistoricalPayments(month);
    EXPECT_THAT(listed, SizeIs(1));
    return std::vector<std::string>(listed.at(0).team_member_ids().begin(),
                                    listed.at(0).team_member_ids().end());
  };
  EXPECT_THAT(members_of("2017-01"), ElementsAre("S1", "S2"));
  ASSERT_EQ(world_.ledger().PutText(R"(entries { team_membership { team_id: "T1" staff_id: "S9"
                position: POSITION_MEMBER from_date: "2017-01-05" } })"),
            absl::OkStatus());
  EXPECT_THAT(members_of("2017-01"), ElementsAre("S1", "S2"));
  world_.Close("2017-02", Date(2017, 2, 28));
  EXPECT_THAT(members_of("2017-02"), ElementsAre("S1", "S2", "S9"));
  // The area is given to a team of nobody.
  ASSERT_EQ(world_.ledger().PutText(R"(
      entries { team { id: "T3" project_id: "P1" name: "三组" } }
      entries { area { id: "A1" project_id: "P1" team_id: "T3" name: "东片" } })"),
            absl::OkStatus());
  world_.Close("2017-03", Date(2017, 3, 31));
  EXPECT_THAT(members_of("2017-01"), ElementsAre("S1", "S2"));
  EXPECT_THAT(members_of("2017-02"), ElementsAre("S1", "S2", "S9"));
  EXPECT_THAT(members_of("2017-03"), IsEmpty());
}

TEST_F(HistoricalPayments, INC6_MarksCampaignMoneyOnBothEndDays) {
  world_.PutCampaign("P1", "2017-01-10", "2017-01-20");
  world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 20));
  world_.Pay("U2", 2 * kYearFen, Date(2017, 1, 21));
  world_.Pay("U3", 2 * kYearFen, Date(2017, 1, 10));
  world_.Close("2017-01", Date(2017, 1, 31));
  const auto listed = world_.HistoricalPayments("2017-01");
  ASSERT_THAT(listed, SizeIs(3));
  for (const v1::HistoricalPayment& payment : listed) {
    EXPECT_EQ(payment.in_campaign(), payment.unit_id() != "U2") << payment.unit_id();
  }
}

TEST_F(HistoricalPayments, INC9_AReversedPaymentIsListedAsUndone) {
  const v1::Payment payment = world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10));
  world_.Close("2017-01", Date(2017, 1, 31));
  EXPECT_THAT(world_.Reversals("2017-01"), IsEmpty());
  world_.SetDate(Date(2017, 2, 10));
  world_.Reverse(payment.id());
  world_.Close("2017-02", Date(2017, 2, 28));
  EXPECT_THAT(world_.HistoricalPayments("2017-02"), IsEmpty());
  const auto undone = world_.Reversals("2017-02");
  ASSERT_THAT(undone, SizeIs(1));
  EXPECT_EQ(undone[0].payment_id(), payment.id());
  EXPECT_EQ(undone[0].unit_id(), "U1");
  EXPECT_TRUE(undone[0].in_full());
  EXPECT_FALSE(undone[0].condition_holds());
  // The closed month's list stays: payroll has computed from it.
  EXPECT_THAT(world_.HistoricalPayments("2017-01"), SizeIs(1));
}

// A refund of what was too much leaves the condition, one fen more breaks it.
TEST_F(HistoricalPayments, INC9_ARefundTellsWhetherTheConditionStillHolds) {
  const v1::Payment whole = world_.Pay("U1", 2 * kYearFen + 50'00, Date(2017, 1, 10));
  const v1::Payment other = world_.Pay("U2", 2 * kYearFen + 50'00, Date(2017, 1, 10));
  world_.Close("2017-01", Date(2017, 1, 31));
  world_.SetDate(Date(2017, 2, 10));
  world_.Refund(whole.id(), 50'00);
  world_.Refund(other.id(), 50'01);
  world_.Close("2017-02", Date(2017, 2, 28));
  const auto undone = world_.Reversals("2017-02");
  ASSERT_THAT(undone, SizeIs(2));
  for (const v1::Reversal& reversal : undone) {
    EXPECT_FALSE(reversal.in_full());
    EXPECT_EQ(reversal.condition_holds(), reversal.unit_id() == "U1") << reversal.unit_id();
  }
  EXPECT_THAT(world_.Reversals("2017-01"), IsEmpty());
}

}  // namespace
}  // namespace cuijiao::support
