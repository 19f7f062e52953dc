// Dated relations and fixed places, refused with their reasons (LED-7).
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::LedgerFixture;

class RelationsTest : public ::testing::Test {
 protected:
  RelationsTest() { EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus()); }

  // What OrganisationStore reads.
  template <typename Body>
  auto Read(Body body) {
    return ledger_.database().Read("test", [&](db::Transaction& transaction) {
      OrganisationStore store(transaction);
      return body(store);
    });
  }

  std::string CollectorOf(const std::string& community_id, Date date) {
    const auto collector = Read(
        [&](OrganisationStore& store) { return store.ResponsibleCollector(community_id, date); });
    EXPECT_EQ(collector.status(), absl::OkStatus());
    return collector.ok() ? collector->value_or("none") : "error";
  }

  LedgerFixture ledger_;
};

TEST_F(RelationsTest, LED7_APutEndsTheOpenPredecessorTheDayBefore) {
  ASSERT_EQ(ledger_.PutText(R"(entries { area_collector {
      area_id: "A1" staff_id: "S2" from_date: "2017-06-01" } })"),
            absl::OkStatus());
  EXPECT_EQ(CollectorOf("C1", Date(2017, 5, 31)), "S1");
  EXPECT_EQ(CollectorOf("C1", Date(2017, 6, 1)), "S2");
  EXPECT_EQ(CollectorOf("C1", Date(2015, 12, 31)), "none");
}

TEST_F(RelationsTest, LED7_NoCommunityIsInTwoAreasOnOneDate) {
  ASSERT_EQ(ledger_.PutText(R"(entries { area_community {
      area_id: "A2" community_id: "C1" from_date: "2017-06-01" to_date: "2017-06-30" } })"),
            absl::OkStatus());
  // From within the closed range, and from before it into it.
  for (const std::string range :
       {R"(from_date: "2017-06-30")", R"(from_date: "2017-05-01" to_date: "2017-06-01")",
        R"(from_date: "2017-06-01" to_date: "2017-06-30")"}) {
    const absl::Status status = ledger_.PutText(
        R"(entries { area_community { area_id: "A1" community_id: "C1" )" + range + " } }");
    EXPECT_EQ(ReasonOf(status), "OVERLAP") << range;
  }
  EXPECT_EQ(ledger_.PutText(R"(entries { area_community {
      area_id: "A1" community_id: "C1" from_date: "2017-07-01" } })"),
            absl::OkStatus());
}

TEST_F(RelationsTest, LED7_OneLeaderATeam) {
  ASSERT_EQ(ledger_.PutText(R"(entries { team_membership {
      team_id: "T1" staff_id: "S9" position: POSITION_LEADER from_date: "2017-04-01" } })"),
            absl::OkStatus());
  auto members =
      Read([](OrganisationStore& store) { return store.LoadMemberships("P1", Date(2017, 4, 1)); });
  ASSERT_EQ(members.status(), absl::OkStatus());
  std::erase_if(*members, [](const TeamMembership& member) { return member.team_id != "T1"; });
  ASSERT_EQ(members->size(), 4U);  // D1, S1, S2, S9: L1's place ended with his leadership
  EXPECT_EQ(members->back().staff_id, "S9");
  EXPECT_EQ(members->back().position, TeamPosition::kLeader);
}

TEST_F(RelationsTest, TheSameRelationFromTheSameDayTakesTheNewEnd) {
  for (const std::string end : {R"(to_date: "2017-01-31")", ""}) {
    ASSERT_EQ(ledger_.PutText(R"(entries { area_collector {
        area_id: "A1" staff_id: "S1" from_date: "2016-01-01" )" +
                              end + " } }"),
              absl::OkStatus());
    EXPECT_EQ(CollectorOf("C1", Date(2017, 2, 1)), end.empty() ? "S1" : "none");
  }
}

struct Refused {
  std::string name;
  std::string entry;
  std::string reason;
  std::string field;  // of UNKNOWN_PARENT
};

class RefusedEntry : public RelationsTest, public ::testing::WithParamInterface<Refused> {};

TEST_P(RefusedEntry, IsRefusedWithItsReasonAndChangesNothing) {
  const Refused& refused = GetParam();
  const absl::Status status = ledger_.PutText(
      R"(entries { branch { id: "B7" name: "先行" } } entries { )" + refused.entry + " }");
  EXPECT_EQ(ReasonOf(status), refused.reason) << status;
  if (!refused.field.empty()) {
    EXPECT_EQ(ValuesOf(status)["field"], refused.field);
  }
  const auto branch = Read([](OrganisationStore& store) { return store.LoadBranch("B7"); });
  ASSERT_EQ(branch.status(), absl::OkStatus());
  EXPECT_FALSE(branch->has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Organisation, RefusedEntry,
    ::testing::Values(
        Refused{"ProjectOfNoBranch", R"(project { id: "P7" branch_id: "B404" name: "x" })",
                "UNKNOWN_PARENT", "project.branch_id"},
        Refused{"CommunityOfNoProject", R"(community { id: "C7" project_id: "P404" name: "x" })",
                "UNKNOWN_PARENT", "community.project_id"},
        Refused{"UnitOfNoCommunity",
                R"(unit { id: "U7" community_id: "C404" unit_no: "1" kind: KIND_HOME })",
                "UNKNOWN_PARENT", "unit.community_id"},
        Refused{"OwnerOfNoStaff", R"(owner { id: "O7" name: "x" staff_id: "S404" })",
                "UNKNOWN_PARENT", "owner.staff_id"},
        Refused{"OwnershipOfNoUnit",
                R"(ownership { unit_id: "U404" owner_id: "O1" from_date: "2017-01-01" })",
                "UNKNOWN_PARENT", "ownership.unit_id"},
        Refused{"OwnershipOfNoOwner",
                R"(ownership { unit_id: "U1" owner_id: "O404" from_date: "2017-01-01" })",
                "UNKNOWN_PARENT", "ownership.owner_id"},
        Refused{"CollectorWhoDoesNotExist",
                R"(area_collector { area_id: "A1" staff_id: "S404" from_date: "2017-01-01" })",
                "UNKNOWN_PARENT", "area_collector.staff_id"},
        Refused{"AreaThatDoesNotExist",
                R"(area_collector { area_id: "A404" staff_id: "S1" from_date: "2017-01-01" })",
                "UNKNOWN_PARENT", "area_collector.area_id"},
        Refused{"AreaOfNoTeam", R"(area { id: "A7" project_id: "P1" team_id: "T404" name: "x" })",
                "UNKNOWN_PARENT", "area.team_id"},
        Refused{"AreaWithATeamOfAnotherProject",
                R"(area { id: "A7" project_id: "P1" team_id: "T9" name: "x" })", "PROJECT_DIFFERS",
                ""},
        Refused{"AreaWithACommunityOfAnotherProject",
                R"(area_community { area_id: "A1" community_id: "C9" from_date: "2018-01-01" })",
                "PROJECT_DIFFERS", ""},
        Refused{"CommunityThatMoves", R"(community { id: "C1" project_id: "P2" name: "x" })",
                "PLACE_FIXED", ""},
        Refused{"UnitThatMoves",
                R"(unit { id: "U1" community_id: "C2" unit_no: "1" kind: KIND_HOME })",
                "PLACE_FIXED", ""},
        Refused{"TeamThatMoves", R"(team { id: "T1" project_id: "P2" name: "x" })", "PLACE_FIXED",
                ""},
        Refused{"RangeBackwards", R"(ownership { unit_id: "U1" owner_id: "O2"
                from_date: "2017-02-01" to_date: "2017-01-31" })",
                "RANGE_BACKWARDS", ""},
        Refused{"PostOfNothing", R"(post { staff_id: "M1" from_date: "2017-01-01" })",
                "POST_PLACE_WRONG", ""},
        Refused{
            "PostOfBoth",
            R"(post { staff_id: "M1" project_id: "P1" branch_id: "B1" from_date: "2017-01-01" })",
            "POST_PLACE_WRONG", ""},
        Refused{"CollectorFromTheSameDay",
                R"(area_collector { area_id: "A1" staff_id: "S2" from_date: "2016-01-01" })",
                "OVERLAP", ""},
        Refused{"SecondPlaceInATeam", R"(team_membership { team_id: "T1" staff_id: "S1"
                position: POSITION_DEPUTY from_date: "2016-01-01" })",
                "OVERLAP", ""}),
    [](const auto& param) { return param.param.name; });

TEST_F(RelationsTest, LED10_AreasOfClosedDaysStayAsTheyAre) {
  ledger_.set_date(Date(2017, 4, 5));
  v1::CloseMonthRequest close;
  close.set_month("2017-03");
  const auto closed = ledger_.Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                                     ledger_.Finance(), close);
  ASSERT_EQ(closed.status(), absl::OkStatus());
  for (const std::string relation :
       {R"(area_collector { area_id: "A1" staff_id: "S2" from_date: ")",
        R"(area_community { area_id: "A2" community_id: "C1" from_date: ")"}) {
    const absl::Status refused = ledger_.PutText("entries { " + relation + "2017-03-31\" } }");
    EXPECT_EQ(ReasonOf(refused), "MONTH_CLOSED") << relation;
    EXPECT_EQ(ValuesOf(refused)["closed_through"], "2017-03-31");
    EXPECT_EQ(CollectorOf("C1", Date(2017, 3, 31)), "S1");
    EXPECT_EQ(ledger_.PutText("entries { " + relation + "2017-04-01\" } }"), absl::OkStatus());
  }
  // What may be learned later: who owned a unit, who was of a team.
  EXPECT_EQ(ledger_.PutText(R"(entries { team_membership {
      team_id: "T1" staff_id: "S9" position: POSITION_MEMBER from_date: "2017-03-01" } })"),
            absl::OkStatus());
}

TEST_F(RelationsTest, WVR5_AHouseholdIsAllUnitsThatShareAnOwner) {
  const auto units =
      Read([](OrganisationStore& store) { return store.HouseholdUnits("U1", Date(2017, 3, 1)); });
  ASSERT_EQ(units.status(), absl::OkStatus());
  EXPECT_EQ(*units, (std::vector<std::string>{"U1", "U3"}));
  const auto alone =
      Read([](OrganisationStore& store) { return store.HouseholdUnits("U1", Date(2015, 12, 31)); });
  ASSERT_EQ(alone.status(), absl::OkStatus());
  EXPECT_EQ(*alone, (std::vector<std::string>{"U1"}));
}

TEST_F(RelationsTest, DayRunsFollowAChangeOfCollector) {
  ASSERT_EQ(ledger_.PutText(R"(entries { area_collector {
      area_id: "A1" staff_id: "S2" from_date: "2017-04-11" } })"),
            absl::OkStatus());
  const auto runs = Read([](OrganisationStore& store) {
    return store.CollectorRuns(Month(2017, 4), Date(2017, 4, 30));
  });
  ASSERT_EQ(runs.status(), absl::OkStatus());
  const std::vector<CollectorRun> expected = {
      {"S1", Date(2017, 4, 1), Date(2017, 4, 10), {"A1"}},
      {"S2", Date(2017, 4, 1), Date(2017, 4, 10), {"A2"}},
      {"S2", Date(2017, 4, 11), Date(2017, 4, 30), {"A1", "A2"}},
      {"S9", Date(2017, 4, 1), Date(2017, 4, 30), {"A9"}},
  };
  EXPECT_EQ(*runs, expected);
}

// April closed on the 25th: who comes on the 26th is of May, on the closing date itself of April.
TEST_F(RelationsTest, Definition9_DaysBehindTheClosingDateCountAsTheClosingDate) {
  const auto april = [&] {
    const auto runs = Read([](OrganisationStore& store) {
      return store.CollectorRuns(Month(2017, 4), Date(2017, 4, 25));
    });
    EXPECT_EQ(runs.status(), absl::OkStatus());
    return runs.value_or(std::vector<CollectorRun>());
  };
  const std::vector<CollectorRun> before = april();
  ASSERT_EQ(ledger_.PutText(R"(entries { area_collector {
      area_id: "A1" staff_id: "S2" from_date: "2017-04-26" } })"),
            absl::OkStatus());
  EXPECT_EQ(april(), before);
  ASSERT_EQ(ledger_.PutText(R"(entries { area_collector {
      area_id: "A2" staff_id: "S1" from_date: "2017-04-25" } })"),
            absl::OkStatus());
  const std::vector<CollectorRun> expected = {
      {"S1", Date(2017, 4, 1), Date(2017, 4, 24), {"A1"}},
      {"S1", Date(2017, 4, 25), Date(2017, 4, 30), {"A1", "A2"}},
      {"S2", Date(2017, 4, 1), Date(2017, 4, 24), {"A2"}},
      {"S9", Date(2017, 4, 1), Date(2017, 4, 30), {"A9"}},
  };
  EXPECT_EQ(april(), expected);
}

}  // namespace
}  // namespace cuijiao::ledger
