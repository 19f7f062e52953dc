// LED-7: what a put changes of a thing that stands, field by field.
#include "services/ledger/domain/organisation/organisation_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Shown(const std::vector<FieldChange>& changes) {
  std::vector<std::string> shown;
  for (const FieldChange& change : changes) {
    shown.push_back(change.field + ": " + change.before + " > " + change.after);
  }
  return shown;
}

TEST(ChangedFields, LED7_EveryFieldThatAPutReplacesIsCompared) {
  EXPECT_THAT(Shown(ChangedFields(Branch{"B1", "a"}, Branch{"B1", "b"})),
              ElementsAre("name: a > b"));
  EXPECT_THAT(Shown(ChangedFields(Project{"P1", "B1", "a"}, Project{"P1", "B2", "b"})),
              ElementsAre("branch_id: B1 > B2", "name: a > b"));
  EXPECT_THAT(Shown(ChangedFields(Community{"C1", "P1", "a"}, Community{"C1", "P1", "b"})),
              ElementsAre("name: a > b"));
  EXPECT_THAT(
      Shown(ChangedFields(Unit{"U1", "C1", "1-101", UnitKind::kHome, 8950},
                          Unit{"U1", "C1", "1-102", UnitKind::kShop, 9000})),
      ElementsAre("unit_no: 1-101 > 1-102", "kind: HOME > SHOP", "area_e2_m2: 8950 > 9000"));
  EXPECT_THAT(Shown(ChangedFields(Owner{"O1", "a", "1", "x", "", "S1"},
                                  Owner{"O1", "b", "2", "y", "en", ""})),
              ElementsAre("name: a > b", "phone: 1 > 2", "address: x > y", "language:  > en",
                          "staff_id: S1 > "));
  EXPECT_THAT(Shown(ChangedFields(Staff{"S1", "a", ""}, Staff{"S1", "b", "7"})),
              ElementsAre("name: a > b", "employee_no:  > 7"));
  EXPECT_THAT(Shown(ChangedFields(Team{"T1", "P1", "a"}, Team{"T1", "P1", "b"})),
              ElementsAre("name: a > b"));
  EXPECT_THAT(Shown(ChangedFields(Area{"A1", "P1", "T1", "a"}, Area{"A1", "P1", "T2", "b"})),
              ElementsAre("team_id: T1 > T2", "name: a > b"));
}

TEST(ChangedFields, LED7_WhatStaysTheSameIsNoChange) {
  const Unit unit{"U1", "C1", "1-101", UnitKind::kHome, 8950};
  EXPECT_THAT(ChangedFields(unit, unit), IsEmpty());
  const Owner owner{"O1", "a", "1", "x", "", "S1"};
  EXPECT_THAT(ChangedFields(owner, owner), IsEmpty());
}

TEST(PersonalFieldOf, PersonalDataIsWhatTheMessagesMask) {
  using Kind = OrganisationKind;
  EXPECT_EQ(PersonalFieldOf(Kind::kOwner, "name"), PersonalField::kName);
  EXPECT_EQ(PersonalFieldOf(Kind::kOwner, "phone"), PersonalField::kPhone);
  EXPECT_EQ(PersonalFieldOf(Kind::kOwner, "address"), PersonalField::kAddress);
  EXPECT_EQ(PersonalFieldOf(Kind::kStaff, "name"), PersonalField::kName);
  EXPECT_EQ(PersonalFieldOf(Kind::kUnit, "unit_no"), PersonalField::kAddress);
  for (const Kind kind :
       {Kind::kBranch, Kind::kProject, Kind::kCommunity, Kind::kTeam, Kind::kArea}) {
    EXPECT_EQ(PersonalFieldOf(kind, "name"), std::nullopt);
  }
  EXPECT_EQ(PersonalFieldOf(Kind::kOwner, "language"), std::nullopt);
  EXPECT_EQ(PersonalFieldOf(Kind::kUnit, "area_e2_m2"), std::nullopt);
}

}  // namespace
}  // namespace cuijiao::ledger
