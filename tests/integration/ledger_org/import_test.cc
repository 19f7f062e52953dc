// Getting data in from files (LED-13): all or none, every bad row told, nothing twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <map>
#include <string>
#include <thread>
#include <vector>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/collection.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::LedgerFixture;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kUnits = v1::IMPORT_KIND_UNITS;
constexpr auto kOwners = v1::IMPORT_KIND_OWNERS;
constexpr auto kBills = v1::IMPORT_KIND_OPENING_BILLS;
constexpr auto kReceipts = v1::IMPORT_KIND_RECEIPTS;

std::string Gb18030(const std::string& utf8) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  std::string bytes(utf8.size() * 2, '\0');
  const int32_t length =
      text.extract(0, text.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), "GB18030");
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() { EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus()); }

  v1::ImportFileRequest Request(v1::ImportKind kind, const std::string& content) const {
    v1::ImportFileRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id("P1");
    request.set_kind(kind);
    request.set_content(content);
    return request;
  }

  absl::StatusOr<v1::ImportFileResponse> Import(const v1::ImportFileRequest& request) const {
    return ledger_.Call<v1::ImportService>(&v1::ImportService::StubInterface::ImportFile,
                                           ledger_.Finance(), request);
  }

  // An import that the call itself does not refuse.
  v1::ImportFileResponse MustImport(v1::ImportKind kind, const std::string& content) const {
    const auto response = Import(Request(kind, content));
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? *response : v1::ImportFileResponse();
  }

  std::vector<std::string> Reasons(const v1::ImportFileResponse& response) const {
    std::vector<std::string> reasons;
    for (const v1::RowError& error : response.row_errors()) {
      reasons.push_back(std::to_string(error.line()) + " " + error.reason());
    }
    return reasons;
  }

  bool UnitExists(const std::string& unit_id) const {
    v1::GetUnitRequest request;
    request.set_unit_id(unit_id);
    return ledger_
        .Call<v1::OrganisationService>(&v1::OrganisationService::StubInterface::GetUnit,
                                       ledger_.Finance(), request)
        .ok();
  }

  v1::UnitDebt DebtOf(const std::string& unit_id) const {
    v1::GetUnitDebtRequest request;
    request.set_unit_id(unit_id);
    const auto debt = ledger_.Call<v1::CollectionService>(
        &v1::CollectionService::StubInterface::GetUnitDebt, ledger_.Finance(), request);
    EXPECT_EQ(debt.status(), absl::OkStatus());
    return debt.ok() ? *debt : v1::UnitDebt();
  }

  std::int64_t CountStaged() {
    const auto rows = ledger_.database().Read("count", [](db::Transaction& transaction) {
      return transaction.Query("SELECT line FROM staged_row");
    });
    return rows.ok() ? static_cast<std::int64_t>(rows->size()) : -1;
  }

  LedgerFixture ledger_;
};

constexpr const char* kUnitsInChinese =
    "房屋编号,小区编号,房号,类型,计费面积,费用种类,单价,固定金额,计费月数,缴费天数,起始日期\r\n"
    "U101,C1,5栋101,住宅,89.5,物业费,2.35,,1,9,2017年1月1日\r\n"
    "U101,C1,5栋101,住宅,89.50,停车费,,\"1,200.00\",12,9,2017-01-01\r\n"
    "U102,C2,5栋102,车位,12,,,,,,\r\n";

TEST_F(ImportTest, LED13_UnitsComeInWithTheirSchedules) {
  const auto response = MustImport(kUnits, kUnitsInChinese);
  EXPECT_THAT(Reasons(response), ElementsAre());
  EXPECT_EQ(response.row_count(), 3);
  EXPECT_EQ(response.imported_count(), 3);
  EXPECT_EQ(response.encoding(), "UTF-8");
  EXPECT_TRUE(UnitExists("U101"));
  EXPECT_TRUE(UnitExists("U102"));
  v1::ListFeeSchedulesRequest request;
  request.set_unit_id("U101");
  const auto schedules = ledger_.Call<v1::BillingService>(
      &v1::BillingService::StubInterface::ListFeeSchedules, ledger_.Finance(), request);
  ASSERT_EQ(schedules.status(), absl::OkStatus());
  ASSERT_EQ(schedules->fee_schedules_size(), 2);
  EXPECT_EQ(schedules->fee_schedules(0).price_e4_yuan_per_m2_month(), 23500);
  EXPECT_EQ(schedules->fee_schedules(1).fixed_fen_per_month(), 120000);
  EXPECT_EQ(schedules->fee_schedules(1).period_months(), 12);
  EXPECT_EQ(CountStaged(), 0);
}

TEST_F(ImportTest, LED13_EncodingsAndHeadersAreToldApart) {
  EXPECT_EQ(MustImport(kUnits, Gb18030(kUnitsInChinese)).encoding(), "GB18030");
  // The same rows with a mark, in English, in another order: they are in already.
  const auto again = MustImport(
      kUnits,
      "\xEF\xBB\xBF"
      "community_id,unit_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,"
      "due_days,from_date\n"
      "C1,U101,5栋101,home,89.50,property,2.3500,,1,9,2017-01-01\n"
      "C2,U102,5栋102,parking,12.00,,,,,,\n");
  EXPECT_EQ(again.encoding(), "UTF-8 BOM");
  EXPECT_EQ(again.row_count(), 2);
  EXPECT_EQ(again.imported_count(), 0);
  EXPECT_EQ(again.existing_count(), 2);
}

TEST_F(ImportTest, LED13_EveryBadRowIsListedAndNothingGoesIn) {
  const auto response = MustImport(
      kUnits,
      "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,"
      "due_days,from_date\n"
      "U201,C1,6栋1,home,80,property,2,,1,9,2017-01-01\n"
      "U 202,C1,6栋2,castle,80,property,2,,1,9,2017-02-30\n"
      "U203,C404,6栋3,home,80,property,2,,1,9,2017-01-01\n"
      "U204,C9,6栋4,home,80,property,2,,1,9,2017-01-01\n"
      "U201,C1,6栋1,home,80,property,2,,1,9,2017-01-01\n"
      "U205,C1,6栋5,home,80,property,2,3,1,9,2017-01-01\n"
      "U206,C1,6栋6,home,80,property,2,,5,9,2017-01-01\n"
      "U1,C2,6栋7,home,80,,,,,,\n"
      "U207,C1,6栋8\n");
  EXPECT_THAT(
      Reasons(response),
      ElementsAre("3 ID_INVALID", "3 WORD_UNKNOWN", "3 CELL_NOT_A_DATE", "4 UNKNOWN_COMMUNITY",
                  "5 OTHER_PROJECT", "6 ROW_REPEATED", "7 PRICE_INVALID", "8 PERIOD_MONTHS_INVALID",
                  "9 PLACE_FIXED", "10 ROW_WIDTH_WRONG"));
  EXPECT_EQ(response.wrong_count(), 8);
  EXPECT_EQ(response.imported_count(), 0);
  EXPECT_EQ(response.row_errors(0).column(), "unit_id (房屋编号)");
  EXPECT_THAT(response.row_errors(0).message(),
              AllOf(HasSubstr("编号格式不正确 "), HasSubstr("U 202")));
  EXPECT_FALSE(UnitExists("U201"));
  EXPECT_EQ(CountStaged(), 0);
}

constexpr const char* kUnitHeader =
    "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,"
    "due_days,from_date\n";

TEST_F(ImportTest, LED13_AUnitComesInAgainWithAnotherAreaAndTheScheduleThatStands) {
  const std::string header = kUnitHeader;
  ASSERT_EQ(MustImport(kUnits, header + "U201,C1,6栋1,home,80,property,2,,1,9,2017-01-01\n"
                                        "U201,C1,6栋1,home,80,parking,,10,1,9,2017-01-01\n")
                .imported_count(),
            2);
  const auto changed =
      MustImport(kUnits, header +
                             "U201,C1,6栋1,home,90.5,property,2,,1,9,2017-01-01\n"
                             "U201,C1,6栋1,home,90.5,parking,,10,1,9,2017-01-01\n");
  EXPECT_THAT(Reasons(changed), ElementsAre());
  EXPECT_EQ(changed.imported_count(), 2);
  v1::GetUnitRequest request;
  request.set_unit_id("U201");
  const auto unit = ledger_.Call<v1::OrganisationService>(
      &v1::OrganisationService::StubInterface::GetUnit, ledger_.Finance(), request);
  ASSERT_EQ(unit.status(), absl::OkStatus());
  EXPECT_EQ(unit->area_e2_m2(), 9050);
  // Another price from the same day is another schedule, and that day has one.
  EXPECT_THAT(
      Reasons(MustImport(kUnits, header + "U201,C1,6栋1,home,90.5,property,3,,1,9,2017-01-01\n")),
      ElementsAre("2 SCHEDULE_OVERLAP"));
}

// Of two rows about one unit or owner that say different things, neither may win by chance: also
// when one of them is in already.
TEST_F(ImportTest, LED13_RowsOfAFileThatDisagreeAreListed) {
  const std::string units = kUnitHeader;
  const std::string property = "U201,C1,6栋1,home,80,property,2,,1,9,2017-01-01\n";
  const std::string parking = "U201,C1,6栋1,home,90,parking,,10,1,9,2017-01-01\n";
  EXPECT_THAT(Reasons(MustImport(kUnits, units + property + parking)),
              ElementsAre("3 ROWS_DISAGREE"));
  ASSERT_EQ(MustImport(kUnits, units + property).imported_count(), 1);
  EXPECT_THAT(Reasons(MustImport(kUnits, units + property + parking)),
              ElementsAre("3 ROWS_DISAGREE"));
  EXPECT_THAT(Reasons(MustImport(kUnits, units + parking + property)),
              ElementsAre("3 ROWS_DISAGREE"));

  const std::string owners = "owner_id,name,phone,unit_id,from_date\n";
  const std::string first = "O101,钱多多,13900139000,U2,2017-03-01\n";
  ASSERT_EQ(MustImport(kOwners, owners + first).imported_count(), 1);
  EXPECT_THAT(
      Reasons(MustImport(kOwners, owners + first + "O101,钱多多,13900139111,U3,2017-03-01\n")),
      ElementsAre("3 ROWS_DISAGREE"));
}

TEST_F(ImportTest, LED13_AFeeWhoseBillsWouldBeTooLargeIsListed) {
  const auto response =
      MustImport(kUnits, std::string(kUnitHeader) +
                             "U201,C1,6栋1,home,80,property,,10000000000.00,12,9,2017-01-01\n"
                             "U202,C1,6栋2,home,80,property,,10000000000.00,12,9,2018-07-01\n"
                             "U203,C1,6栋3,home,80,property,,10000000000.00,1,9,2018-01-01\n");
  EXPECT_THAT(Reasons(response), ElementsAre("2 AMOUNT_TOO_LARGE", "3 AMOUNT_TOO_LARGE"));
  EXPECT_EQ(response.imported_count(), 0);
  // What stands counts too when the area changes.
  const std::string header = kUnitHeader;
  ASSERT_EQ(MustImport(kUnits, header + "U201,C1,6栋1,home,1,property,10000,,12,9,2018-01-01\n")
                .imported_count(),
            1);
  EXPECT_THAT(Reasons(MustImport(kUnits, header + "U201,C1,6栋1,home,90000,,,,,,\n")),
              ElementsAre("2 AMOUNT_TOO_LARGE"));
}

TEST_F(ImportTest, LED13_AFlagLetsTheGoodRowsIn) {
  v1::ImportFileRequest request = Request(kOwners,
                                          "业主编号,业主姓名,电话,房屋编号,起始日期\n"
                                          "O101,钱多多,13900139000,U2,2017-03-01\n"
                                          "O102,没有房,13900139001,U404,2017-03-01\n");
  request.set_skip_bad_rows(true);
  const auto response = Import(request);
  ASSERT_EQ(response.status(), absl::OkStatus());
  EXPECT_EQ(response->imported_count(), 1);
  EXPECT_THAT(Reasons(*response), ElementsAre("3 UNKNOWN_UNIT"));
  v1::ListOwnersRequest owners_request;
  owners_request.set_unit_id("U2");
  const auto owners = ledger_.Call<v1::OrganisationService>(
      &v1::OrganisationService::StubInterface::ListOwners, ledger_.Finance(), owners_request);
  ASSERT_EQ(owners.status(), absl::OkStatus());
  ASSERT_EQ(owners->owners_size(), 2);  // together with O2
  EXPECT_EQ(owners->owners(0).name(), "钱多多");
}

TEST_F(ImportTest, LED13_ValidateOnlyImportsNothingAndRemembersNothing) {
  v1::ImportFileRequest request = Request(kUnits, kUnitsInChinese);
  request.set_validate_only(true);
  const auto checked = Import(request);
  ASSERT_EQ(checked.status(), absl::OkStatus());
  EXPECT_EQ(checked->row_count(), 3);
  EXPECT_EQ(checked->imported_count(), 0);
  EXPECT_FALSE(UnitExists("U101"));
  EXPECT_EQ(MustImport(kUnits, kUnitsInChinese).imported_count(), 3);
}

TEST_F(ImportTest, LED13_TheSameFileGoesInOnce) {
  EXPECT_EQ(MustImport(kUnits, kUnitsInChinese).imported_count(), 3);
  const auto again = MustImport(kUnits, kUnitsInChinese);
  EXPECT_EQ(again.imported_count(), 0);
  EXPECT_EQ(again.existing_count(), 3);
  // The same request answers alike; with other content it is refused.
  v1::ImportFileRequest request = Request(kUnits, kUnitsInChinese);
  const auto first = Import(request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  request.set_content(std::string(kUnitsInChinese) + "\r\n");
  EXPECT_EQ(ReasonOf(Import(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(ImportTest, LED13_WhatIsChangedBackComesInAgain) {
  const std::string header = "owner_id,name,phone,unit_id,from_date\n";
  const std::string first = header + "O101,钱多多,13900139000,U2,2017-03-01\n";
  const std::string second = header + "O101,钱多多,13900139111,U2,2017-03-01\n";
  const auto phone = [&] {
    v1::ListOwnersRequest request;
    request.set_unit_id("U2");
    const auto owners = ledger_.Call<v1::OrganisationService>(
        &v1::OrganisationService::StubInterface::ListOwners, ledger_.Finance(), request);
    return owners.ok() && owners->owners_size() > 0 ? owners->owners(0).phone() : "";
  };
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(MustImport(kOwners, first).imported_count(), 1);
    EXPECT_EQ(phone(), "13900139000");
    EXPECT_EQ(MustImport(kOwners, first).existing_count(), 1);
    EXPECT_EQ(MustImport(kOwners, second).imported_count(), 1);
    EXPECT_EQ(phone(), "13900139111");
  }
}

constexpr const char* kOpeningBills =
    "unit_id,fee_kind,period_start,period_end,due_date,principal,late_fee,costs\n"
    "U1,property,2016-10-01,2016-12-31,2016-10-10,630.98,12.00,5.00\n"
    "U2,物业费,2015-01-01,2015-12-31,2015-01-10,\"3,384.00\",,\n";

TEST_F(ImportTest, LED19_OpeningBillsAreOwedFromTheirDueDate) {
  const auto response = MustImport(kBills, kOpeningBills);
  EXPECT_THAT(Reasons(response), ElementsAre());
  EXPECT_EQ(response.imported_count(), 2);
  const v1::UnitDebt debt = DebtOf("U1");
  EXPECT_EQ(debt.overdue_fen(), 64798);
  EXPECT_EQ(debt.oldest_due_date(), "2016-10-10");
  EXPECT_EQ(debt.months_overdue(), 6);  // 2017-03-15
  EXPECT_EQ(debt.area_id(), "A1");
  EXPECT_EQ(debt.collector_id(), "S1");
  EXPECT_EQ(MustImport(kBills, kOpeningBills).existing_count(), 2);
  EXPECT_EQ(DebtOf("U1").overdue_fen(), 64798);
  EXPECT_EQ(DebtOf("U1").debt_version(), debt.debt_version());
}

TEST_F(ImportTest, LED19_BadOpeningBillsAreListed) {
  ASSERT_EQ(MustImport(kBills, kOpeningBills).imported_count(), 2);
  const auto response =
      MustImport(kBills,
                 "unit_id,fee_kind,period_start,period_end,due_date,principal,late_fee,costs\n"
                 "U1,property,2016-10-01,2016-12-31,2016-10-10,631.00,12.00,5.00\n"
                 "U1,property,2016-12-01,2016-12-31,2016-12-10,1.00,,\n"
                 "U2,property,2016-07-01,2017-06-30,2016-07-10,1.00,,\n"
                 "U2,property,2016-07-31,2016-07-01,2016-07-10,1.00,,\n"
                 "U3,property,2016-07-01,2016-07-31,0000-00-00,0,,\n"
                 "U3,property,2016-07-01,2016-07-31,2016-07-10,0,,\n"
                 "U3,property,2016-08-01,2016-08-31,2016-08-10,-5,,\n"
                 "U3,property,2016-08-01,2016-08-31,2016-08-10,92000000000000000.00,,\n"
                 "U9,property,2016-08-01,2016-08-31,2016-08-10,5,,\n");
  EXPECT_THAT(Reasons(response),
              ElementsAre("2 ROW_CHANGED", "3 PERIOD_BILLED", "4 PERIOD_WRONG", "5 PERIOD_WRONG",
                          "6 CELL_NOT_A_DATE", "7 NOTHING_OWED", "8 CELL_NOT_AN_AMOUNT",
                          "9 CELL_NOT_AN_AMOUNT", "10 OTHER_PROJECT"));
  EXPECT_EQ(response.imported_count(), 0);
}

constexpr const char* kReceiptsFile =
    "流水号,房屋编号,房号,金额,支付方式,收款日期,收费员编号,协同人编号\n"
    "R-1,U1,,100.00,微信,2017-03-08,,\n"
    "R-2,,3栋2单元502,200.00,cash,2017-03-09,S2,S1；L1\n";

TEST_F(ImportTest, LED2_ReceiptsBecomePayments) {
  ASSERT_EQ(MustImport(kBills, kOpeningBills).imported_count(), 2);
  const auto response = MustImport(kReceipts, kReceiptsFile);
  EXPECT_THAT(Reasons(response), ElementsAre());
  EXPECT_EQ(response.imported_count(), 2);
  EXPECT_EQ(DebtOf("U1").overdue_fen(), 54798);
  v1::ListPaymentsRequest request;
  request.set_unit_id("U2");
  const auto payments = ledger_.Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::ListPayments, ledger_.Finance(), request);
  ASSERT_EQ(payments.status(), absl::OkStatus());
  ASSERT_EQ(payments->payments_size(), 1);
  EXPECT_EQ(payments->payments(0).amount_fen(), 20000);
  EXPECT_EQ(payments->payments(0).received_date(), "2017-03-09");
  EXPECT_EQ(payments->payments(0).collector_id(), "S2");
  EXPECT_THAT(payments->payments(0).collaborator_ids(), ElementsAre("S1", "L1"));
  EXPECT_EQ(payments->payments(0).recorded_by(), "F1");
  // The responsible collector where none is named.
  request.set_unit_id("U1");
  const auto of_area = ledger_.Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::ListPayments, ledger_.Finance(), request);
  ASSERT_EQ(of_area.status(), absl::OkStatus());
  EXPECT_EQ(of_area->payments(0).collector_id(), "S1");
  EXPECT_EQ(MustImport(kReceipts, kReceiptsFile).existing_count(), 2);
  EXPECT_EQ(DebtOf("U1").overdue_fen(), 54798);
  const auto balance =
      ledger_.Call<v1::StatementService>(&v1::StatementService::StubInterface::GetTrialBalance,
                                         ledger_.Finance(), v1::GetTrialBalanceRequest());
  ASSERT_EQ(balance.status(), absl::OkStatus());
  EXPECT_EQ(balance->sum_fen(), 0);
}

// Both came before the bill was due and are held until then; the second must know of the first.
TEST_F(ImportTest, LED2_TwoReceiptsOfAUnitInAFilePayABillOnce) {
  ledger_.set_date(Date(2017, 2, 1));
  ASSERT_EQ(MustImport(kBills,
                       "unit_id,fee_kind,period_start,period_end,due_date,principal\n"
                       "U1,property,2017-03-01,2017-03-31,2017-03-12,100.00\n")
                .imported_count(),
            1);
  ledger_.set_date(Date(2017, 3, 15));
  const auto response = MustImport(kReceipts,
                                   "external_reference,unit_id,amount,method,received_date\n"
                                   "R-1,U1,100.00,微信,2017-03-01\n"
                                   "R-2,U1,60.00,微信,2017-03-05\n");
  EXPECT_EQ(response.imported_count(), 2);
  EXPECT_EQ(DebtOf("U1").overdue_fen(), 0);
  v1::ListPaymentsRequest request;
  request.set_unit_id("U1");
  const auto payments = ledger_.Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::ListPayments, ledger_.Finance(), request);
  ASSERT_EQ(payments.status(), absl::OkStatus());
  std::map<std::int64_t, std::int64_t> held;  // prepayment by amount
  for (const v1::Payment& payment : payments->payments()) {
    held[payment.amount_fen()] = payment.prepayment_fen();
  }
  EXPECT_THAT(held, ElementsAre(testing::Pair(6000, 6000), testing::Pair(10000, 0)));
}

TEST_F(ImportTest, LED2_BadReceiptsAreListedWithoutPersonalData) {
  ASSERT_EQ(ledger_.PutText(R"(entries { unit {
      id: "U4" community_id: "C2" unit_no: "1栋101" kind: KIND_HOME } })"),
            absl::OkStatus());
  ASSERT_EQ(MustImport(kReceipts, kReceiptsFile).imported_count(), 2);
  const auto response =
      MustImport(kReceipts,
                 "external_reference,unit_id,unit_no,amount,method,received_date,collector_id,"
                 "collaborator_ids\n"
                 "R-3,U404,,100.00,cash,2017-03-08,,\n"
                 "R-4,,秘密99号,100.00,cash,2017-03-08,,\n"
                 "R-5,,1栋101,100.00,cash,2017-03-08,,\n"
                 "R-6,,,100.00,cash,2017-03-08,,\n"
                 "R-7,U1,,0.00,cash,2017-03-08,,\n"
                 "R-8,U1,,100.00,bitcoin,2017-03-08,,\n"
                 "R-9,U1,,100.00,cash,2017-03-16,,\n"
                 "R-10,U1,,100.00,cash,2017-03-08,S404,\n"
                 "R-11,U1,,100.00,cash,2017-03-08,S1,S1\n"
                 "R-1,U1,,100.01,微信,2017-03-08,,\n"
                 ",U1,,100.00,cash,2017-03-08,,\n");
  EXPECT_THAT(
      Reasons(response),
      ElementsAre("2 UNKNOWN_UNIT", "3 UNKNOWN_UNIT", "4 UNIT_AMBIGUOUS", "5 UNIT_MISSING",
                  "6 CELL_NOT_AN_AMOUNT", "7 WORD_UNKNOWN", "8 RECEIVED_DATE_IN_FUTURE",
                  "9 UNKNOWN_COLLECTOR", "10 ROW_REPEATED", "11 ROW_CHANGED", "12 CELL_EMPTY"));
  EXPECT_THAT(response.ShortDebugString(), Not(HasSubstr("秘密")));
}

TEST_F(ImportTest, FilesThatAreNoSuchFilesAreRefused) {
  EXPECT_EQ(ReasonOf(Import(Request(kUnits, std::string("\xFF\xFE\x00u", 4))).status()),
            "ENCODING_UNKNOWN");
  EXPECT_EQ(ReasonOf(Import(Request(kUnits, "unit_id,colour\nU1,red\n")).status()), "HEADER_WRONG");
  EXPECT_EQ(ReasonOf(Import(Request(kUnits, "")).status()), "FIELDS_INVALID");
  std::string many = "owner_id,name,unit_id,from_date\n";
  for (int i = 0; i < 50'001; ++i) many += "O,x,U1,2017-01-01\n";
  EXPECT_EQ(ReasonOf(Import(Request(kOwners, many)).status()), "TOO_MANY_ROWS");
}

TEST_F(ImportTest, TheTemplateOfEachKindIsAFileOfItsKind) {
  for (const auto kind : {kUnits, kOwners, kBills, kReceipts}) {
    for (const std::string language : {"zh-CN", "en"}) {
      v1::GetImportTemplateRequest request;
      request.set_kind(kind);
      request.set_language(language);
      const auto made = ledger_.Call<v1::ImportService>(
          &v1::ImportService::StubInterface::GetImportTemplate, ledger_.Finance(), request);
      ASSERT_EQ(made.status(), absl::OkStatus());
      EXPECT_EQ(made->content().find("unit_id") != std::string::npos, language == "en");
      v1::ImportFileRequest file = Request(kind, made->content());
      file.set_validate_only(true);
      const auto read = Import(file);
      ASSERT_EQ(read.status(), absl::OkStatus());
      EXPECT_EQ(read->row_count(), 1);
      // The example row has the right shape; what it names need not exist.
      for (const v1::RowError& error : read->row_errors()) {
        EXPECT_THAT(error.reason(), ::testing::AnyOf("UNKNOWN_UNIT", "UNKNOWN_COLLECTOR"));
      }
    }
  }
}

TEST_F(ImportTest, TwoImportsOfTheSameRowsAtATimePutThemInOnce) {
  ASSERT_EQ(MustImport(kBills, kOpeningBills).imported_count(), 2);
  std::vector<absl::StatusOr<v1::ImportFileResponse>> answers(4, absl::UnknownError("not run"));
  std::vector<std::thread> importers;
  for (auto& answer : answers) {
    importers.emplace_back([&] { answer = Import(Request(kReceipts, kReceiptsFile)); });
  }
  for (std::thread& importer : importers) importer.join();
  int imported = 0;
  for (const auto& answer : answers) {
    ASSERT_EQ(answer.status(), absl::OkStatus());
    EXPECT_EQ(answer->imported_count() + answer->existing_count(), 2);
    imported += answer->imported_count();
  }
  EXPECT_EQ(imported, 2);
  EXPECT_EQ(DebtOf("U1").overdue_fen(), 54798);
}

TEST_F(ImportTest, AnImportTouchesItsOwnProjectAlone) {
  v1::ImportFileRequest request = Request(kReceipts, kReceiptsFile);
  request.set_project_id("P2");
  const auto response = Import(request);
  ASSERT_EQ(response.status(), absl::OkStatus());
  EXPECT_THAT(Reasons(*response), ElementsAre("2 OTHER_PROJECT", "3 UNKNOWN_UNIT"));
}

}  // namespace
}  // namespace cuijiao::ledger
