// LED-13: whose money a line is: evidence, points, and how sure is sure enough.
#include "services/ledger/domain/statements/statement_match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuijiao::ledger {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

MatchWeights Weights() {
  return {{{Evidence::kOrderNamesUnit, 90},
           {Evidence::kRemarkNamesUnit, 60},
           {Evidence::kPayerOwnsUnit, 25},
           {Evidence::kRemarkNamesCommunity, 10},
           {Evidence::kAmountIsAllDue, 25},
           {Evidence::kAmountIsSomeBills, 15}},
          85,
          20,
          3};
}

UnitEvidence Unit(const std::string& id) {
  UnitEvidence unit;
  unit.unit_id = id;
  unit.due = Fen(60'000);
  unit.open_bills = {Fen(20'000), Fen(40'000), Fen(30'000)};
  return unit;
}

struct Case {
  bool order, remark, payer, community;
  std::int64_t amount_fen;
  int score;  // -1: no candidate
  bool certain;
};

// Every combination that a rule of the table decides, with its sum.
TEST(DecideMatch, LED13_PointsAreSummedAndTheSumDecides) {
  const Case cases[] = {
      {true, false, false, false, 1, 90, true},
      {false, true, false, false, 1, 60, false},
      {false, true, true, false, 1, 85, true},
      {false, true, false, false, 60'000, 85, true},   // all that is due
      {false, true, false, false, 59'999, 60, false},  // one fen less
      {false, true, false, false, 20'000, 75, false},  // the oldest bill
      {false, true, false, false, 40'000, 75, false},  // one bill
      {false, true, false, false, 90'000, 75, false},  // all bills, also those not due
      {false, true, false, true, 20'000, 85, true},
      {false, false, true, false, 60'000, 50, false},
      {false, false, true, true, 60'000, 60, false},
      {false, false, false, true, 60'000, -1, false},  // place and amount alone fit many
      {false, false, false, false, 60'000, -1, false},
      {true, true, true, true, 60'000, 210, true},
  };
  for (const Case& c : cases) {
    UnitEvidence unit = Unit("U1");
    unit.order_names_unit = c.order;
    unit.remark_names_unit = c.remark;
    unit.payer_owns_unit = c.payer;
    unit.remark_names_community = c.community;
    const MatchDecision decision = DecideMatch(Fen(c.amount_fen), {{unit}}, Weights());
    EXPECT_EQ(decision.candidates.empty() ? -1 : decision.candidates[0].score, c.score)
        << c.amount_fen << c.order << c.remark << c.payer << c.community;
    EXPECT_EQ(decision.certain, c.certain) << c.score;
  }
}

TEST(DecideMatch, LED13_TheBestMustLeadByEnough) {
  UnitEvidence first = Unit("U1");
  first.order_names_unit = true;  // 90
  UnitEvidence second = Unit("U2");
  second.remark_names_unit = true;  // 60, with the community 70
  EXPECT_TRUE(DecideMatch(Fen(1), {{first, second}}, Weights()).certain);
  second.remark_names_community = true;
  EXPECT_TRUE(DecideMatch(Fen(1), {{first, second}}, Weights()).certain);  // 20 ahead
  second.open_bills = {Fen(1)};
  EXPECT_FALSE(DecideMatch(Fen(1), {{first, second}}, Weights()).certain);  // 5 ahead
}

TEST(DecideMatch, LED13_CandidatesAreRankedWithTheirReasons) {
  std::vector<UnitEvidence> units = {Unit("U4"), Unit("U2"), Unit("U3"), Unit("U1")};
  for (UnitEvidence& unit : units) unit.payer_owns_unit = true;
  units[2].remark_names_unit = true;
  const MatchDecision decision = DecideMatch(Fen(60'000), units, Weights());
  EXPECT_THAT(
      decision.candidates,
      ElementsAre(MatchCandidate{"U3",
                                 110,
                                 {Evidence::kRemarkNamesUnit, Evidence::kPayerOwnsUnit,
                                  Evidence::kAmountIsAllDue}},
                  MatchCandidate{"U1", 50, {Evidence::kPayerOwnsUnit, Evidence::kAmountIsAllDue}},
                  MatchCandidate{"U2", 50, {Evidence::kPayerOwnsUnit, Evidence::kAmountIsAllDue}}));
  EXPECT_TRUE(decision.certain);
}

TEST(UnitSpellings, LED13_ANumberIsFoundInItsText) {
  for (const char* text : {"3栋2单元501", "翠苑3栋2单元501物业费", "物业费 3栋2单元501 一季度",
                           "３栋２单元５０１", "2017 3栋2单元501"}) {
    EXPECT_THAT(UnitSpellings(text), Contains("3栋2单元501")) << text;
  }
  EXPECT_THAT(UnitSpellings("3栋2单元501室"), Contains("3栋2单元501室"));
  EXPECT_THAT(UnitSpellings("3栋2单元501室"), Contains("3栋2单元501"));
  EXPECT_THAT(UnitSpellings("翠苑3栋501 物业费"), Contains("3栋501室"));  // left out by the payer
  EXPECT_THAT(UnitSpellings("付 甲栋501"), Contains("甲栋501"));
  EXPECT_THAT(UnitSpellings("U1 M20170308001"), Contains("U1"));
  EXPECT_THAT(UnitSpellings("C01-010101缴费"), Contains("C01-010101"));
}

TEST(UnitSpellings, LED13_APartOfANumberIsNoNumber) {
  for (const char* text : {"3栋2单元501", "3栋 2单元 501", "C01-501"}) {
    EXPECT_THAT(UnitSpellings(text), Not(Contains("501"))) << text;
    EXPECT_THAT(UnitSpellings(text), Not(Contains("2单元501"))) << text;
  }
  EXPECT_THAT(UnitSpellings("501栋6"), Not(Contains("501")));
  EXPECT_THAT(UnitSpellings("15010"), Not(Contains("501")));
  EXPECT_THAT(UnitSpellings(""), IsEmpty());
  EXPECT_THAT(UnitSpellings("物业费"), IsEmpty());
}

TEST(PayerName, LED13_WhatWalletsAddIsLeftOut) {
  EXPECT_EQ(PayerName("胡志明(138****8002)"), "胡志明");
  EXPECT_EQ(PayerName("胡志明（138****8002）"), "胡志明");
  EXPECT_EQ(PayerName("*丽华(138****8001)"), "");
  EXPECT_EQ(PayerName(" 孙丽华 "), "孙丽华");
}

}  // namespace
}  // namespace cuijiao::ledger
