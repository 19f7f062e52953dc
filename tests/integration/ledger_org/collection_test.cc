// What collection asks the ledger: debts, upcoming bills, contacts, communities.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/collection.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::LedgerFixture;
using CollectionMethods = v1::CollectionService::StubInterface;

class CollectionTest : public ::testing::Test {
 protected:
  // U1 and U2 are billed 2.00 yuan a m² and month, due on the 10th.
  CollectionTest() : ledger_(Date(2017, 1, 1)) {
    EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus());
    v1::BatchPutFeeSchedulesRequest schedules;
    schedules.set_request_id(ledger_.NewRequestId());
    for (const std::string unit_id : {"U1", "U2"}) {
      v1::FeeSchedule& schedule = *schedules.add_fee_schedules();
      schedule.set_unit_id(unit_id);
      schedule.set_fee_kind(v1::FEE_KIND_PROPERTY);
      schedule.set_period_months(1);
      schedule.set_price_e4_yuan_per_m2_month(20000);
      schedule.set_due_after_days(9);
      schedule.set_from_date("2017-01-01");
    }
    EXPECT_EQ(
        ledger_
            .Call<v1::BillingService>(&v1::BillingService::StubInterface::BatchPutFeeSchedules,
                                      ledger_.Finance(), schedules)
            .status(),
        absl::OkStatus());
    v1::RunBillingRequest run;
    run.set_community_id("C1");
    run.set_from_month("2017-01");
    run.set_to_month("2017-03");
    EXPECT_EQ(ledger_
                  .Call<v1::BillingService>(&v1::BillingService::StubInterface::RunBilling,
                                            ledger_.Finance(), run)
                  .status(),
              absl::OkStatus());
  }

  void Pay(const std::string& unit_id, std::int64_t amount_fen, const std::string& date) {
    v1::RecordPaymentRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_unit_id(unit_id);
    request.set_amount_fen(amount_fen);
    request.set_method(v1::PAYMENT_METHOD_CASH);
    request.set_received_date(date);
    EXPECT_EQ(ledger_
                  .Call<v1::PaymentService>(&v1::PaymentService::StubInterface::RecordPayment,
                                            ledger_.Finance(), request)
                  .status(),
              absl::OkStatus());
  }

  absl::StatusOr<v1::ListUnitDebtsResponse> Debts(int page_size = 0,
                                                  const std::string& token = "") {
    v1::ListUnitDebtsRequest request;
    request.set_community_id("C1");
    request.set_page_size(page_size);
    request.set_page_token(token);
    return ledger_.Call<v1::CollectionService>(&CollectionMethods::ListUnitDebts, ledger_.Finance(),
                                               request);
  }

  LedgerFixture ledger_;
};

TEST_F(CollectionTest, ADebtIsOverdueTheDayAfterItsDueDate) {
  ledger_.set_date(Date(2017, 1, 10));
  ASSERT_EQ(Debts().status(), absl::OkStatus());
  EXPECT_EQ(Debts()->unit_debts_size(), 0);
  ledger_.set_date(Date(2017, 1, 11));
  const auto debts = Debts();
  ASSERT_EQ(debts.status(), absl::OkStatus());
  ASSERT_EQ(debts->unit_debts_size(), 2);
  EXPECT_EQ(debts->unit_debts(0).unit_id(), "U1");
  EXPECT_EQ(debts->unit_debts(0).overdue_fen(), 17900);  // 89.50 m² at 2.00
  EXPECT_EQ(debts->unit_debts(0).months_overdue(), 1);
  EXPECT_EQ(debts->unit_debts(0).collector_id(), "S1");
  EXPECT_EQ(debts->unit_debts(1).overdue_fen(), 24000);
}

TEST_F(CollectionTest, DebtsComeInPages) {
  ledger_.set_date(Date(2017, 2, 1));
  const auto first = Debts(1);
  ASSERT_EQ(first.status(), absl::OkStatus());
  ASSERT_EQ(first->unit_debts_size(), 1);
  const auto second = Debts(1, first->next_page_token());
  ASSERT_EQ(second.status(), absl::OkStatus());
  ASSERT_EQ(second->unit_debts_size(), 1);
  EXPECT_EQ(second->unit_debts(0).unit_id(), "U2");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(CollectionTest, PrepaymentIsUsedOnTheDueDateBeforeAnyoneIsAsked) {
  Pay("U1", 17900, "2017-01-01");
  ledger_.set_date(Date(2017, 1, 11));
  const auto debts = Debts();
  ASSERT_EQ(debts.status(), absl::OkStatus());
  ASSERT_EQ(debts->unit_debts_size(), 1);
  EXPECT_EQ(debts->unit_debts(0).unit_id(), "U2");
  v1::GetUnitDebtRequest request;
  request.set_unit_id("U1");
  const auto debt = ledger_.Call<v1::CollectionService>(&CollectionMethods::GetUnitDebt,
                                                        ledger_.Finance(), request);
  ASSERT_EQ(debt.status(), absl::OkStatus());
  EXPECT_EQ(debt->overdue_fen(), 0);
  EXPECT_EQ(debt->oldest_due_date(), "");
  EXPECT_EQ(debt->months_overdue(), 0);
}

TEST_F(CollectionTest, N1_UpcomingBillsThatPrepaymentCoversAreNotListed) {
  Pay("U1", 17900 + 17899, "2017-01-01");  // January in full, February all but a fen
  v1::ListUpcomingBillsRequest request;
  request.set_community_id("C1");
  request.set_from_due_date("2017-01-08");
  request.set_to_due_date("2017-02-28");
  const auto upcoming = ledger_.Call<v1::CollectionService>(&CollectionMethods::ListUpcomingBills,
                                                            ledger_.Finance(), request);
  ASSERT_EQ(upcoming.status(), absl::OkStatus());
  std::vector<std::string> ids;
  for (const v1::Bill& bill : upcoming->bills()) ids.push_back(bill.id());
  EXPECT_THAT(
      ids, ::testing::ElementsAre("U2/property/20170101-20170131", "U1/property/20170201-20170228",
                                  "U2/property/20170201-20170228"));
  // Prepayment goes to January first even when only February is asked for.
  request.set_from_due_date("2017-02-01");
  const auto february = ledger_.Call<v1::CollectionService>(&CollectionMethods::ListUpcomingBills,
                                                            ledger_.Finance(), request);
  ASSERT_EQ(february.status(), absl::OkStatus());
  EXPECT_EQ(february->bills_size(), 2);
  request.set_page_size(1);
  const auto page = ledger_.Call<v1::CollectionService>(&CollectionMethods::ListUpcomingBills,
                                                        ledger_.Finance(), request);
  ASSERT_EQ(page.status(), absl::OkStatus());
  EXPECT_EQ(page->bills(0).unit_id(), "U1");
  request.set_page_token(page->next_page_token());
  const auto last = ledger_.Call<v1::CollectionService>(&CollectionMethods::ListUpcomingBills,
                                                        ledger_.Finance(), request);
  ASSERT_EQ(last.status(), absl::OkStatus());
  EXPECT_EQ(last->bills(0).unit_id(), "U2");
  EXPECT_EQ(last->next_page_token(), "");
}

TEST_F(CollectionTest, ContactsAreForTheEscalationService) {
  v1::BatchGetContactsRequest request;
  request.add_unit_ids("U1");
  request.add_unit_ids("U404");
  const auto contacts = ledger_.Call<v1::CollectionService>(&CollectionMethods::BatchGetContacts,
                                                            ledger_.Service("escalation"), request);
  ASSERT_EQ(contacts.status(), absl::OkStatus());
  ASSERT_EQ(contacts->contacts_size(), 1);
  EXPECT_EQ(contacts->contacts(0).name(), "孙丽华");
  EXPECT_EQ(contacts->contacts(0).phone(), "13800138001");
  EXPECT_EQ(contacts->contacts(0).community_name(), "翠苑");
  const auto refused = ledger_.Call<v1::CollectionService>(&CollectionMethods::BatchGetContacts,
                                                           ledger_.Finance(), request);
  EXPECT_EQ(ReasonOf(refused.status()), "ROLE_NOT_ALLOWED");
}

TEST_F(CollectionTest, CommunitiesOfAProjectOrOfTheCompany) {
  v1::ListCommunitiesRequest request;
  const auto all = ledger_.Call<v1::CollectionService>(&CollectionMethods::ListCommunities,
                                                       ledger_.Finance(), request);
  ASSERT_EQ(all.status(), absl::OkStatus());
  EXPECT_EQ(all->communities_size(), 3);
  request.set_project_id("P2");
  const auto of_project = ledger_.Call<v1::CollectionService>(&CollectionMethods::ListCommunities,
                                                              ledger_.Finance(), request);
  ASSERT_EQ(of_project.status(), absl::OkStatus());
  ASSERT_EQ(of_project->communities_size(), 1);
  EXPECT_EQ(of_project->communities(0).community_id(), "C9");
}

}  // namespace
}  // namespace cuijiao::ledger
