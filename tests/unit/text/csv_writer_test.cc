#include "common/text/csv_writer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cuijiao {
namespace {

std::string Written(const std::vector<CsvCell>& cells) {
  CsvWriter writer;
  writer.AddRow(cells);
  return writer.text();
}

TEST(CsvWriter, BeginsWithAMarkAndEndsLinesInCrlf) {
  EXPECT_EQ(Written({"房号", "金额"}), "\xEF\xBB\xBF房号,金额\r\n");
}

TEST(CsvWriter, WritesNumbersDatesAndMoneyAsTheyAre) {
  EXPECT_EQ(Written({Fen(-123456), Date(2017, 3, 1), Month(2017, 3), std::int64_t{-7}, 8}),
            "\xEF\xBB\xBF-1234.56,2017-03-01,2017-03,-7,8\r\n");
}

TEST(CsvWriter, QuotesWhereItMust) {
  EXPECT_EQ(Written({"a,b", "say \"hi\"", "two\nlines", " x", "x ", "", "plain"}),
            "\xEF\xBB\xBF\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" x\",\"x \",,plain\r\n");
}

TEST(CsvCell, GuardsTextThatASpreadsheetWouldRun) {
  for (const char* text : {"=1+1", "+86 138", "-1-203", "@SUM(A1)", "\tx", "\rx", "'=1"}) {
    EXPECT_EQ(CsvCell(text).text(), std::string("'") + text);
  }
  for (const char* text : {"1-203", "a=b", "", "'", "'quoted'"}) {
    EXPECT_EQ(CsvCell(text).text(), text);
  }
}

TEST(TextWithoutFormulaGuard, UndoesTheGuardAndNothingElse) {
  for (const char* text : {"=1+1", "'=1", "''@", "'", "''", "'quoted'", "", "plain", "-1-203"}) {
    EXPECT_EQ(TextWithoutFormulaGuard(CsvCell(text).text()), text);
  }
}

}  // namespace
}  // namespace cuijiao
