// Rows of a file against one another: group by group, in memory for one group.
#include "services/ledger/domain/imports/import_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

ReadRow UnitOnLine(std::int64_t line, const std::string& unit_id, const std::string& area,
                   const std::string& from_date) {
  return ReadImportRow(
      ImportKind::kUnits,
      {line, {unit_id, "C1", "1", "home", area, "property", "2", "", "1", "9", from_date}});
}

class ImportCheckTest : public ::testing::Test {
 protected:
  ImportCheckTest() { facts_.projects_of_communities["C1"] = "P1"; }

  std::string ReasonOf(const ReadRow& row) {
    const std::vector<RowFault> faults = check_.Check(row, RowPast::kNew, facts_);
    return faults.empty() ? "" : faults.front().reason;
  }

  ImportFacts facts_;
  ImportCheck check_{{ImportKind::kUnits, "P1", Date(2017, 3, 15), 45, true}};
};

TEST_F(ImportCheckTest, LED13_RowsOfAGroupAreComparedAndThoseOfOthersForgotten) {
  EXPECT_EQ(ReasonOf(UnitOnLine(2, "U1", "80", "2017-01-01")), "");
  EXPECT_EQ(ReasonOf(UnitOnLine(5, "U1", "81", "2017-02-01")), kRowsDisagree);
  EXPECT_EQ(ReasonOf(UnitOnLine(6, "U1", "80", "2017-01-01")), kRowRepeated);
  EXPECT_EQ(ReasonOf(UnitOnLine(7, "U1", "80", "2016-12-01")), kScheduleOverlap);
  EXPECT_EQ(ReasonOf(UnitOnLine(3, "U2", "81", "2017-01-01")), "");
  EXPECT_EQ(ReasonOf(UnitOnLine(4, "U2", "81", "2017-01-01")), kRowRepeated);
}

TEST_F(ImportCheckTest, LED13_RowsAboutOneUnitAreBounded) {
  const std::int64_t most = MostRowsOfOne(ImportKind::kUnits);
  for (std::int64_t row = 1; row <= most; ++row) {
    const Date from = Date(1990, 1, 1) + static_cast<int>(row);
    ASSERT_EQ(ReasonOf(UnitOnLine(row, "U1", "80", FormatDate(from))), "") << row;
  }
  EXPECT_EQ(ReasonOf(UnitOnLine(most + 1, "U1", "80", "2017-01-01")), kTooManyOfOne);
  EXPECT_EQ(ReasonOf(UnitOnLine(most + 2, "U2", "80", "2017-01-01")), "");
}

TEST_F(ImportCheckTest, LED13_PlainIsWhatIsRightAndAboutAUnitThatNobodyKnew) {
  const auto is_plain = [&](const ReadRow& row, RowPast past) {
    (void)check_.Check(row, past, facts_);
    return check_.IsPlain();
  };
  EXPECT_TRUE(is_plain(UnitOnLine(2, "U1", "80", "2017-01-01"), RowPast::kNew));
  EXPECT_FALSE(is_plain(UnitOnLine(3, "U1", "80", "2017-01-01"), RowPast::kNew));  // repeated
  EXPECT_FALSE(is_plain(UnitOnLine(4, "U2", "80", "2017-01-01"), RowPast::kIn));
  EXPECT_FALSE(is_plain(UnitOnLine(5, "U3", "80", "2017-01-01"), RowPast::kChanged));
  facts_.units["U4"] = {"C1", "P1"};
  EXPECT_FALSE(is_plain(UnitOnLine(6, "U4", "80", "2017-01-01"), RowPast::kNew));
  EXPECT_TRUE(is_plain(UnitOnLine(7, "U5", "80", "2017-01-01"), RowPast::kNew));
}

TEST_F(ImportCheckTest, LED13_PlainIsAnOwnerWhomNobodyKnewAndEachUnitOnce) {
  ImportCheck check({ImportKind::kOwners, "P1", Date(2017, 3, 15), 45, true});
  facts_.units["U1"] = {"C1", "P1"};
  facts_.units["U2"] = {"C1", "P1"};
  const auto is_plain = [&](std::int64_t line, const std::string& owner, const std::string& unit,
                            const std::string& from) {
    const ReadRow row =
        ReadImportRow(ImportKind::kOwners, {line, {owner, "张", "", "", unit, from}});
    (void)check.Check(row, RowPast::kNew, facts_);
    return check.IsPlain();
  };
  EXPECT_TRUE(is_plain(2, "O1", "U1", "2017-01-01"));
  EXPECT_TRUE(is_plain(3, "O1", "U2", "2017-01-01"));
  EXPECT_FALSE(is_plain(4, "O1", "U1", "2017-02-01"));  // ends the first
  EXPECT_FALSE(is_plain(5, "O1", "U3", "2017-02-01"));  // there is no such unit
  facts_.owners.insert("O2");
  EXPECT_FALSE(is_plain(6, "O2", "U1", "2017-01-01"));
  EXPECT_TRUE(is_plain(7, "O3", "U1", "2017-01-01"));
}

TEST_F(ImportCheckTest, LED13_BillsAndReceiptsAreNeverPlain) {
  facts_.units["U1"] = {"C1", "P1"};
  ImportCheck check({ImportKind::kReceipts, "P1", Date(2017, 3, 15), 45, true});
  const ReadRow receipt = ReadImportRow(
      ImportKind::kReceipts, {2, {"R1", "U1", "", "1.00", "cash", "2017-03-08", "", ""}});
  EXPECT_TRUE(check.Check(receipt, RowPast::kNew, facts_).empty());
  EXPECT_FALSE(check.IsPlain());
}

// Equal days are in order; a row that is in already is asked nothing.
TEST_F(ImportCheckTest, LED19_MoneyThatIsRecordedBoundsWhatWasReceivedBefore) {
  facts_.units["U1"] = {"C1", "P1"};
  facts_.last_received["U1"] = Date(2017, 3, 8);
  const auto reasons = [&](const std::string& received, RowPast past) {
    ImportCheck check({ImportKind::kOpeningReceipts, "P1", Date(2017, 3, 15), 45, true});
    const ReadRow row = ReadImportRow(ImportKind::kOpeningReceipts,
                                      {2, {"R1", "U1", "1.00", received, "", "", ""}});
    std::vector<std::string> told;
    for (const RowFault& fault : check.Check(row, past, facts_)) told.push_back(fault.reason);
    return told;
  };
  EXPECT_EQ(reasons("2017-03-07", RowPast::kNew),
            std::vector<std::string>{std::string(kReceiptsOutOfOrder)});
  EXPECT_TRUE(reasons("2017-03-07", RowPast::kIn).empty());
  EXPECT_TRUE(reasons("2017-03-08", RowPast::kNew).empty());
  EXPECT_TRUE(reasons("2017-03-09", RowPast::kNew).empty());
}

TEST(GroupKey, LED13_SaysWhatARowIsAbout) {
  EXPECT_EQ(GroupKey(UnitOnLine(2, "U1", "80", "2017-01-01").value), "U1");
  const auto owner =
      ReadImportRow(ImportKind::kOwners, {2, {"O1", "张", "", "", "U1", "2017-01-01"}});
  EXPECT_EQ(GroupKey(owner.value), "O1");
  const auto bill = ReadImportRow(
      ImportKind::kOpeningBills,
      {2, {"U7", "property", "2016-01-01", "2016-12-31", "2016-01-10", "5.00", "", ""}});
  EXPECT_EQ(GroupKey(bill.value), "U7");
  // Receipts go in in the order of the file.
  const auto receipt = ReadImportRow(ImportKind::kReceipts,
                                     {2, {"R1", "U1", "", "1.00", "cash", "2017-03-08", "", ""}});
  EXPECT_EQ(GroupKey(receipt.value), "");
}

}  // namespace
}  // namespace cuijiao::ledger
