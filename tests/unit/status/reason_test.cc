#include "common/status/reason.h"

#include <gtest/gtest.h>

#include "absl/status/statusor.h"
#include "common/status/cut_text.h"
#include "common/status/macros.h"

namespace cuijiao {
namespace {

using Values = std::map<std::string, std::string>;

TEST(Refusal, CarriesReasonAndValues) {
  const absl::Status status = Refusal(absl::StatusCode::kFailedPrecondition, "MONTH_CLOSED",
                                      "The month is closed.", {{"month", "2017-02"}, {"by", ""}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(std::string(status.message()), "The month is closed.");
  EXPECT_EQ(ReasonOf(status), "MONTH_CLOSED");
  EXPECT_EQ(ValuesOf(status), (Values{{"month", "2017-02"}, {"by", ""}}));
}

TEST(Refusal, KeepsValuesThatLookLikeItsOwnPacking) {
  const Values values = {{"a:b", "3:abc"}, {"", "0:"}, {"多", "字\n节"}};
  EXPECT_EQ(ValuesOf(Refusal(absl::StatusCode::kAborted, "R", "m", values)), values);
}

TEST(ReasonOf, IsEmptyForAPlainStatus) {
  EXPECT_EQ(ReasonOf(absl::NotFoundError("no")), "");
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
  EXPECT_TRUE(ValuesOf(absl::NotFoundError("no")).empty());
}

TEST(InvalidFields, TellsAllViolations) {
  const std::vector<FieldViolation> violations = {{"unit_id", "is required"},
                                                  {"rows[3].amount_fen", "0: must be at least 1"}};
  const absl::Status status = InvalidFields(violations);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), kFieldsInvalid);
  EXPECT_EQ(FieldViolationsOf(status), violations);
  EXPECT_EQ(std::string(status.message()), "2 fields are wrong; the first is unit_id: is required");
}

absl::StatusOr<int> Halved(int number) {
  if (number % 2 != 0) return Refusal(absl::StatusCode::kInvalidArgument, "ODD", "odd");
  return number / 2;
}

absl::StatusOr<int> Quartered(int number) {
  CUIJIAO_ASSIGN_OR_RETURN(const int half, Halved(number));
  CUIJIAO_RETURN_IF_ERROR(Halved(half).status());
  return half / 2;
}

TEST(Macros, HandTheFirstErrorOnWithItsReason) {
  EXPECT_EQ(Quartered(12).value(), 3);
  EXPECT_EQ(ReasonOf(Quartered(6).status()), "ODD");
  EXPECT_EQ(ReasonOf(Quartered(5).status()), "ODD");
}

TEST(CutText, CutsNoCharacterInTwo) {
  EXPECT_EQ(CutText("abc", 3), "abc");
  EXPECT_EQ(CutText("abcd", 3), "abc");
  EXPECT_EQ(CutText("业主", 6), "业主");
  EXPECT_EQ(CutText("业主", 5), "业");
  EXPECT_EQ(CutText("业主", 3), "业");
  EXPECT_EQ(CutText("业主", 2), "");
}

}  // namespace
}  // namespace cuijiao
