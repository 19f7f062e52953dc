// The organisation over gRPC: putting, reading, personal data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/test_database.h"

namespace cuijiao::ledger {
namespace {

using support::Caller;
using support::LedgerFixture;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Organisations = v1::OrganisationService;
using OrganisationMethods = v1::OrganisationService::StubInterface;

class OrganisationTest : public ::testing::Test {
 protected:
  OrganisationTest() { EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus()); }

  absl::StatusOr<v1::Unit> GetUnit(const Caller& caller, const std::string& unit_id,
                                   const std::string& date = "") const {
    v1::GetUnitRequest request;
    request.set_unit_id(unit_id);
    request.set_date(date);
    return ledger_.Call<Organisations>(&OrganisationMethods::GetUnit, caller, request);
  }

  LedgerFixture ledger_;
};

TEST_F(OrganisationTest, LED7_AUnitIsReadWithItsOwnersOfADate) {
  ASSERT_EQ(ledger_.PutText(R"(
      entries { ownership { unit_id: "U1" owner_id: "O1" from_date: "2016-01-01" to_date: "2017-01-31" } }
      entries { ownership { unit_id: "U1" owner_id: "O2" from_date: "2017-02-01" } })"),
            absl::OkStatus());
  const auto before = GetUnit(ledger_.Finance(), "U1", "2017-01-31");
  ASSERT_EQ(before.status(), absl::OkStatus());
  EXPECT_EQ(before->unit_no(), "3栋2单元501");
  EXPECT_EQ(before->area_e2_m2(), 8950);
  ASSERT_EQ(before->owners_size(), 1);
  EXPECT_EQ(before->owners(0).id(), "O1");
  EXPECT_EQ(before->owners(0).phone(), "13800138001");
  const auto after = GetUnit(ledger_.Finance(), "U1", "2017-02-01");
  ASSERT_EQ(after.status(), absl::OkStatus());
  ASSERT_EQ(after->owners_size(), 1);
  EXPECT_EQ(after->owners(0).id(), "O2");
}

TEST_F(OrganisationTest, PersonalDataIsMaskedForThoseWhoNeedNotSeeIt) {
  for (const Role role : {Role::kHqViewer, Role::kAdministrator}) {
    const auto unit = GetUnit(ledger_.Staff("X1", role), "U1");
    ASSERT_EQ(unit.status(), absl::OkStatus()) << RoleName(role);
    EXPECT_EQ(unit->owners(0).name(), "孙**");
    EXPECT_EQ(unit->owners(0).phone(), "138****8001");
    EXPECT_THAT(unit->owners(0).address(), Not(HasSubstr("501")));
  }
  for (const Caller& caller :
       {ledger_.Finance(), ledger_.Staff("S1", Role::kCollector),
        ledger_.Staff("GM1", Role::kGeneralManager), ledger_.Service("escalation")}) {
    const auto unit = GetUnit(caller, "U1");
    ASSERT_EQ(unit.status(), absl::OkStatus());
    EXPECT_EQ(unit->owners(0).name(), "孙丽华");
  }
  // A service sees what the person sees for whom it calls.
  const auto for_viewer =
      GetUnit(ledger_.Service("escalation", Actor{"HQ1", Role::kHqViewer}), "U1");
  ASSERT_EQ(for_viewer.status(), absl::OkStatus());
  EXPECT_EQ(for_viewer->owners(0).name(), "孙**");
}

TEST_F(OrganisationTest, PersonalDataIsEncryptedInTheTables) {
  const auto rows = ledger_.admin_database().Read("look", [](db::Transaction& transaction) {
    return transaction.Query("SELECT name_cipher, phone_cipher FROM owner WHERE owner_id = 'O1'");
  });
  ASSERT_EQ(rows.status(), absl::OkStatus());
  EXPECT_THAT(rows->front().String("name_cipher"), Not(HasSubstr("孙")));
  EXPECT_THAT(rows->front().String("phone_cipher"), Not(HasSubstr("1380")));
}

TEST_F(OrganisationTest, OwnersAreFoundByPhoneHoweverItIsWritten) {
  v1::ListOwnersRequest request;
  request.set_phone("+86 138-0013-8001");
  const auto found =
      ledger_.Call<Organisations>(&OrganisationMethods::ListOwners, ledger_.Finance(), request);
  ASSERT_EQ(found.status(), absl::OkStatus());
  ASSERT_EQ(found->owners_size(), 1);
  EXPECT_EQ(found->owners(0).id(), "O1");
  // A phone number reaches the whole company; a collector does not.
  const auto refused = ledger_.Call<Organisations>(&OrganisationMethods::ListOwners,
                                                   ledger_.Staff("S1", Role::kCollector), request);
  EXPECT_EQ(ReasonOf(refused.status()), "OUT_OF_SCOPE");
  request.set_unit_id("U1");
  const auto both =
      ledger_.Call<Organisations>(&OrganisationMethods::ListOwners, ledger_.Finance(), request);
  EXPECT_EQ(ReasonOf(both.status()), "FIELDS_INVALID");
}

TEST_F(OrganisationTest, UnitsComeInPagesBoundToTheirCommunity) {
  v1::ListUnitsRequest request;
  request.set_community_id("C1");
  request.set_page_size(1);
  const auto first =
      ledger_.Call<Organisations>(&OrganisationMethods::ListUnits, ledger_.Finance(), request);
  ASSERT_EQ(first.status(), absl::OkStatus());
  ASSERT_EQ(first->units_size(), 1);
  EXPECT_EQ(first->units(0).id(), "U1");
  EXPECT_EQ(first->units(0).owners(0).id(), "O1");
  request.set_page_token(first->next_page_token());
  const auto second =
      ledger_.Call<Organisations>(&OrganisationMethods::ListUnits, ledger_.Finance(), request);
  ASSERT_EQ(second.status(), absl::OkStatus());
  ASSERT_EQ(second->units_size(), 1);
  EXPECT_EQ(second->units(0).id(), "U2");
  EXPECT_EQ(second->next_page_token(), "");
  request.set_community_id("C2");
  const auto other =
      ledger_.Call<Organisations>(&OrganisationMethods::ListUnits, ledger_.Finance(), request);
  EXPECT_EQ(ReasonOf(other.status()), "PAGE_TOKEN_INVALID");
}

TEST_F(OrganisationTest, TheTreeOfAProjectOnADate) {
  v1::GetOrganisationRequest request;
  request.set_project_id("P1");
  const auto tree = ledger_.Call<Organisations>(&OrganisationMethods::GetOrganisation,
                                                ledger_.Staff("M1", Role::kManager), request);
  ASSERT_EQ(tree.status(), absl::OkStatus());
  EXPECT_EQ(tree->branch().id(), "B1");
  EXPECT_EQ(tree->communities_size(), 2);
  EXPECT_EQ(tree->team_memberships_size(), 4);
  EXPECT_EQ(tree->area_collectors_size(), 2);
  EXPECT_EQ(tree->staff_size(), 4);
  EXPECT_EQ(tree->staff(0).name(), "刘洋");
}

TEST_F(OrganisationTest, UnknownThingsAreToldToThoseWhoReachTheCompanyAlone) {
  EXPECT_EQ(ReasonOf(GetUnit(ledger_.Finance(), "U404").status()), "UNKNOWN_UNIT");
  EXPECT_EQ(ReasonOf(GetUnit(ledger_.Staff("S1", Role::kCollector), "U404").status()),
            "OUT_OF_SCOPE");
  EXPECT_EQ(ReasonOf(GetUnit(ledger_.Staff("S1", Role::kCollector), "U9").status()),
            "OUT_OF_SCOPE");
}

TEST_F(OrganisationTest, StaffComeWithTheirEmployeeNumber) {
  v1::BatchGetStaffRequest request;
  request.add_staff_ids("S2");
  request.add_staff_ids("S1");
  request.add_staff_ids("S404");
  request.add_staff_ids("S1");
  const auto staff = ledger_.Call<Organisations>(&OrganisationMethods::BatchGetStaff,
                                                 ledger_.Service("payroll"), request);
  ASSERT_EQ(staff.status(), absl::OkStatus());
  ASSERT_EQ(staff->staff_size(), 2);
  EXPECT_EQ(staff->staff(0).employee_no(), "E001");
  const auto masked = ledger_.Call<Organisations>(
      &OrganisationMethods::BatchGetStaff, ledger_.Staff("PO1", Role::kPayrollOfficer), request);
  ASSERT_EQ(masked.status(), absl::OkStatus());
  EXPECT_EQ(masked->staff(0).name(), "张*");
}

TEST_F(OrganisationTest, DatesThatDoNotExistAreRefusedByField) {
  for (const std::string date : {"0000-00-00", "2017-02-30", "2017-13-01", "17-01-01"}) {
    const absl::Status status = GetUnit(ledger_.Finance(), "U1", date).status();
    EXPECT_EQ(ReasonOf(status), "FIELDS_INVALID") << date;
    ASSERT_EQ(FieldViolationsOf(status).size(), 1U);
    EXPECT_EQ(FieldViolationsOf(status).front().field, "date");
  }
}

TEST_F(OrganisationTest, NamesAreUtf8AndNotTooLong) {
  v1::BatchPutOrganisationRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.add_entries()->mutable_branch()->set_id("B2");
  request.mutable_entries(0)->mutable_branch()->set_name(std::string(121, 'x'));
  EXPECT_EQ(ReasonOf(ledger_.Put(request)), "FIELDS_INVALID");
  request.mutable_entries(0)->mutable_branch()->set_name(std::string(5'000'000, 'x'));
  EXPECT_EQ(ledger_.Put(request).code(), absl::StatusCode::kResourceExhausted);
  request.mutable_entries(0)->mutable_branch()->set_name("华南");
  EXPECT_EQ(ledger_.Put(request), absl::OkStatus());
}

TEST_F(OrganisationTest, AnEntryThatHoldsNothingIsNamed) {
  v1::BatchPutOrganisationRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.add_entries()->mutable_branch()->set_id("B2");
  request.mutable_entries(0)->mutable_branch()->set_name("华南");
  request.add_entries();
  const absl::Status status = ledger_.Put(request);
  ASSERT_EQ(FieldViolationsOf(status).size(), 1U);
  EXPECT_EQ(FieldViolationsOf(status).front().field, "entries[1]");
}

// Else its journal would be that of project P1's money of unknown origin.
TEST_F(OrganisationTest, ACommunitysIdHoldsNoSlash) {
  const auto put = [&](std::string_view id) {
    v1::BatchPutOrganisationRequest request;
    request.set_request_id(ledger_.NewRequestId());
    auto& community = *request.add_entries()->mutable_community();
    community.set_id(std::string(id));
    community.set_project_id("P1");
    community.set_name("新区");
    return ledger_.Put(request);
  };
  const absl::Status refused = put("suspense/P1");
  EXPECT_EQ(ReasonOf(refused), "FIELDS_INVALID") << refused;
  ASSERT_EQ(FieldViolationsOf(refused).size(), 1U);
  EXPECT_EQ(FieldViolationsOf(refused).front().field, "entries[0].community.id");
  EXPECT_EQ(put("suspense.P1"), absl::OkStatus());
}

TEST_F(OrganisationTest, AreaGapsAreReported) {
  ASSERT_EQ(ledger_.PutText(R"(
      entries { community { id: "C3" project_id: "P1" name: "新苑" } }
      entries { area { id: "A3" project_id: "P1" team_id: "T1" name: "南片" } }
      entries { area_collector { area_id: "A2" staff_id: "S2" from_date: "2016-01-01" to_date: "2017-02-28" } })"),
            absl::OkStatus());
  v1::ListAreaGapsRequest request;
  request.set_project_id("P1");
  const auto gaps =
      ledger_.Call<Organisations>(&OrganisationMethods::ListAreaGaps, ledger_.Finance(), request);
  ASSERT_EQ(gaps.status(), absl::OkStatus());
  EXPECT_THAT(gaps->community_ids(), ElementsAre("C3"));
  EXPECT_THAT(gaps->area_ids(), ElementsAre("A2", "A3"));
  request.set_date("2017-02-28");
  const auto before =
      ledger_.Call<Organisations>(&OrganisationMethods::ListAreaGaps, ledger_.Finance(), request);
  ASSERT_EQ(before.status(), absl::OkStatus());
  EXPECT_THAT(before->area_ids(), ElementsAre("A3"));
}

TEST_F(OrganisationTest, TheLedgersUserCannotChangeWhatIsAppendOnly) {
  for (const std::string statement :
       {"DELETE FROM audit_record", "UPDATE request_log SET response = ''",
        "UPDATE journal_line SET amount_fen = 0", "DELETE FROM event", "DROP TABLE unit"}) {
    const absl::Status status = ledger_.database().Transact(
        "tamper",
        [&](db::Transaction& transaction) { return transaction.Execute(statement).status(); });
    EXPECT_FALSE(status.ok()) << statement;
    EXPECT_THAT(std::string(status.message()), HasSubstr("denied")) << statement;
  }
}

}  // namespace
}  // namespace cuijiao::ledger
