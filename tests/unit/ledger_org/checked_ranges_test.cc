#include "services/ledger/domain/imports/checked_ranges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Rows = std::vector<std::pair<std::string, bool>>;

constexpr bool kPlain = true;
constexpr bool kNot = false;

std::vector<CheckedRange> RangesOf(const Rows& rows, std::int64_t rows_at_once) {
  CheckedRanges ranges(rows_at_once);
  for (const auto& [group, is_plain] : rows) ranges.Add(group, is_plain);
  return ranges.Finish();
}

TEST(CheckedRanges, LED13_NoRowsAreNoRange) { EXPECT_THAT(RangesOf({}, 2), IsEmpty()); }

TEST(CheckedRanges, LED13_PlainGroupsAreCutAfterSoManyRowsAndNeverInside) {
  EXPECT_THAT(
      RangesOf({{"A", kPlain}, {"B", kPlain}, {"B", kPlain}, {"C", kPlain}, {"D", kPlain}}, 2),
      ElementsAre(CheckedRange{"B", 3, 2, kPlain}, CheckedRange{"D", 2, 2, kPlain}));
}

TEST(CheckedRanges, LED13_OneRowThatIsNotPlainMakesItsGroupSo) {
  EXPECT_THAT(RangesOf({{"A", kPlain}, {"B", kPlain}, {"B", kNot}, {"C", kPlain}}, 10),
              ElementsAre(CheckedRange{"A", 1, 1, kPlain}, CheckedRange{"B", 2, 1, kNot},
                          CheckedRange{"C", 1, 1, kPlain}));
  EXPECT_THAT(RangesOf({{"A", kNot}, {"A", kPlain}}, 10),
              ElementsAre(CheckedRange{"A", 2, 1, kNot}));
}

TEST(CheckedRanges, LED13_WhatIsNotPlainIsOneRangeHoweverLong) {
  EXPECT_THAT(RangesOf({{"A", kNot}, {"B", kNot}, {"C", kNot}, {"D", kPlain}}, 1),
              ElementsAre(CheckedRange{"C", 3, 3, kNot}, CheckedRange{"D", 1, 1, kPlain}));
}

TEST(CheckedRanges, LED13_WhatACallBeforeCheckedIsNotPlain) {
  CheckedRanges ranges(10);
  ranges.Skip("B", 7);
  ranges.Add("C", kPlain);
  EXPECT_THAT(ranges.Finish(),
              ElementsAre(CheckedRange{"B", 7, 1, kNot}, CheckedRange{"C", 1, 1, kPlain}));
  CheckedRanges nothing(10);
  nothing.Skip("", 0);
  EXPECT_THAT(nothing.Finish(), IsEmpty());
}

// Receipts are one group without a name.
TEST(CheckedRanges, LED13_TheEmptyGroupIsAGroup) {
  EXPECT_THAT(RangesOf({{"", kNot}, {"", kNot}}, 1), ElementsAre(CheckedRange{"", 2, 1, kNot}));
}

}  // namespace
}  // namespace cuijiao::ledger
