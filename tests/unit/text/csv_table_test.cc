#include "common/text/csv_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "common/status/reason.h"
#include "common/text/csv_writer.h"

namespace cuijiao {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

const std::vector<CsvColumn>& ReceiptColumns() {
  static const auto* const kColumns = new std::vector<CsvColumn>{
      {"unit_id", {"房号", "房间号"}},          {"amount", {"金额(元)", "金额"}},
      {"received_date", {"收款日期"}},          {"months", {"月数"}, /*required=*/false},
      {"remark", {"备注"}, /*required=*/false},
  };
  return *kColumns;
}

absl::StatusOr<CsvTable> Parse(std::string_view bytes) {
  return CsvTable::Parse(bytes, ReceiptColumns());
}

std::string HeaderError(std::string_view bytes) {
  return std::string(Parse(bytes).status().message());
}

TEST(CsvTable, LED13_FindsColumnsByEitherNameInAnyOrder) {
  for (const char* text : {"unit_id,amount,received_date\nA-1,12.50,2017-03-01\n",
                           "收款日期,金额,房号\n2017年3月1日,12.50,A-1\n",
                           "房间号, Received_Date ,金额（元）\r\nA-1,2017/3/1,12.50元\r\n"}) {
    const auto table = Parse(text);
    ASSERT_TRUE(table.ok()) << table.status();
    ASSERT_THAT(table->records(), SizeIs(1));
    const CsvRecord& record = table->records().front();
    EXPECT_EQ(*record.Text("unit_id"), "A-1");
    EXPECT_EQ(*record.Yuan("amount"), Fen(1250));
    EXPECT_EQ(*record.Date("received_date"), Date(2017, 3, 1));
    EXPECT_TRUE(record.IsEmpty("remark"));
    EXPECT_EQ(record.line(), 2);
  }
}

TEST(CsvTable, LED13_ReadsGb18030) {
  // 房号,金额,收款日期
  const auto table = Parse(
      "\xB7\xBF\xBA\xC5,\xBD\xF0\xB6\xEE,\xCA\xD5\xBF\xEE\xC8\xD5\xC6\xDA\r\nA-1,1,2017-03-01\r\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(*table->records().front().Text("unit_id"), "A-1");
  EXPECT_EQ(table->encoding(), "GB18030");
}

TEST(CsvTable, LED13_NamesUnknownRepeatedAndMissingColumnsAtOnce) {
  EXPECT_THAT(HeaderError("房号,楼栋,unit_id,户型\n"),
              AllOf(HasSubstr("line 1, the header: unknown columns: '楼栋', '户型'"),
                    HasSubstr("columns given twice: unit_id (房号)"),
                    HasSubstr("missing columns: amount (金额(元)), received_date (收款日期)"),
                    HasSubstr("this file may have: unit_id (房号), amount (金额(元))")));
}

TEST(CsvTable, RefusesAFileWithoutHeader) {
  EXPECT_THAT(HeaderError(""), HasSubstr("no header"));
  EXPECT_THAT(HeaderError("\n\n"), HasSubstr("no header"));
}

TEST(CsvTable, IgnoresEmptyCellsBehindTheLastColumn) {
  const auto table =
      Parse("unit_id,amount,received_date,,\nA-1,1,2017-03-01,,\nA-2,1,2017-03-01\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->records(), SizeIs(2));
  EXPECT_THAT(table->row_errors(), SizeIs(0));
}

TEST(CsvTable, LED13_ListsRowsOfTheWrongWidthWithTheirLines) {
  const auto table =
      Parse("unit_id,amount,received_date\nA-1,1\nA-2,1,2017-03-01\n\nA-3,1,2017-03-01,x\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->records(), SizeIs(1));
  ASSERT_THAT(table->row_errors(), SizeIs(2));
  EXPECT_EQ(table->row_errors()[0].line, 2);
  EXPECT_EQ(table->row_errors()[0].problem, "the row has 2 cells, the header has 3");
  EXPECT_EQ(table->row_errors()[1].line, 5);
}

TEST(CsvTable, HoldsTheByteLimitBeforeDecoding) {
  const CsvLimits limits{.max_bytes = 8};
  EXPECT_EQ(CsvTable::Parse("123456789", ReceiptColumns(), limits).status().code(),
            absl::StatusCode::kResourceExhausted);
}

class CsvRecordErrors : public testing::Test {
 protected:
  const CsvTable table_ =
      *Parse("unit_id,amount,received_date,months,remark\n,1.234,2017-02-30,13,'=1+1\n");
  const CsvRecord& record_ = table_.records().front();
};

TEST_F(CsvRecordErrors, NameLineColumnAndCell) {
  EXPECT_EQ(record_.Text("unit_id").status().message(),
            "line 2, column unit_id (房号): the cell is empty");
  EXPECT_THAT(record_.Yuan("amount").status().message(),
              HasSubstr("line 2, column amount (金额(元)): '1.234' is not an amount"));
  EXPECT_THAT(record_.Date("received_date").status().message(),
              HasSubstr("line 2, column received_date (收款日期): '2017-02-30' is not a date"));
  EXPECT_THAT(record_.Month("received_date").status().message(), HasSubstr("is not a month"));
  EXPECT_THAT(record_.Integer("months", 0, 12).status().message(),
              HasSubstr("line 2, column months (月数): '13' is not a whole number from 0 to 12"));
  EXPECT_EQ(record_.Refuse("unit_id", "UNKNOWN_UNIT", "no such unit").message(),
            "line 2, column unit_id (房号): no such unit");
}

TEST_F(CsvRecordErrors, SayTheSameToPrograms) {
  const absl::Status refusal = record_.Refuse("unit_id", "UNKNOWN_UNIT", "no such unit");
  EXPECT_EQ(ReasonOf(refusal), "UNKNOWN_UNIT");
  EXPECT_EQ(ValuesOf(refusal),
            (std::map<std::string, std::string>{
                {"line", "2"}, {"column", "unit_id (房号)"}, {"problem", "no such unit"}}));
  EXPECT_EQ(ReasonOf(record_.Text("unit_id").status()), kCellEmpty);
  EXPECT_EQ(ReasonOf(record_.Text("remark", 1).status()), kCellTooLong);
  EXPECT_EQ(ReasonOf(record_.Yuan("amount").status()), kCellNotAnAmount);
  EXPECT_EQ(ReasonOf(record_.Date("received_date").status()), kCellNotADate);
  EXPECT_EQ(ReasonOf(record_.Month("received_date").status()), kCellNotAMonth);
  EXPECT_EQ(ReasonOf(record_.Integer("months", 0, 12).status()), kCellNotANumber);
}

TEST_F(CsvRecordErrors, HoldTheLengthOfText) {
  EXPECT_EQ(*record_.OptionalText("amount", 5), "1.234");
  EXPECT_THAT(record_.OptionalText("amount", 4).status().message(),
              HasSubstr("the text has 5 bytes, more than 4"));
}

TEST_F(CsvRecordErrors, TakeTheFormulaGuardOff) { EXPECT_EQ(*record_.Text("remark"), "=1+1"); }

TEST_F(CsvRecordErrors, EndTheProcessForAColumnNobodyDeclared) {
  EXPECT_DEATH((void)record_.IsEmpty("colour"), "");
}

}  // namespace
}  // namespace cuijiao
