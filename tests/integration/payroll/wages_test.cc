// Wage files as HR sends them: encodings, headers, wrong rows, all or nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Wages : public ::testing::Test {
 protected:
  v1::ImportWagesResponse Import(const std::string& content) {
    const absl::StatusOr<v1::ImportWagesResponse> response =
        world().ImportWages("2017-03", content);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::ImportWagesResponse();
  }
  std::map<std::string, Fen> Stored() {
    v1::ListWagesRequest request;
    request.set_month("2017-03");
    std::map<std::string, Fen> wages;
    const absl::StatusOr<v1::ListWagesResponse> listed =
        world().Call(&v1::PayrollService::StubInterface::ListWages, world().Officer(), request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return wages;
    for (const v1::Wage& wage : listed->wages()) {
      wages[wage.staff_id() + "/" + wage.employee_no()] = Fen(wage.gross_fen());
    }
    return wages;
  }
  // One world for the file: its tests do not disturb each other's staff.
  static PayrollWorld& world() {
    static PayrollWorld& world = *new PayrollWorld();
    return world;
  }
};

TEST_F(Wages, AreReadWithAChineseHeaderInGb18030) {
  // 工号,工资总额,城市 / E001,"6,000.00",上海
  const std::string content =
      "\xB9\xA4\xBA\xC5,\xB9\xA4\xD7\xCA\xD7\xDC\xB6\xEE,\xB3\xC7\xCA\xD0\r\n"
      "E001,\"6,000.00\",\xC9\xCF\xBA\xA3\r\n";
  EXPECT_EQ(Import(content).imported_count(), 1);
  EXPECT_EQ(Stored()["S1/E001"], Yuan("6000.00"));
}

TEST_F(Wages, AreReadWithAnEnglishHeaderAndAByteOrderMark) {
  EXPECT_EQ(Import("\xEF\xBB\xBF"
                   "city,gross_wage,staff_id\n杭州,5000,S2\n")
                .imported_count(),
            1);
  EXPECT_EQ(Stored()["S2/E002"], Yuan("5000"));
}

TEST_F(Wages, OfALaterFileReplaceThoseItNames) {
  Import("staff_id,gross_wage,city\nL1,7000,上海\nD1,6500,上海\n");
  Import("staff_id,gross_wage,city\nL1,7100,上海\n");
  EXPECT_EQ(Stored()["L1/E003"], Yuan("7100"));
  EXPECT_EQ(Stored()["D1/E004"], Yuan("6500"));
}

TEST_F(Wages, AllRowsGoInOrNone) {
  const v1::ImportWagesResponse response = Import(
      "staff_id,employee_no,gross_wage,city\n"
      "S9,,6000,上海\n"                  // right, but its file is not
      "NOBODY,,6000,上海\n"              // line 3: unknown staff
      ",E777,6000,上海\n"                // line 4: unknown number
      "M1,E006,6000,上海\n"              // line 5: another's number
      "M2,,-1,上海\n"                    // line 6: negative
      "M2,,abc,上海\n"                   // line 7: no amount
      "M2,,92233720368547758.08,上海\n"  // line 8: overflows
      "M2,,6000,火星\n"                  // line 9: no minimum wage
      "S9,,6000,上海\n"                  // line 10: twice
      ",,6000,上海\n"                    // line 11: nobody named
      "M2,6000\n");                      // line 12: cells missing
  EXPECT_EQ(response.imported_count(), 0);
  EXPECT_EQ(response.row_count(), 11);
  ASSERT_EQ(response.row_errors_size(), 10) << response.DebugString();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(response.row_errors(i).line(), i + 3);
  std::vector<std::string> reasons;
  for (const v1::WageRowError& error : response.row_errors()) reasons.push_back(error.reason());
  EXPECT_THAT(reasons,
              ElementsAre("UNKNOWN_STAFF", "UNKNOWN_STAFF", "STAFF_DISAGREES", "GROSS_OUT_OF_RANGE",
                          "CELL_NOT_AN_AMOUNT", "CELL_NOT_AN_AMOUNT", "MINIMUM_WAGE_UNKNOWN",
                          "ROW_REPEATED", "STAFF_MISSING", "ROW_WIDTH_WRONG"));
  EXPECT_THAT(response.row_errors(0).message(), HasSubstr("NOBODY"));
  EXPECT_THAT(response.row_errors(0).column(), HasSubstr("员工编号"));
  EXPECT_THAT(response.row_errors(4).column(), HasSubstr("gross_wage"));
  EXPECT_THAT(response.row_errors(6).message(), HasSubstr("火星"));
  EXPECT_THAT(response.row_errors(7).message(), HasSubstr("line 2"));
  EXPECT_FALSE(Stored().contains("S9/E008"));
}

TEST_F(Wages, AFileThatIsNoneIsRefusedWhole) {
  EXPECT_EQ(ReasonOf(world().ImportWages("2017-03", "staff_id,wage\nS1,6\n").status()),
            kHeaderWrong);
  EXPECT_EQ(ReasonOf(world().ImportWages("2017-03", "staff_id,gross_wage,city,x\n").status()),
            kHeaderWrong);
  EXPECT_EQ(ReasonOf(world().ImportWages("2017-03", std::string("a\0b", 3)).status()),
            kEncodingUnknown);
  EXPECT_EQ(ReasonOf(world().ImportWages("2017-02", "staff_id,gross_wage,city\n").status()),
            kSchemeNotInForce);
  EXPECT_EQ(ReasonOf(world().ImportWages("2017-13", "staff_id,gross_wage,city\n").status()),
            kFieldsInvalid);
}

TEST_F(Wages, TheSameRequestIsAnsweredAlikeAndAnotherContentRefused) {
  v1::ImportWagesRequest request;
  request.set_request_id("wages-1");
  request.set_month("2017-03");
  request.set_content("staff_id,gross_wage,city\nL9,4000,上海\n");
  const auto import = [&] {
    return world().Call(&v1::PayrollService::StubInterface::ImportWages, world().Officer(),
                        request);
  };
  const absl::StatusOr<v1::ImportWagesResponse> first = import();
  ASSERT_TRUE(first.ok()) << first.status();
  Import("staff_id,gross_wage,city\nL9,4100,上海\n");
  EXPECT_EQ(import()->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Stored()["L9/E009"], Yuan("4100")) << "a repeated request changes nothing";
  request.set_content("staff_id,gross_wage,city\nL9,4200,上海\n");
  EXPECT_EQ(ReasonOf(import().status()), "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace cuijiao::payroll
