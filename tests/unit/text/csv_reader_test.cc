#include "common/text/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/text/csv_writer.h"

namespace cuijiao {

bool operator==(const CsvRow& a, const CsvRow& b) { return a.line == b.line && a.cells == b.cells; }
void PrintTo(const CsvRow& row, std::ostream* out) {
  *out << "line " << row.line << ": " << testing::PrintToString(row.cells);
}

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::pair<std::vector<CsvRow>, absl::Status> Read(std::string_view text, CsvLimits limits = {}) {
  std::vector<CsvRow> rows;
  absl::Status status = ReadCsvRows(text, limits, [&](CsvRow row) {
    rows.push_back(std::move(row));
    return absl::OkStatus();
  });
  return {std::move(rows), std::move(status)};
}

// The rows of a text that comes in pieces of so many bytes.
std::pair<std::vector<CsvRow>, absl::Status> ReadInPieces(std::string_view text, std::size_t piece,
                                                          CsvLimits limits = {}) {
  std::vector<CsvRow> rows;
  const auto keep = [&](CsvRow row) {
    rows.push_back(std::move(row));
    return absl::OkStatus();
  };
  CsvRowReader reader(limits);
  absl::Status status;
  while (!text.empty() && status.ok()) {
    status = reader.Feed(text.substr(0, piece), keep);
    text.remove_prefix(std::min(piece, text.size()));
  }
  if (status.ok()) status = reader.Finish(keep);
  return {std::move(rows), std::move(status)};
}

TEST(CsvRowReader, LED13_TheSameRowsAndLinesHoweverTheTextIsCut) {
  for (const char* text :
       {"a,b\r\nc,d\r\n", "a,b\rc,d\r\r\ne,f", "\n  \na\n\r\n,,,\nb\n\n\n",
        "a,\"one\r\ntwo\n\nthree\"\r\nb,\"say \"\"hi\"\"\"\r\n", "a, \"x\" ,\tb\t\n", "last"}) {
    const auto [whole, whole_status] = Read(text);
    ASSERT_TRUE(whole_status.ok()) << whole_status;
    for (const std::size_t piece : {1U, 2U, 3U, 4U, 100U}) {
      const auto [rows, status] = ReadInPieces(text, piece);
      EXPECT_TRUE(status.ok()) << status;
      EXPECT_EQ(rows, whole) << text << " in pieces of " << piece;
    }
  }
}

TEST(CsvRowReader, LED13_AQuoteThatIsNeverClosedDoesNotTakeTheFileIntoMemory) {
  CsvLimits limits;
  limits.max_row_bytes = 100;
  const std::string line = "x\n";
  std::string text = "a,\"";
  for (int i = 0; i < 48; ++i) text += line;
  EXPECT_TRUE(absl::IsInvalidArgument(ReadInPieces(text, 7, limits).second));  // 99 bytes
  text += line;
  EXPECT_TRUE(absl::IsResourceExhausted(ReadInPieces(text + line, 7, limits).second));
}

TEST(ReadCsvRows, TakesEveryLineEnd) {
  for (const char* text :
       {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r", "a,b\nc,d", "a,b\r\nc,d"}) {
    const auto [rows, status] = Read(text);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_THAT(rows, ElementsAre(CsvRow{1, {"a", "b"}}, CsvRow{2, {"c", "d"}})) << text;
  }
}

TEST(ReadCsvRows, ReadsQuotedCells) {
  const auto [rows, status] = Read("\"1,200.00\",\"say \"\"hi\"\"\",\" kept \"\n");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(rows, ElementsAre(CsvRow{1, {"1,200.00", "say \"hi\"", " kept "}}));
}

TEST(ReadCsvRows, CountsTheLinesInsideQuotedCells) {
  const auto [rows, status] = Read("a,\"one\r\ntwo\n\nthree\"\nb,c\n");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(rows, ElementsAre(CsvRow{1, {"a", "one\r\ntwo\n\nthree"}}, CsvRow{5, {"b", "c"}}));
}

TEST(ReadCsvRows, SkipsEmptyLinesButCountsThem) {
  const auto [rows, status] = Read("\n  \na\n\r\n,,,\nb\n\n\n");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(rows, ElementsAre(CsvRow{3, {"a"}}, CsvRow{6, {"b"}}));
}

TEST(ReadCsvRows, DropsTabsAndSpacesAroundUnquotedCells) {
  const auto [rows, status] = Read("2088001\t, 3.50 ,x\t\n");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(rows, ElementsAre(CsvRow{1, {"2088001", "3.50", "x"}}));
}

TEST(ReadCsvRows, NamesTheLineOfAnUnclosedQuote) {
  EXPECT_THAT(Read("a\n\"b\nc\nd\n").second.message(), HasSubstr("line 2: a quote"));
}

TEST(ReadCsvRows, NamesTheLineOfAQuoteInsideACell) {
  EXPECT_THAT(Read("a\nb\nc\"d\n").second.message(), HasSubstr("line 3: a quote"));
  EXPECT_THAT(Read("\"a\"b\n").second.message(), HasSubstr("line 1: a quote"));
}

TEST(ReadCsvRows, HoldsEachBound) {
  const CsvLimits limits{.max_bytes = 20, .max_rows = 2, .max_columns = 3, .max_cell_bytes = 4};
  EXPECT_TRUE(Read("aaaa,b,c\nd\n", limits).second.ok());
  EXPECT_THAT(Read("aaaaa\n", limits).second.message(),
              HasSubstr("line 1: a cell has more than 4"));
  EXPECT_THAT(Read("a\na,b,c,d\n", limits).second.message(),
              HasSubstr("line 2: the row has more than 3 cells"));
  EXPECT_THAT(Read("a\nb\nc\n", limits).second.message(), HasSubstr("more than 2 rows"));
  EXPECT_EQ(Read(std::string(21, '\n'), limits).second.code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(ReadCsvRows, StopsAtTheReadersError) {
  int seen = 0;
  const absl::Status status = ReadCsvRows("a\nb\nc\n", {}, [&](const CsvRow&) {
    return ++seen == 2 ? absl::AbortedError("enough") : absl::OkStatus();
  });
  EXPECT_EQ(status.message(), "enough");
  EXPECT_EQ(seen, 2);
}

TEST(ReadCsvRows, ReadsBackWhateverTheWriterWrote) {
  std::mt19937 random(20170301);
  const std::string alphabet[] = {"a", ",", "\"", "\r\n", "\n", " ", "\t", "房", "x", "9"};
  for (int round = 0; round < 500; ++round) {
    CsvWriter writer;
    std::vector<std::vector<std::string>> written;
    for (int r = 0; r < 4; ++r) {
      // The first cell is never empty: a row of empty cells is no row. Its start is no formula.
      std::vector<std::string> cells = {"r"};
      for (int c = 0; c < 3; ++c) {
        std::string cell = "c";
        for (int i = static_cast<int>(random() % 6); i > 0; --i) cell += alphabet[random() % 10];
        cells.push_back(cell);
      }
      writer.AddRow({cells.begin(), cells.end()});
      written.push_back(cells);
    }
    const auto [rows, status] = Read(std::string_view(writer.text()).substr(3));
    ASSERT_TRUE(status.ok()) << status << "\n" << writer.text();
    ASSERT_EQ(rows.size(), written.size());
    for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].cells, written[i]);
  }
}

}  // namespace
}  // namespace cuijiao
