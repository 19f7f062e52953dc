#include <gtest/gtest.h>

#include "common/text/display_width.h"
#include "common/text/text_table.h"

namespace cuijiao {
namespace {

TEST(DisplayWidth, CountsChineseAsTwo) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("abc"), 3U);
  EXPECT_EQ(DisplayWidth("催缴"), 4U);
  EXPECT_EQ(DisplayWidth("（元）"), 6U);
  EXPECT_EQ(DisplayWidth("𠀀"), 2U);
  EXPECT_EQ(DisplayWidth("¥1"), 2U);
}

TEST(DisplayWidth, CountsCombiningMarksAsNothing) { EXPECT_EQ(DisplayWidth("e\u0301"), 1U); }

TEST(DisplayWidth, CountsBrokenBytesAsOneEach) { EXPECT_EQ(DisplayWidth("\xFF\xFF"), 2U); }

TEST(Pad, FillsByColumnsNotBytes) {
  EXPECT_EQ(PadEnd("张伟", 6), "张伟  ");
  EXPECT_EQ(PadStart("张伟", 6), "  张伟");
  EXPECT_EQ(PadEnd("张伟", 3), "张伟");
}

TEST(TextTable, AlignsColumnsOfMixedWidth) {
  TextTable table({{"责任人"}, {"收缴率", TextTable::Align::kRight}, {"备注"}});
  table.AddRow({"张伟", "83.40%", "a\nb"});
  table.AddRow({"Li", "5.00%"});
  EXPECT_EQ(table.Format(),
            "责任人  收缴率  备注\n"
            "------  ------  ----\n"
            "张伟    83.40%  a b\n"
            "Li       5.00%\n");
}

TEST(TextTable, RefusesSurplusCells) {
  TextTable table({{"a"}});
  EXPECT_DEATH(table.AddRow({"1", "2"}), "");
}

}  // namespace
}  // namespace cuijiao
