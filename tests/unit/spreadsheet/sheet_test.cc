// Tables as files: the CSV byte by byte, the workbook as another program reads it.
#include "common/spreadsheet/sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "tests/support/scratch_directory.h"

namespace cuijiao {
namespace {

Sheet Example() {
  Sheet sheet{"对账单", {"日期 Day", "金额 Amount", "笔数 Count", "说明 Note"}};
  sheet.rows.push_back({Date(2017, 3, 31), Fen(1234'50), std::int64_t{3}, "物业费"});
  sheet.rows.push_back({Date(2017, 4, 1), Fen(-1), std::int64_t{0}, "=1+1"});
  sheet.rows.push_back({Date(2017, 4, 2), Fen(99'999'999'999'999), std::int64_t{1}, "a,\"b\""});
  sheet.rows.push_back({Date(2017, 4, 3), Fen(100'000'000'000'001), std::int64_t{1}, ""});
  return sheet;
}

// The cells of a workbook's first sheet, "type:value" with bars between, a line a row; read by a
// program that knows the format and nothing of ours.
std::string ReadBack(const std::string& file) {
  const std::string command = "python3 tests/unit/spreadsheet/read_xlsx.py '" + file + "' 2>&1";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> buffer{};
  while (std::size_t read = fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    text.append(buffer.data(), read);
  }
  return text;
}

TEST(Sheet, WritesCsv) {
  EXPECT_EQ(ToCsv(Example()),
            "\xEF\xBB\xBF日期 Day,金额 Amount,笔数 Count,说明 Note\r\n"
            "2017-03-31,1234.50,3,物业费\r\n"
            "2017-04-01,-0.01,0,'=1+1\r\n"
            "2017-04-02,999999999999.99,1,\"a,\"\"b\"\"\"\r\n"
            "2017-04-03,1000000000000.01,1,\r\n");
}

TEST(Sheet, WritesAWorkbookWithEveryDigit) {
  const support::ScratchDirectory scratch;
  const std::string file = (scratch.path() / "out.xlsx").string();
  ASSERT_EQ(WriteSheet(Example(), file), absl::OkStatus());
  // Days are numbers of days since 1899-12-30; what is too long for a number stays text.
  EXPECT_EQ(ReadBack(file),
            "s:日期 Day|s:金额 Amount|s:笔数 Count|s:说明 Note\n"
            "n:42825|n:1234.5|n:3|s:物业费\n"
            "n:42826|n:-0.01|n:0|s:=1+1\n"
            "n:42827|n:999999999999.99|n:1|s:a,\"b\"\n"
            "n:42828|s:1000000000000.01|n:1\n");
}

TEST(Sheet, RefusesOtherFilesAndPlaces) {
  const support::ScratchDirectory scratch;
  EXPECT_TRUE(absl::IsInvalidArgument(WriteSheet(Example(), scratch.path() / "out.pdf")));
  for (const char* name : {"none/out.csv", "none/out.xlsx"}) {
    const absl::Status status = WriteSheet(Example(), scratch.path() / name);
    EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(name));
  }
}

}  // namespace
}  // namespace cuijiao
