#include "common/text/csv_file.h"

#include <gtest/gtest.h>

#include "common/status/reason.h"

namespace cuijiao {
namespace {

const std::vector<CsvColumn> kFileColumns = {{"unit_id", {"房屋编号"}}, {"amount", {"金额"}}};

TEST(CsvFile, LED13_RowsThatAreNoRecordsAreFaults) {
  const absl::StatusOr<CsvFile> file =
      ReadCsvFile("房屋编号,金额\nU1,1.00\nU2\n", kFileColumns, 10);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->records.size(), 1U);
  ASSERT_EQ(file->faults.size(), 1U);
  EXPECT_EQ(file->faults[0].line, 3);
  EXPECT_EQ(file->faults[0].reason, "ROW_WIDTH_WRONG");
}

TEST(CsvFile, LED13_WhatARecordRefusesIsAFaultWithColumnAndReason) {
  const absl::StatusOr<CsvFile> file = ReadCsvFile("unit_id,amount\nU1,1.0x\n", kFileColumns, 10);
  ASSERT_TRUE(file.ok()) << file.status();
  const CsvRecord& record = file->records.at(0);
  const CsvFault fault = FaultOf(record, record.Yuan("amount").status());
  EXPECT_EQ(fault.line, 2);
  EXPECT_NE(fault.column.find("amount"), std::string::npos) << fault.column;
  EXPECT_EQ(fault.reason, "CELL_NOT_AN_AMOUNT");
  EXPECT_EQ(fault.problem.find("line 2"), std::string::npos) << fault.problem;
}

TEST(CsvFile, LED13_AFileThatIsNoneIsRefusedAsAWhole) {
  EXPECT_EQ(ReasonOf(ReadCsvFile("unit_id,wage\nU1,1\n", kFileColumns, 10).status()), kHeaderWrong);
  EXPECT_EQ(ReasonOf(ReadCsvFile("\xFF\xFE\xFF\n", kFileColumns, 10).status()), kEncodingUnknown);
  EXPECT_TRUE(ReadCsvFile("unit_id,amount\nU1,1\nU2,1\n", kFileColumns, 2).ok());
  EXPECT_EQ(ReadCsvFile("unit_id,amount\nU1,1\nU2,1\nU3,1\n", kFileColumns, 2).status().code(),
            absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace cuijiao
