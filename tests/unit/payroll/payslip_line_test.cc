#include "services/payroll/domain/payslip_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace cuijiao::payroll {
namespace {

TEST(LineKind, HasATitleInChineseWithTheEnglishBesideIt) {
  for (const LineKindWords& words : kLineKinds) {
    EXPECT_THAT(std::string(words.title), testing::MatchesRegex("[^ -~]+ [a-z ]+"));
    EXPECT_EQ(&WordsOf(words.kind), &words) << words.name;
  }
}

}  // namespace
}  // namespace cuijiao::payroll
