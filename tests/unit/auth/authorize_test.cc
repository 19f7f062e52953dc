#include "common/auth/authorize.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/payment.pb.h"

namespace cuijiao {
namespace {

using ledger::v1::RecordPaymentRequest;

constexpr Date kDay(2017, 3, 1);

// One branch with two projects of one area each; teams by area.
class TwoProjects : public ScopeSource {
 public:
  TwoProjects() {
    scopes["collector"].own_areas = {"A1"};
    scopes["leader"].team_areas = {"A1"};
    scopes["leader"].led_teams = {"T1"};
    scopes["manager"].projects = {"P1"};
    scopes["gm"].branches = {"B1"};
    scopes["member"].own_teams = {"T1"};
    scopes["careless"].own_areas = {""};
  }

  absl::StatusOr<StaffScope> ScopeOf(std::string_view staff_id, Date date) override {
    EXPECT_EQ(date, kDay);
    ++scopes_asked;
    const auto found = scopes.find(std::string(staff_id));
    return found == scopes.end() ? StaffScope{} : found->second;
  }
  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                              Date) override {
    if (!outage.ok()) return outage;
    const auto found = places.find(std::string(ResourceKindName(kind)) + "/" + std::string(id));
    if (found == places.end()) return absl::NotFoundError("secret: no such row");
    return found->second;
  }

  std::map<std::string, StaffScope> scopes;
  std::map<std::string, std::vector<Place>> places = {
      {"unit/U1", {{"B1", "P1", "C1", "A1", "T1"}}},
      {"unit/U2", {{"B1", "P2", "C2", "A2", "T2"}}},
      {"unit/U9", {{"B9", "P9", "C9", "A9", "T9"}}},
      {"unit/bare", {{"B1", "P1", "C1", "", ""}}},
      {"bill/BL2", {{"B1", "P2", "C2", "A2", "T2"}}},
      {"staff/two-teams", {{"B1", "P2", "", "", "T2"}, {"B1", "P1", "", "", "T1"}}},
  };
  absl::Status outage;
  int scopes_asked = 0;
};

Identity Staff(const std::string& id, RoleSet roles) {
  Identity identity;
  identity.staff_id = id;
  identity.roles = roles;
  return identity;
}

Identity Service(const std::string& name, std::optional<Actor> actor = std::nullopt) {
  Identity identity;
  identity.service_name = name;
  identity.roles = Role::kService;
  identity.actor = std::move(actor);
  return identity;
}

const AccessRow kByUnit = {"M", kScopedRoles | Role::kFinance, CallingServices("waiver"),
                           Where::At(Target{ResourceKind::kUnit, "unit_id"},
                                     Target{ResourceKind::kBill, "designations.bill_id"},
                                     Target{ResourceKind::kStaff, "collector_id"})};

class AuthorizeScopeTest : public ::testing::Test {
 protected:
  std::string Verdict(const Identity& identity, const RecordPaymentRequest& request,
                      const AccessRow& row = kByUnit) {
    const absl::Status status = AuthorizeScope(row, identity, request, source_, kDay);
    return status.ok() ? "ok" : ReasonOf(status);
  }
  static RecordPaymentRequest AtUnit(const std::string& id) {
    RecordPaymentRequest request;
    request.set_unit_id(id);
    return request;
  }

  TwoProjects source_;
};

TEST_F(AuthorizeScopeTest, EachRoleReachesAsFarAsItsScope) {
  struct Case {
    const char* staff;
    Role role;
    const char* unit;
    const char* verdict;
  };
  for (const Case& c : {
           Case{"collector", Role::kCollector, "U1", "ok"},
           Case{"collector", Role::kCollector, "U2", "OUT_OF_SCOPE"},
           Case{"leader", Role::kTeamLeader, "U1", "ok"},
           Case{"leader", Role::kTeamLeader, "U2", "OUT_OF_SCOPE"},
           Case{"manager", Role::kManager, "U1", "ok"},
           Case{"manager", Role::kManager, "bare", "ok"},
           Case{"manager", Role::kManager, "U2", "OUT_OF_SCOPE"},
           Case{"gm", Role::kGeneralManager, "U2", "ok"},
           Case{"gm", Role::kGeneralManager, "U9", "OUT_OF_SCOPE"},
           // A unit that no area holds is no collector's, not every collector's.
           Case{"collector", Role::kCollector, "bare", "OUT_OF_SCOPE"},
           Case{"careless", Role::kCollector, "bare", "OUT_OF_SCOPE"},
           Case{"nobody", Role::kCollector, "bare", "OUT_OF_SCOPE"},
           // The scope of a role that the token does not give is not used.
           Case{"manager", Role::kCollector, "U1", "OUT_OF_SCOPE"},
           Case{"gm", Role::kManager, "U1", "OUT_OF_SCOPE"},
       }) {
    EXPECT_EQ(Verdict(Staff(c.staff, c.role), AtUnit(c.unit)), c.verdict)
        << c.staff << " as " << RoleName(c.role) << " at " << c.unit;
  }
}

TEST_F(AuthorizeScopeTest, AnswersAlikeForUnknownAndForbidden) {
  const Identity collector = Staff("collector", Role::kCollector);
  const absl::Status unknown = AuthorizeScope(kByUnit, collector, AtUnit("U404"), source_, kDay);
  const absl::Status forbidden = AuthorizeScope(kByUnit, collector, AtUnit("U2"), source_, kDay);
  EXPECT_EQ(unknown, forbidden);
  EXPECT_TRUE(absl::IsPermissionDenied(unknown));
}

TEST_F(AuthorizeScopeTest, CompanyWideRolesPassWithoutAQuestion) {
  source_.outage = absl::UnavailableError("away");
  EXPECT_EQ(Verdict(Staff("f", Role::kFinance), AtUnit("U404")), "ok");
  EXPECT_EQ(source_.scopes_asked, 0);
  // Only a role that the row lists opens the company.
  EXPECT_NE(Verdict(Staff("x", Role::kAdministrator | Role::kCollector), AtUnit("U1")), "ok");
}

TEST_F(AuthorizeScopeTest, EveryThingThatIsNamedMustBeInReach) {
  RecordPaymentRequest request = AtUnit("U1");
  request.add_designations()->set_bill_id("BL2");
  EXPECT_EQ(Verdict(Staff("collector", Role::kCollector), request), "OUT_OF_SCOPE");
  EXPECT_EQ(Verdict(Staff("gm", Role::kGeneralManager), request), "ok");
}

TEST_F(AuthorizeScopeTest, NamingNothingMeansTheWholeCompany) {
  EXPECT_EQ(Verdict(Staff("gm", Role::kGeneralManager), RecordPaymentRequest()), "OUT_OF_SCOPE");
  EXPECT_EQ(Verdict(Staff("f", Role::kFinance), RecordPaymentRequest()), "ok");
}

TEST_F(AuthorizeScopeTest, EverybodyReachesThemselves) {
  RecordPaymentRequest request;
  request.set_collector_id("nobody");
  EXPECT_EQ(Verdict(Staff("nobody", Role::kCollector), request), "ok");
  EXPECT_EQ(Verdict(Staff("other", Role::kCollector), request), "OUT_OF_SCOPE");
}

TEST_F(AuthorizeScopeTest, OnePlaceOfSeveralIsEnough) {
  RecordPaymentRequest request;
  request.set_collector_id("two-teams");
  EXPECT_EQ(Verdict(Staff("leader", Role::kTeamLeader), request), "ok");
  EXPECT_EQ(Verdict(Staff("manager", Role::kManager), request), "ok");
  EXPECT_EQ(Verdict(Staff("collector", Role::kCollector), request), "OUT_OF_SCOPE");
}

TEST_F(AuthorizeScopeTest, CollaboratorsReachTheAreasOfTheirTeamsWhereTheRowSaysSo) {
  AccessRow together = kByUnit;
  together.where = kByUnit.where.ForCollaborators();
  const Identity member = Staff("member", Role::kCollector);
  EXPECT_EQ(Verdict(member, AtUnit("U1")), "OUT_OF_SCOPE");
  EXPECT_EQ(Verdict(member, AtUnit("U1"), together), "ok");
  EXPECT_EQ(Verdict(member, AtUnit("U2"), together), "OUT_OF_SCOPE");
}

TEST_F(AuthorizeScopeTest, AnOutageIsNoRefusal) {
  source_.outage = absl::UnavailableError("away");
  EXPECT_TRUE(absl::IsUnavailable(
      AuthorizeScope(kByUnit, Staff("collector", Role::kCollector), AtUnit("U1"), source_, kDay)));
}

TEST_F(AuthorizeScopeTest, AServiceActsForAPersonWithinThatPersonsReachWhereTheRowSaysSo) {
  AccessRow checked = kByUnit;
  checked.actor = ActorRule::kChecked;
  const Identity for_collector = Service("waiver", Actor{"collector", Role::kCollector});
  EXPECT_EQ(Verdict(for_collector, AtUnit("U2")), "ok");
  EXPECT_EQ(Verdict(for_collector, AtUnit("U1"), checked), "ok");
  EXPECT_EQ(Verdict(for_collector, AtUnit("U2"), checked), "OUT_OF_SCOPE");
}

TEST(AuthorizeRole, LetsInWhomTheRowListsAndNobodyElse) {
  const AccessRow row = {"M", Role::kManager | Role::kFinance, CallingServices("waiver")};
  for (const Role role : kAllRoles) {
    const bool listed = role == Role::kManager || role == Role::kFinance;
    EXPECT_EQ(AuthorizeRole(row, Staff("x", role)).ok(), listed) << RoleName(role);
  }
  EXPECT_TRUE(AuthorizeRole(row, Staff("x", Role::kCollector | Role::kManager)).ok());
  EXPECT_TRUE(AuthorizeRole(row, Service("waiver")).ok());
  EXPECT_EQ(ReasonOf(AuthorizeRole(row, Service("payroll"))), kRoleNotAllowed);
  // The roles of the person do not open what the service may not do.
  EXPECT_EQ(ReasonOf(AuthorizeRole(row, Service("payroll", Actor{"x", Role::kManager}))),
            kRoleNotAllowed);
}

TEST(AuthorizeRole, ChecksTheActorWhereTheRowSaysSo) {
  const AccessRow row = {
      "M",           Role::kManager,     CallingServices("waiver"), Where::Anywhere(),
      Effect::kRead, ActorRule::kChecked};
  EXPECT_TRUE(AuthorizeRole(row, Service("waiver", Actor{"x", Role::kManager})).ok());
  EXPECT_FALSE(AuthorizeRole(row, Service("waiver", Actor{"x", Role::kCollector})).ok());
  EXPECT_FALSE(AuthorizeRole(row, Service("waiver")).ok());
}

}  // namespace
}  // namespace cuijiao
