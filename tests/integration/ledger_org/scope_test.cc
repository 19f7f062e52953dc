// Who reaches what on which day, at the ledger and as the other services ask it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "common/rpc/remote_scope.h"
#include "services/ledger/api/ledger_scope.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::LedgerFixture;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr Date kDay(2017, 3, 15);

// Both sources must answer alike.
class ScopeTest : public ::testing::TestWithParam<bool> {
 protected:
  ScopeTest() : own_(ledger_.database()), peer_(ledger_.PeerOf("waiver")), remote_(*peer_) {
    EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus());
  }

  ScopeSource& source() { return GetParam() ? static_cast<ScopeSource&>(remote_) : own_; }

  LedgerFixture ledger_;
  LedgerScope own_;
  std::unique_ptr<Peer> peer_;
  RemoteScope remote_;
};

TEST_P(ScopeTest, ACollectorReachesTheOwnAreas) {
  const auto scope = source().ScopeOf("S1", kDay);
  ASSERT_EQ(scope.status(), absl::OkStatus());
  EXPECT_THAT(scope->own_areas, ElementsAre("A1"));
  EXPECT_THAT(scope->own_teams, ElementsAre("T1"));
  EXPECT_THAT(scope->led_teams, IsEmpty());
  const auto before = source().ScopeOf("S1", Date(2015, 12, 31));
  ASSERT_EQ(before.status(), absl::OkStatus());
  EXPECT_THAT(before->own_areas, IsEmpty());
}

TEST_P(ScopeTest, ADeputyActsInTheRecordedAbsenceAlone) {
  ASSERT_EQ(ledger_.PutText(R"(entries { leader_absence {
      team_id: "T1" from_date: "2017-03-15" to_date: "2017-03-20" } })"),
            absl::OkStatus());
  for (const auto& [date, acts] : {std::pair(Date(2017, 3, 14), false),
                                   {Date(2017, 3, 15), true},
                                   {Date(2017, 3, 20), true},
                                   {Date(2017, 3, 21), false}}) {
    const auto deputy = source().ScopeOf("D1", date);
    ASSERT_EQ(deputy.status(), absl::OkStatus());
    EXPECT_EQ(!deputy->led_teams.empty(), acts) << FormatDate(date);
    EXPECT_EQ(!deputy->team_areas.empty(), acts) << FormatDate(date);
    const auto leader = source().ScopeOf("L1", date);
    ASSERT_EQ(leader.status(), absl::OkStatus());
    EXPECT_THAT(leader->team_areas, ElementsAre("A1", "A2"));
  }
}

TEST_P(ScopeTest, ManagersReachProjectsAndGeneralManagersBranches) {
  const auto manager = source().ScopeOf("M1", kDay);
  ASSERT_EQ(manager.status(), absl::OkStatus());
  EXPECT_THAT(manager->projects, ElementsAre("P1"));
  const auto general_manager = source().ScopeOf("GM1", kDay);
  ASSERT_EQ(general_manager.status(), absl::OkStatus());
  EXPECT_THAT(general_manager->branches, ElementsAre("B1"));
}

TEST_P(ScopeTest, ThingsLieWhereTheirCommunityLiesOnTheDay) {
  const auto unit = source().PlacesOf(ResourceKind::kUnit, "U1", kDay);
  ASSERT_EQ(unit.status(), absl::OkStatus());
  ASSERT_EQ(unit->size(), 1U);
  EXPECT_EQ(unit->front().branch_id, "B1");
  EXPECT_EQ(unit->front().project_id, "P1");
  EXPECT_EQ(unit->front().community_id, "C1");
  EXPECT_EQ(unit->front().area_id, "A1");
  EXPECT_EQ(unit->front().team_id, "T1");
  const auto before = source().PlacesOf(ResourceKind::kUnit, "U1", Date(2015, 12, 31));
  ASSERT_EQ(before.status(), absl::OkStatus());
  EXPECT_EQ(before->front().area_id, "");
}

TEST_P(ScopeTest, AnOwnerLiesAtEachOfTheUnits) {
  const auto owner = source().PlacesOf(ResourceKind::kOwner, "O1", kDay);
  ASSERT_EQ(owner.status(), absl::OkStatus());
  EXPECT_EQ(owner->size(), 2U);
}

// "branch/project/area/team" of each.
std::vector<std::string> Words(const std::vector<Place>& places) {
  std::vector<std::string> words;
  for (const Place& place : places) {
    words.push_back(place.branch_id + "/" + place.project_id + "/" + place.area_id + "/" +
                    place.team_id);
  }
  return words;
}

TEST_P(ScopeTest, AStaffMemberLiesAtTeamsAreasAndPosts) {
  const auto places = [&](const char* staff_id, Date date) {
    return Words(source().PlacesOf(ResourceKind::kStaff, staff_id, date).value());
  };
  EXPECT_THAT(places("S9", kDay), ElementsAre("B2/P2//T9", "B2/P2/A9/T9"));
  EXPECT_THAT(places("L9", kDay), ElementsAre("B2/P2//T9"));
  EXPECT_THAT(places("M1", kDay), ElementsAre("B1/P1//"));
  EXPECT_THAT(places("GM1", kDay), ElementsAre("B1///"));
  for (const char* staff_id : {"S9", "L9", "M1", "GM1"}) {
    EXPECT_THAT(places(staff_id, Date(2016, 1, 1)), Not(IsEmpty())) << staff_id;
    EXPECT_THAT(places(staff_id, Date(2015, 12, 31)), IsEmpty()) << staff_id;
  }
}

TEST_P(ScopeTest, WhatDoesNotExistIsNotFound) {
  for (const ResourceKind kind :
       {ResourceKind::kBranch, ResourceKind::kProject, ResourceKind::kCommunity,
        ResourceKind::kArea, ResourceKind::kTeam, ResourceKind::kUnit, ResourceKind::kOwner,
        ResourceKind::kStaff, ResourceKind::kBill, ResourceKind::kPayment}) {
    EXPECT_TRUE(absl::IsNotFound(source().PlacesOf(kind, "X404", kDay).status()))
        << ResourceKindName(kind);
  }
  EXPECT_TRUE(
      absl::IsInvalidArgument(source().PlacesOf(ResourceKind::kWaiver, "W1", kDay).status()));
}

INSTANTIATE_TEST_SUITE_P(Sources, ScopeTest, ::testing::Bool(),
                         [](const auto& param) { return param.param ? "Remote" : "Ledger"; });

}  // namespace
}  // namespace cuijiao::ledger
