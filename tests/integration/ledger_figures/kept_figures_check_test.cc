// The integrity check finds a kept figure that is not the journal's, and names it (LED-4, LED-17).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/ledger/store/figures/figure_follower.h"
#include "tests/integration/ledger_figures/kept_figures_world.h"

namespace cuijiao::support {
namespace {

struct ChangedFigure {
  std::string name;
  std::string sql;
  std::string reference;
  std::string words;
};

class VerifyKeptFigures : public ::testing::TestWithParam<ChangedFigure> {
 protected:
  VerifyKeptFigures() : world_(Date(2017, 2, 10)) {
    world_.BillHistory();
    world_.Bill("C1", "2017-01", "2017-03");
    world_.Pay("U1", 500'00, Date(2017, 2, 5));
    world_.Pay("U2", 2'000'00, Date(2017, 2, 5));
  }

  KeptFiguresWorld world_;
};

TEST_P(VerifyKeptFigures, LED4_NamesTheFigureWithOneByteChanged) {
  const v1::VerifyIntegrityResponse before = world_.Verify();
  ASSERT_TRUE(before.intact()) << before.ShortDebugString();
  ASSERT_EQ(world_.Tamper(GetParam().sql), 1);
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  EXPECT_FALSE(answer.intact());
  ASSERT_EQ(answer.faults_size(), 1) << answer.ShortDebugString();
  EXPECT_EQ(answer.faults(0).partition(), "C1");
  EXPECT_EQ(answer.faults(0).sequence(), 0);
  EXPECT_EQ(answer.faults(0).reference_id(), GetParam().reference);
  EXPECT_THAT(answer.faults(0).message(), ::testing::HasSubstr(GetParam().words));
  EXPECT_TRUE(world_.Verify("C9").intact());
}

std::vector<ChangedFigure> EveryFigure() {
  std::vector<ChangedFigure> cases;
  for (const char* figure : {"received_fen", "received_outside_campaigns_fen", "receivable_fen",
                             "historical_outstanding_fen", "historical_recovered_fen",
                             "prepayment_fen", "outstanding_fen", "overdue_fen"}) {
    const std::string name = figure;
    cases.push_back({"unit_" + name,
                     "UPDATE figure_unit SET " + name + " = " + name + " + 1 WHERE unit_id = 'U1'",
                     "U1", name + " that is kept"});
  }
  for (const char* date : {"oldest_due_date", "next_due_date"}) {
    const std::string name = date;
    cases.push_back({"unit_" + name,
                     "UPDATE figure_unit SET " + name + " = '2099-01-01' WHERE unit_id = 'U1'",
                     "U1", name + " that is kept is 2099-01-01"});
  }
  for (const char* figure : {"received_fen", "received_outside_campaigns_fen", "receivable_fen",
                             "historical_outstanding_fen", "historical_recovered_fen",
                             "prepayment_fen", "owing_units", "overdue_units", "paid_up_units"}) {
    const std::string name = figure;
    cases.push_back(
        {"community_" + name,
         "UPDATE figure_community SET " + name + " = " + name + " + 1 WHERE community_id = 'C1'",
         "C1", name + " that is kept"});
  }
  cases.push_back({"due",
                   "UPDATE figure_due SET outstanding_fen = outstanding_fen + 1"
                   " WHERE community_id = 'C1' AND due_date = '2017-03-01'",
                   "2017-03-01", "outstanding_fen of bills due that day"});
  cases.push_back({"due_missing",
                   "DELETE FROM figure_due WHERE community_id = 'C1' AND due_date = '2017-03-01'",
                   "2017-03-01", "is kept is 0"});
  cases.push_back({"unit_missing", "DELETE FROM figure_unit WHERE unit_id = 'U1'", "U1",
                   "receivable_fen that is kept is 0"});
  cases.push_back({"unit_of_nobody",
                   "INSERT INTO figure_unit SELECT 'U0', community_id, received_fen,"
                   " received_outside_campaigns_fen, receivable_fen, historical_outstanding_fen,"
                   " historical_recovered_fen, prepayment_fen, outstanding_fen, overdue_fen,"
                   " oldest_due_date, next_due_date FROM figure_unit WHERE unit_id = 'U1'",
                   "U0", "the journal says 0"});
  cases.push_back({"entries_ahead",
                   "UPDATE figure_community SET entry_sequence = entry_sequence + 100"
                   " WHERE community_id = 'C1'",
                   "C1", "entry_sequence that is kept"});
  cases.push_back({"changes_ahead",
                   "UPDATE figure_community SET change_sequence = change_sequence + 100"
                   " WHERE community_id = 'C1'",
                   "C1", "change_sequence that is kept"});
  return cases;
}

INSTANTIATE_TEST_SUITE_P(LED4, VerifyKeptFigures, ::testing::ValuesIn(EveryFigure()),
                         [](const auto& given) { return given.param.name; });

class VerifyFollowing : public ::testing::Test {
 protected:
  VerifyFollowing() : world_(Date(2017, 2, 10)) {
    world_.BillHistory();
    EXPECT_TRUE(world_.Verify().intact());
  }
  KeptFiguresWorld world_;
};

// A change that is told of another unit: the one that it was of is not computed anew.
TEST_F(VerifyFollowing, LED4_FindsAChangeThatWasMoved) {
  world_.PutFee("U1", v1::FEE_KIND_PROPERTY, "2017-07-01", 200'00);
  ASSERT_EQ(world_.Tamper("UPDATE figure_change SET unit_id = 'U2' WHERE unit_id = 'U1'"
                          " ORDER BY change_sequence DESC LIMIT 1"),
            1);
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  ASSERT_EQ(answer.faults_size(), 1) << answer.ShortDebugString();
  EXPECT_EQ(answer.faults(0).reference_id(), "U1");
  EXPECT_THAT(answer.faults(0).message(), ::testing::HasSubstr("receivable_fen that is kept"));
}

TEST_F(VerifyFollowing, LED4_EntriesThatAreFollowedTwiceAreFound) {
  ASSERT_EQ(world_.Tamper("UPDATE figure_community SET entry_sequence = entry_sequence - 1"
                          " WHERE community_id = 'C1'"),
            1);
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  ASSERT_EQ(answer.faults_size(), 1) << answer.ShortDebugString();
  EXPECT_THAT(answer.faults(0).message(), ::testing::HasSubstr("outstanding_fen of bills due"));
}

// Figures follow what is posted before they are looked at.
TEST_F(VerifyFollowing, LED4_WhatIsNotFollowedYetIsNoFault) {
  world_.Pay("U1", 100'00, Date(2017, 2, 10));
  world_.PutFee("U2", v1::FEE_KIND_PROPERTY, "2017-07-01", 200'00);
  world_.GoTo(Date(2017, 4, 1));
  EXPECT_TRUE(world_.Verify().intact());
}

}  // namespace
}  // namespace cuijiao::support
