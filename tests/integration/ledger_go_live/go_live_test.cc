// Going live within a plan year (LED-19): from then on everything is as if the suite had been there
// since January.
#include <tuple>
#include <utility>

#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/receipt.grpc.pb.h"
#include "cuijiao/ledger/v1/reconciliation.grpc.pb.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "tests/integration/ledger_go_live/go_live_world.h"

namespace cuijiao::ledger {
namespace {

using support::PolicyEdits;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kBills = v1::IMPORT_KIND_OPENING_BILLS;
constexpr auto kUnits = v1::IMPORT_KIND_UNITS;

// A payment of the company whose suite was there.
void Pay(GoLiveWorld& world, const std::string& unit, std::int64_t fen, Date received,
         const std::string& bill = "") {
  v1::RecordPaymentRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_unit_id(unit);
  request.set_amount_fen(fen);
  request.set_method(v1::PAYMENT_METHOD_BANK_TRANSFER);
  request.set_received_date(FormatDate(received));
  if (!bill.empty()) request.add_designations()->set_bill_id(bill);
  GoLiveWorld::Must(world.ledger().Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::RecordPayment, world.ledger().Finance(), request));
}

// The company of go_live_world.h as it lived with the suite from January to 1 July.
void LiveSinceJanuary(GoLiveWorld& world) {
  world.MustImport(kUnits, kGoLiveUnits);
  world.MustImport(kBills, std::string(kBillHeader) +
                               "G1,property,2016-07-01,2016-12-31,2016-07-10,500.00,,,\n");
  const auto begin = [&](int month) {
    world.ledger().set_date(Date(2017, month, 1));
    const std::string of = FormatMonth(Month(2017, month));
    if (month > 6) return;
    for (const char* community : {"C1", "C2"}) world.RunBilling(community, of, of);
  };
  begin(1);
  world.ledger().set_date(Date(2017, 1, 20));
  Pay(world, "G1", 100'00, Date(2017, 1, 20), "G1/property/20170101-20170131");
  begin(2);
  world.ledger().set_date(Date(2017, 2, 20));
  Pay(world, "G2", 1200'00, Date(2017, 2, 20));
  begin(3);
  world.ledger().set_date(Date(2017, 3, 8));
  Pay(world, "G1", 250'00, Date(2017, 3, 8), "G1/property/20160701-20161231");
  begin(4);
  begin(5);
  world.ledger().set_date(Date(2017, 5, 15));
  Pay(world, "G3", 200'00, Date(2017, 5, 15));
  begin(6);
  begin(7);
}

// What money of a unit's payments stands where since when.
std::vector<std::tuple<std::string, std::int64_t, std::string>> AllocationsOf(
    const GoLiveWorld& world, const std::string& unit) {
  std::vector<std::tuple<std::string, std::int64_t, std::string>> all;
  for (const v1::Payment& payment : world.PaymentsOf(unit)) {
    for (const v1::Allocation& allocation : payment.allocations()) {
      all.emplace_back(allocation.bill_id(), allocation.amount_fen(), allocation.posting_date());
    }
    all.emplace_back("prepayment", payment.prepayment_fen(), "");
  }
  return all;
}

TEST(GoLive, LED19_FiguresAreAsIfTheSuiteHadBeenThereSinceJanuary) {
  GoLiveWorld there_before(Date(2017, 1, 1));
  LiveSinceJanuary(there_before);
  GoLiveWorld world;
  world.GoLive();
  for (const char* community : {"C1", "C2"}) {
    EXPECT_EQ(world.CurveOf(community), there_before.CurveOf(community)) << community;
    for (const char* day : {"2017-01-31", "2017-02-19", "2017-03-09", "2017-03-10", "2017-06-30"}) {
      EXPECT_EQ(world.RateOf(community, day), there_before.RateOf(community, day)) << day;
    }
  }
  for (const char* unit : {"G1", "G2", "G3"}) {
    EXPECT_EQ(AllocationsOf(world, unit), AllocationsOf(there_before, unit)) << unit;
  }
  EXPECT_EQ(world.RateOf("C1", "2017-07-01"), "130000/240000");
  EXPECT_EQ(world.RateOf("C2", "2017-07-01"), "20000/120000");
  EXPECT_TRUE(world.Verify().intact()) << world.Verify().DebugString();
}

TEST(GoLive, LED19_WhatWasBilledBeforeIsNotBilledAgainNorCountedTwice) {
  const GoLiveWorld world;
  world.GoLive();
  const std::string before = world.RateOf("C1", "2017-07-01");
  const v1::RunBillingResponse billed = world.RunBilling("C1", "2017-01", "2017-07");
  EXPECT_EQ(billed.made_count(), 2);  // July of G1 and G2
  EXPECT_EQ(billed.existing_count(), 12);
  EXPECT_EQ(world.RateOf("C1", "2017-07-01"), before);
  // As of a day before a bill's posting its fee is what is scheduled.
  EXPECT_EQ(world.RateOf("C1", "2017-05-31"), "130000/240000");
}

// Without days of its own a file is posted on the day of its import: figures of that day are right.
TEST(GoLive, LED19_FilesWithoutPostingDaysCountFromTheirImportOn) {
  const GoLiveWorld world;
  world.MustImport(kUnits,
                   "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,"
                   "period_months,due_days,from_date\n"
                   "G3,C2,8栋3,home,100,property,1,,1,9,2017-01-01\n");
  world.MustImport(kBills, std::string(kBillHeader) +
                               "G3,property,2017-01-01,2017-01-31,2017-01-10,100.00,,,\n");
  world.MustImport(kOpeningReceipts, std::string(kReceiptHeader) + "C-1,G3,150.00,2017-05-15,,,\n");
  EXPECT_EQ(world.RateOf("C2", "2017-07-01"), "15000/120000");
  EXPECT_EQ(world.RateOf("C2", "2017-06-30"), "0/0");
  const std::vector<v1::Payment> payments = world.PaymentsOf("G3");
  ASSERT_THAT(payments, SizeIs(1));
  EXPECT_EQ(payments[0].posting_date(), "2017-05-15");
  EXPECT_EQ(payments[0].prepayment_fen(), 50'00);
  ASSERT_EQ(payments[0].allocations_size(), 1);
  EXPECT_EQ(payments[0].allocations(0).posting_date(), "2017-07-01");
}

TEST(GoLive, LED19_OpeningReceiptsStandAgainstOpeningEquityAndAreNobodysCash) {
  GoLiveWorld world;
  world.GoLive();
  for (const v1::Payment& payment : world.PaymentsOf("G1")) {
    EXPECT_EQ(payment.method(), v1::PAYMENT_METHOD_OPENING);
    EXPECT_EQ(payment.collector_id(), "S1");
    v1::GetReceiptRequest request;
    request.set_payment_id(payment.id());
    EXPECT_EQ(world.ReasonFor<v1::ReceiptService>(&v1::ReceiptService::StubInterface::GetReceipt,
                                                  request),
              "RECEIVED_BEFORE");
    v1::RecordTaxInvoiceRequest invoice;
    invoice.set_request_id(world.ledger().NewRequestId());
    invoice.set_payment_id(payment.id());
    invoice.set_invoice_number("12345678");
    invoice.set_issue_date("2017-07-01");
    EXPECT_EQ(world.ReasonFor<v1::ReceiptService>(
                  &v1::ReceiptService::StubInterface::RecordTaxInvoice, invoice),
              "RECEIVED_BEFORE");
  }
  // A receipt of today is the first of its series: the ones before took no number.
  Pay(world, "G3", 10'00, Date(2017, 7, 1));
  v1::ListReceiptsRequest receipts;
  receipts.set_project_id("P1");
  receipts.set_year(2017);
  const auto listed = GoLiveWorld::Must(world.ledger().Call<v1::ReceiptService>(
      &v1::ReceiptService::StubInterface::ListReceipts, world.ledger().Finance(), receipts));
  EXPECT_EQ(listed.last_sequence(), 1);
  EXPECT_EQ(world.Number("SELECT COUNT(*) AS n FROM cash_payment"), 0);
  EXPECT_EQ(world.Number("SELECT COUNT(*) AS n FROM wallet_payment"), 0);
  EXPECT_EQ(world.Number("SELECT SUM(amount_fen) AS n FROM journal_line"
                         " WHERE account LIKE 'CASH%'"),
            10'00);
  // Bills of 500.00 and 18 of 100.00, against 1,750.00 received.
  EXPECT_EQ(world.Number("SELECT SUM(amount_fen) AS n FROM journal_line"
                         " WHERE account = 'OPENING_EQUITY'"),
            -(500'00 + 1800'00) + 1750'00);
}

// The check lets payments be followed, and what was put beside an opening receipt is named.
TEST(GoLive, LED4_AReceiptPutBesideAnOpeningReceiptIsNamed) {
  GoLiveWorld world;
  world.GoLive();
  Pay(world, "G3", 10'00, Date(2017, 7, 1));
  EXPECT_EQ(world.Number("SELECT COUNT(*) AS n FROM receipt"), 0);
  EXPECT_TRUE(world.Verify().intact()) << world.Verify().DebugString();
  EXPECT_EQ(world.Number("SELECT COUNT(*) AS n FROM receipt"), 1);
  const std::string opening = world.PaymentsOf("G1").at(0).id();
  for (const auto& [put, taken] :
       {std::pair("INSERT INTO receipt SELECT project_id, year, 2, ?, issued_time FROM receipt",
                  "DELETE FROM receipt WHERE payment_id = ?"),
        std::pair("INSERT INTO cash_payment (payment_id, project_id, taken_by)"
                  " VALUES (?, 'P1', 'S1')",
                  "DELETE FROM cash_payment WHERE payment_id = ?"),
        std::pair("INSERT INTO wallet_payment (payment_id, project_id, method, received_date)"
                  " VALUES (?, 'P1', 'ALIPAY', '2017-01-20')",
                  "DELETE FROM wallet_payment WHERE payment_id = ?")}) {
    EXPECT_EQ(world.Execute(put, {opening}), 1) << put;
    const v1::VerifyIntegrityResponse answer = world.Verify();
    ASSERT_EQ(answer.faults_size(), 1) << answer.DebugString();
    EXPECT_EQ(answer.faults(0).partition(), "C1");
    EXPECT_EQ(answer.faults(0).reference_id(), opening);
    EXPECT_THAT(answer.faults(0).message(), ::testing::HasSubstr("system before"));
    EXPECT_EQ(world.Execute(taken, {opening}), 1) << taken;
  }
}

TEST(GoLive, LED3_OpeningReceiptsAreReversedAndRefundedLikeOthers) {
  GoLiveWorld world;
  world.GoLive();
  v1::RefundPaymentRequest refund;
  refund.set_request_id(world.ledger().NewRequestId());
  refund.set_payment_id(world.PaymentsOf("G2").at(0).id());
  refund.set_amount_fen(500'00);
  refund.set_note("退款");
  const v1::Payment refunded = GoLiveWorld::Must(world.ledger().Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::RefundPayment, world.ledger().Finance(), refund));
  EXPECT_EQ(refunded.prepayment_fen(), 100'00);
  v1::ReversePaymentRequest reversal;
  reversal.set_request_id(world.ledger().NewRequestId());
  reversal.set_payment_id(world.PaymentsOf("G3").at(0).id());
  reversal.set_reason(v1::ReversePaymentRequest::REASON_WRONG_UNIT);
  GoLiveWorld::Must(world.ledger().Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::ReversePayment, world.ledger().Finance(), reversal));
  EXPECT_EQ(world.RateOf("C1", "2017-07-01"), "80000/240000");
  EXPECT_EQ(world.RateOf("C2", "2017-07-01"), "0/120000");
  EXPECT_EQ(world.RateOf("C2", "2017-06-30"), "20000/120000");
  EXPECT_EQ(world.Number("SELECT COUNT(*) AS n FROM journal_line WHERE account LIKE 'CASH%'"), 0);
  EXPECT_TRUE(world.Verify().intact()) << world.Verify().DebugString();
}

TEST(GoLive, LED19_TheMethodIsTheImportsAlone) {
  GoLiveWorld world;
  world.GoLive();
  v1::RecordPaymentRequest payment;
  payment.set_request_id(world.ledger().NewRequestId());
  payment.set_unit_id("G1");
  payment.set_amount_fen(1);
  payment.set_method(v1::PAYMENT_METHOD_OPENING);
  payment.set_received_date("2017-07-01");
  EXPECT_EQ(world.ReasonFor<v1::PaymentService>(&v1::PaymentService::StubInterface::RecordPayment,
                                                payment),
            "METHOD_OPENING");
  v1::RecordSuspenseRequest suspense;
  suspense.set_request_id(world.ledger().NewRequestId());
  suspense.set_project_id("P1");
  suspense.set_amount_fen(1);
  suspense.set_method(v1::PAYMENT_METHOD_OPENING);
  suspense.set_received_date("2017-07-01");
  EXPECT_EQ(world.ReasonFor<v1::PaymentService>(&v1::PaymentService::StubInterface::RecordSuspense,
                                                suspense),
            "METHOD_OPENING");
  v1::PostSettlementRequest settlement;
  settlement.set_request_id(world.ledger().NewRequestId());
  settlement.set_unit_id("G1");
  settlement.set_waiver_id("W1");
  settlement.set_waiver_fen(1);
  settlement.set_cash_fen(1);
  settlement.set_method(v1::PAYMENT_METHOD_OPENING);
  settlement.set_received_date("2017-07-01");
  settlement.set_debt_version(1);
  const auto settled = world.ledger().Call<v1::SettlementService>(
      &v1::SettlementService::StubInterface::PostSettlement, world.ledger().Service("waiver"),
      settlement);
  EXPECT_EQ(ReasonOf(settled.status()), "METHOD_OPENING") << settled.status();
}

TEST(GoLive, LED19_WrongRowsAreListed) {
  const GoLiveWorld world;
  world.MustImport(kUnits, kGoLiveUnits);
  EXPECT_THAT(
      world.Import(kBills, std::string(kBillHeader) +
                               "G1,property,2017-01-01,2017-01-31,2017-01-10,1,,,2017-07-02\n"
                               "G1,property,2017-02-01,2017-02-28,2017-02-10,1,,,2017-07-01\n"),
      ElementsAre("2 POSTING_DATE_IN_FUTURE"));
  world.MustImport(kBills, GoLiveWorld::AllBills());
  EXPECT_THAT(
      world.Import(kOpeningReceipts, std::string(kReceiptHeader) +
                                         "X-1,G1,1.00,2017-07-01,,,\n"
                                         "X-2,G1,1.00,2017-06-30,,,\n"
                                         "X-3,G2,1.00,2017-07-02,,,\n"
                                         "X-4,G3,1.00,2017-07-01,property,2017-07-01,2017-07-31\n"
                                         "X-5,G3,1.00,2017-07-01,property,2017-07-01,\n"
                                         "X-6,U9,1.00,2017-07-01,,,\n"
                                         "X-7,NONE,1.00,2017-07-01,,,\n"
                                         "X-8,G3,0.00,2017-07-01,,,\n"
                                         "X-4,G3,2.00,2017-07-01,,,\n"
                                         "X-1,G2,1.00,2017-07-02,property,2017-07-01,2018-06-30\n"),
      ElementsAre("3 RECEIPTS_OUT_OF_ORDER", "4 RECEIVED_DATE_IN_FUTURE", "5 UNKNOWN_BILL",
                  "6 CELL_EMPTY", "7 OTHER_PROJECT", "8 UNKNOWN_UNIT", "9 CELL_NOT_AN_AMOUNT",
                  "10 ROW_REPEATED", "11 PERIOD_WRONG"));
  EXPECT_THAT(world.PaymentsOf("G1"), IsEmpty());
  // A new fee of a unit that is in already counts from the day of its file.
  EXPECT_THAT(world.Import(kUnits,
                           "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,"
                           "period_months,due_days,from_date,counts_from\n"
                           "G1,C1,7栋1,home,100,parking,,50,1,9,2017-08-01,2017-01-01\n"
                           "G7,C1,7栋7,home,100,parking,,50,1,9,2017-08-01,2017-07-02\n"),
              ElementsAre("2 UNIT_EXISTS", "3 POSTING_DATE_IN_FUTURE"));
}

// The same file again, under another request, brings nothing twice; a receipt that says something
// else under a reference that is in is refused.
TEST(GoLive, LED19_NothingComesInTwice) {
  const GoLiveWorld world;
  world.GoLive();
  const auto again =
      world.TryImport(kOpeningReceipts, GoLiveWorld::AllReceipts() + "C-2,G3,1.00,2017-05-16,,,\n");
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->imported_count(), 1);
  EXPECT_EQ(again->existing_count(), 4);
  EXPECT_THAT(world.PaymentsOf("G3"), SizeIs(2));
  EXPECT_THAT(
      world.Import(kOpeningReceipts, std::string(kReceiptHeader) + "C-1,G3,200.01,2017-05-15,,,\n"),
      ElementsAre("2 ROW_CHANGED"));
}

// Each receipt is allocated on what those before it left, across files too: what was received
// before money that is recorded does not come in behind it.
TEST(GoLive, LED19_NothingComesInBehindMoneyThatWasReceivedLater) {
  GoLiveWorld world;
  world.GoLive();
  for (const std::string& before : {GoLiveWorld::AllReceipts(), std::string(kReceiptHeader)}) {
    const auto late = world.TryImport(kOpeningReceipts, before + "C-0,G3,1.00,2017-05-14,,,\n");
    ASSERT_EQ(late.status(), absl::OkStatus());
    ASSERT_THAT(late->row_errors(), SizeIs(1));
    EXPECT_EQ(late->row_errors(0).reason(), "RECEIPTS_OUT_OF_ORDER");
    EXPECT_THAT(late->row_errors(0).message(), ::testing::HasSubstr("2017-05-15"));
  }
  EXPECT_THAT(world.PaymentsOf("G3"), SizeIs(1));
  // On the same day.
  world.MustImport(kOpeningReceipts, std::string(kReceiptHeader) + "C-0,G3,1.00,2017-05-15,,,\n");
  // Money of now is in the way as well.
  Pay(world, "G3", 10'00, Date(2017, 6, 30));
  EXPECT_THAT(
      world.Import(kOpeningReceipts, std::string(kReceiptHeader) + "C-2,G3,1.00,2017-06-29,,,\n"),
      ElementsAre("2 RECEIPTS_OUT_OF_ORDER"));
  world.MustImport(kOpeningReceipts, std::string(kReceiptHeader) + "C-2,G3,1.00,2017-06-30,,,\n");
}

// Reversed money is allocated no more: the file is sent again behind the row that was missing.
TEST(GoLive, LED19_WhatWasReversedIsInNobodysWay) {
  GoLiveWorld world;
  world.GoLive();
  v1::ReversePaymentRequest reversal;
  reversal.set_request_id(world.ledger().NewRequestId());
  reversal.set_payment_id(world.PaymentsOf("G3").at(0).id());
  reversal.set_reason(v1::ReversePaymentRequest::REASON_BOUNCED);
  GoLiveWorld::Must(world.ledger().Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::ReversePayment, world.ledger().Finance(), reversal));
  world.MustImport(
      kOpeningReceipts,
      std::string(kReceiptHeader) + "C-0,G3,1.00,2017-02-14,,,\nC-1b,G3,200.00,2017-05-15,,,\n");
  EXPECT_EQ(world.Number("SELECT COUNT(*) AS n FROM payment WHERE unit_id = 'G3'"
                         " AND state <> 'REVERSED'"),
            2);
}

TEST(GoLive, LED19_OpeningReceiptsGoInWhole) {
  GoLiveWorld world;
  world.MustImport(kUnits, kGoLiveUnits);
  v1::ImportFileRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_project_id("P1");
  request.set_kind(kOpeningReceipts);
  request.set_content(GoLiveWorld::AllReceipts());
  request.set_skip_bad_rows(true);
  const auto refused = world.ledger().Call<v1::ImportService>(
      &v1::ImportService::StubInterface::ImportFile, world.ledger().Finance(), request);
  EXPECT_EQ(ReasonOf(refused.status()), "FIELDS_INVALID");
  EXPECT_THAT(std::string(refused.status().message()), ::testing::HasSubstr("skip_bad_rows"));
  request.set_kind(kBills);
  request.set_content(GoLiveWorld::AllBills() + "G1,property,x,,,,,,\n");
  EXPECT_EQ(GoLiveWorld::Must(world.ledger().Call<v1::ImportService>(
                                  &v1::ImportService::StubInterface::ImportFile,
                                  world.ledger().Finance(), request))
                .imported_count(),
            19)
      << "other kinds leave wrong rows out";
}

// LED-8 by the month alone. A receipt counts in the month that it is posted in (definitions 2 and
// 7): of a company that closed nothing yet that is the month it was received in; a project that
// goes live after closed months has its receipts of before in its first open one, so that its
// months add up to its year.
TEST(GoLive, LED8_ReceiptsOfBeforeCountInTheMonthTheyArePostedIn) {
  const PolicyEdits by_month = {{"RATE_BASIS_CUMULATIVE", "RATE_BASIS_MONTH"}};
  GoLiveWorld world(Date(2017, 7, 1), by_month);
  world.GoLive();
  GoLiveWorld lived(Date(2017, 1, 1), by_month);
  LiveSinceJanuary(lived);
  for (const char* community : {"C1", "C2"}) {
    EXPECT_EQ(world.CurveOf(community), lived.CurveOf(community)) << community;
  }
  EXPECT_EQ(world.RateOf("C1", "2017-01-31"), "10000/20000");
  EXPECT_EQ(world.RateOf("C1", "2017-07-31"), "0/20000") << "nothing of July";

  ASSERT_EQ(world.Close("2017-07").status(), absl::OkStatus());
  world.ledger().set_date(Date(2017, 8, 1));
  const auto import = [&](v1::ImportKind kind, const std::string& content) {
    EXPECT_THAT(world.Import(kind, content, "P2"), IsEmpty());
  };
  import(kUnits,
         "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,"
         "due_days,from_date,counts_from\n"
         "Q1,C9,9栋1,home,100,property,1,,1,9,2017-08-01,\n");
  import(kBills, std::string(kBillHeader) +
                     "Q1,property,2017-06-01,2017-06-30,2017-06-10,100.00,,,\n"
                     "Q1,property,2017-07-01,2017-07-31,2017-07-10,100.00,,,\n");
  import(kOpeningReceipts, std::string(kReceiptHeader) + "Q-1,Q1,150.00,2017-07-12,,,\n");
  EXPECT_EQ(world.RateOf("C9", "2017-07-31"), "0/0") << "what was closed stays";
  EXPECT_EQ(world.RateOf("C9", "2017-08-31"), "15000/10000");
}

TEST(GoLive, LED19_OpeningReceiptsComeInUntilAMonthIsClosedWithTheirCommunity) {
  GoLiveWorld world;
  world.GoLive();
  world.MustImport(kOpeningReceipts, std::string(kReceiptHeader) + "C-2,G3,1.00,2017-06-30,,,\n");
  ASSERT_EQ(world.Close("2017-07").status(), absl::OkStatus());
  world.ledger().set_date(Date(2017, 8, 1));
  EXPECT_THAT(
      world.Import(kOpeningReceipts, std::string(kReceiptHeader) + "C-3,G3,1.00,2017-06-30,,,\n"),
      ElementsAre("2 OPENING_TOO_LATE"));
  // A bill that is found late is posted on a day that is open.
  EXPECT_THAT(
      world.Import(kBills, std::string(kBillHeader) +
                               "G3,parking,2017-01-01,2017-01-31,2017-01-10,1,,,2017-07-31\n"),
      ElementsAre("2 MONTH_CLOSED"));
  EXPECT_THAT(
      world.Import(kBills, std::string(kBillHeader) +
                               "G3,parking,2017-01-01,2017-01-31,2017-01-10,1,,,2017-08-01\n"),
      IsEmpty());
  // The project that goes live next was in no month's figures: U9 had no fee yet.
  EXPECT_THAT(world.Import(kOpeningReceipts,
                           std::string(kReceiptHeader) + "Z-1,U9,5.00,2017-06-30,,,\n", "P2"),
              IsEmpty());
  const std::vector<v1::Payment> payments = world.PaymentsOf("U9");
  ASSERT_THAT(payments, SizeIs(1));
  EXPECT_EQ(payments[0].received_date(), "2017-06-30");
  EXPECT_EQ(payments[0].posting_date(), "2017-08-01");
}

// Definition 18 and LED-12 go by the received date; INC-4's bonus was the system's before.
TEST(GoLive, LED12_CampaignsMarkThemAndINC4LeavesThemOut) {
  GoLiveWorld world;
  v1::PutCampaignRequest campaign;
  campaign.set_request_id(world.ledger().NewRequestId());
  campaign.set_project_id("P1");
  campaign.set_name("预交活动");
  campaign.set_from_date("2017-01-01");
  campaign.set_to_date("2017-02-28");
  GoLiveWorld::Must(world.ledger().Call<v1::PlanService>(
      &v1::PlanService::StubInterface::PutCampaign, world.ledger().Finance(), campaign));
  world.GoLive();
  EXPECT_TRUE(world.PaymentsOf("G2").at(0).in_campaign());
  EXPECT_FALSE(world.PaymentsOf("G3").at(0).in_campaign());
  // G1 pays all that it owes of before, and the whole year, in July: that payment may earn, the one
  // of March may not.
  Pay(world, "G1", 250'00, Date(2017, 7, 1));
  Pay(world, "G1", 1100'00, Date(2017, 7, 1));
  ASSERT_EQ(world.Close("2017-07").status(), absl::OkStatus());
  v1::ListHistoricalPaymentsRequest request;
  request.set_month("2017-07");
  const auto payments = GoLiveWorld::Must(world.ledger().Call<v1::CloseService>(
      &v1::CloseService::StubInterface::ListHistoricalPayments, world.ledger().Finance(), request));
  ASSERT_EQ(payments.historical_payments_size(), 1);
  EXPECT_EQ(payments.historical_payments(0).historical_fen(), 250'00);
  EXPECT_EQ(payments.historical_payments(0).received_date(), "2017-07-01");
}

TEST(GoLive, LED11_FinancesListsDoNotAskForThem) {
  GoLiveWorld world;
  world.GoLive();
  v1::ImportFinanceReceiptsRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_project_id("P1");
  request.set_month("2017-05");
  request.set_content("unit_id,received_date,amount\nG1,2017-05-31,1.00\n");
  const auto laid = GoLiveWorld::Must(world.ledger().Call<v1::ReconciliationService>(
      &v1::ReconciliationService::StubInterface::ImportFinanceReceipts, world.ledger().Finance(),
      request));
  EXPECT_EQ(laid.reconciliation().ledger_count(), 0);
  EXPECT_EQ(laid.reconciliation().open_count(), 1);
}

// LED-15: the late fee of the time before came with the bill, whichever day that is posted on.
TEST(GoLive, LED15_LateFeeIsChargedFromTheTakingOverOn) {
  GoLiveWorld world(Date(2017, 7, 1), PolicyEdits{{"daily_rate_e6: 0", "daily_rate_e6: 1000"}});
  world.GoLive();
  world.ledger().set_date(Date(2017, 7, 11));
  v1::QuoteLateFeesRequest request;
  request.set_unit_id("G1");
  request.add_bill_ids("G1/property/20160701-20161231");
  const auto fees = GoLiveWorld::Must(world.ledger().Call<v1::AdjustmentService>(
      &v1::AdjustmentService::StubInterface::QuoteLateFees, world.ledger().Finance(), request));
  ASSERT_EQ(fees.late_fees_size(), 1);
  ASSERT_EQ(fees.late_fees(0).spans_size(), 1);
  EXPECT_EQ(fees.late_fees(0).spans(0).from_date(), "2017-07-02");
  EXPECT_EQ(fees.late_fees(0).spans(0).principal_fen(), 250'00);
}

}  // namespace
}  // namespace cuijiao::ledger
