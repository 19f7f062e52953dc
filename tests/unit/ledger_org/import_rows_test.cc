// Rows of imports by themselves: read, canonical, faults told without personal data.
#include "services/ledger/domain/imports/import_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> ReasonsOf(const ReadRow& row) {
  std::vector<std::string> reasons;
  for (const RowFault& fault : row.faults) reasons.push_back(fault.column + ": " + fault.reason);
  return reasons;
}

ReadRow Receipt(std::vector<std::string> cells) {
  return ReadImportRow(ImportKind::kReceipts, {7, std::move(cells)});
}

TEST(ReadImportRow, LED13_WhatIsWrittenDifferentlyBecomesTheSame) {
  const ReadRow written =
      Receipt({"R1", "U1", "", "￥1,234.5元", "微信", "２０１７年３月８日", "S1", "S2、S3；S4"});
  const ReadRow plain =
      Receipt({"R1", "U1", "", "1234.50", "wechat_pay", "2017-03-08", "S1", "S2;S3;S4"});
  EXPECT_THAT(ReasonsOf(written), ElementsAre());
  EXPECT_EQ(RowContent(written.row), RowContent(plain.row));
  const auto& row = std::get<ReceiptRow>(written.value);
  EXPECT_EQ(row.amount, Fen(123450));
  EXPECT_EQ(row.method, PaymentMethod::kWechatPay);
  EXPECT_EQ(row.received_date, Date(2017, 3, 8));
  EXPECT_THAT(row.collaborator_ids, ElementsAre("S2", "S3", "S4"));
}

TEST(ReadImportRow, LED13_EveryFaultOfARowIsTold) {
  const ReadRow row = Receipt({"", "bad id", "", "0", "gold", "2017-02-30", "", ""});
  EXPECT_THAT(
      ReasonsOf(row),
      ElementsAre("external_reference (流水号): CELL_EMPTY", "unit_id (房屋编号): ID_INVALID",
                  "amount (金额): CELL_NOT_AN_AMOUNT", "method (支付方式): WORD_UNKNOWN",
                  "received_date (收款日期): CELL_NOT_A_DATE"));
  EXPECT_EQ(row.faults.front().line, 7);
}

TEST(ReadImportRow, AmountsAreBounded) {
  for (const auto& [text, good] : {std::pair("0.01", true),
                                   {"10000000000.00", true},
                                   {"10000000000.01", false},
                                   {"92000000000000000000", false},
                                   {"-1", false},
                                   {"0", false},
                                   {"1.005", false}}) {
    const ReadRow row = Receipt({"R1", "U1", "", text, "cash", "2017-03-08", "", ""});
    EXPECT_EQ(row.faults.empty(), good) << text;
  }
}

TEST(ReadImportRow, PersonalCellsAreNeverTold) {
  const ReadRow row = ReadImportRow(
      ImportKind::kOwners,
      {2, {"O1", std::string(200, 'x'), std::string(40, '9'), "", "U1", "yesterday"}});
  ASSERT_EQ(row.faults.size(), 3U);
  for (const RowFault& fault : row.faults) {
    EXPECT_THAT(fault.message, Not(HasSubstr("xxx")));
    EXPECT_THAT(fault.message, Not(HasSubstr("999")));
  }
}

struct DecimalCase {
  std::string text;
  std::int64_t area_e2;  // -1: refused
};

TEST(ReadImportRow, AreasHaveUpToTwoDecimals) {
  for (const auto& [text, area_e2] :
       {DecimalCase{"89.5", 8950}, DecimalCase{"89", 8900}, DecimalCase{"0", 0},
        DecimalCase{"89.55", 8955}, DecimalCase{"８９．５", 8950}, DecimalCase{"89.555", -1},
        DecimalCase{"1e3", -1}, DecimalCase{".", -1}, DecimalCase{"-1", -1},
        DecimalCase{"1000000.00", 100'000'000}, DecimalCase{"1000000.01", -1},
        DecimalCase{"99999999999999999999", -1}}) {
    const ReadRow row = ReadImportRow(ImportKind::kUnits,
                                      {2, {"U1", "C1", "1", "home", text, "", "", "", "", "", ""}});
    EXPECT_EQ(row.faults.empty(), area_e2 >= 0) << text;
    if (row.faults.empty()) {
      EXPECT_EQ(std::get<UnitRow>(row.value).unit.area_e2_m2, area_e2) << text;
    }
  }
}

TEST(ReadImportRow, AUnitWithoutFeeHasNoScheduleAndHalfAFeeIsAFault) {
  const auto read = [](std::vector<std::string> fee) {
    std::vector<std::string> cells = {"U1", "C1", "1", "home", "80"};
    cells.insert(cells.end(), fee.begin(), fee.end());
    return ReadImportRow(ImportKind::kUnits, {2, cells});
  };
  EXPECT_FALSE(std::get<UnitRow>(read({"", "", "", "", "", ""}).value).schedule.has_value());
  EXPECT_THAT(ReasonsOf(read({"property", "2.35", "", "1", "9", ""})),
              ElementsAre("from_date (起始日期): CELL_EMPTY"));
  EXPECT_THAT(ReasonsOf(read({"property", "", "", "1", "9", "2017-01-01"})),
              ElementsAre(": PRICE_INVALID"));
  EXPECT_THAT(ReasonsOf(read({"property", "2.35", "", "1", "9", "2017-01-01"})), ElementsAre());
}

TEST(RowContent, IsReadBackWhateverTheCellsHold) {
  const ImportRow row{3, {"", "3:abc", "张伟", std::string(1000, ':'), "\n"}};
  EXPECT_EQ(CellsOf(RowContent(row)), row.cells);
  for (const std::string broken : {"3:ab", "x", ":", "12345678:", "-1:a"}) {
    EXPECT_EQ(CellsOf(broken), std::nullopt) << broken;
  }
}

TEST(ReadImportRow, ReadingACanonicalRowGivesTheSameAgain) {
  const std::vector<std::pair<ImportKind, std::vector<std::string>>> rows = {
      {ImportKind::kUnits,
       {"U1", "C1", "1栋", "住宅", "89.5", "物业费", "2.35", "", "3", "9", "2017/1/1"}},
      {ImportKind::kOwners, {"O1", "张伟", "13800138000", "", "U1", "2017年1月1日"}},
      {ImportKind::kOpeningBills,
       {"U1", "property", "2016/10/1", "2016-12-31", "2016-10-10", "1,000", "", "5"}},
      {ImportKind::kReceipts, {"R1", "", "1栋", "5", "现金", "2017-1-2", "", "S1,S2"}}};
  for (const auto& [kind, cells] : rows) {
    const ReadRow once = ReadImportRow(kind, {2, cells});
    ASSERT_THAT(ReasonsOf(once), ElementsAre());
    const ReadRow twice = ReadImportRow(kind, once.row);
    EXPECT_EQ(twice.row.cells, once.row.cells);
    EXPECT_EQ(RowKey(twice.value), RowKey(once.value));
  }
}

}  // namespace
}  // namespace cuijiao::ledger
