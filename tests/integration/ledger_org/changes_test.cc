// LED-7 over gRPC: what puts and files replace is kept, and told by kind and id.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/status/reason.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "services/ledger/store/organisation/organisation_writer.h"
#include "tests/support/held_point.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

using support::Caller;
using support::LedgerFixture;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using Organisations = v1::OrganisationService;

constexpr auto kUnit = v1::ORGANISATION_KIND_UNIT;
constexpr auto kOwner = v1::ORGANISATION_KIND_OWNER;
constexpr auto kStaff = v1::ORGANISATION_KIND_STAFF;

class ChangesTest : public ::testing::Test {
 protected:
  ChangesTest() { EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus()); }

  absl::StatusOr<v1::ListChangesResponse> List(const Caller& caller, v1::OrganisationKind kind,
                                               const std::string& id, int page_size = 0,
                                               const std::string& page_token = "") const {
    v1::ListChangesRequest request;
    request.set_kind(kind);
    request.set_id(id);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    return ledger_.Call<Organisations>(&Organisations::StubInterface::ListChanges, caller, request);
  }

  // "name: before > after", of a relation with its other side and first day; the newest first.
  std::vector<std::string> Changes(v1::OrganisationKind kind, const std::string& id) const {
    const auto listed = List(ledger_.Finance(), kind, id);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    std::vector<std::string> shown;
    if (!listed.ok()) return shown;
    for (const v1::OrganisationChange& change : listed->changes()) {
      std::string text = change.field() + ": " + change.before() + " > " + change.after();
      if (!change.from_date().empty()) {
        text += " (" + change.related_id() + " " + change.from_date() + ")";
      }
      shown.push_back(text);
    }
    return shown;
  }

  v1::ImportFileResponse Import(v1::ImportKind kind, const std::string& content) const {
    v1::ImportFileRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id("P1");
    request.set_kind(kind);
    request.set_content(content);
    const auto response = ledger_.Call<v1::ImportService>(
        &v1::ImportService::StubInterface::ImportFile, ledger_.Finance(), request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.value_or(v1::ImportFileResponse());
  }

  std::int64_t Count(const std::string& where = "1") {
    const auto rows = ledger_.admin_database().Read("count", [&](db::Transaction& transaction) {
      return transaction.Query("SELECT COUNT(*) AS n FROM organisation_change WHERE " + where);
    });
    EXPECT_EQ(rows.status(), absl::OkStatus());
    return rows.ok() ? rows->front().Int64("n") : -1;
  }

  LedgerFixture ledger_;
};

TEST_F(ChangesTest, LED7_WhatAPutReplacesIsKeptOfEveryKind) {
  EXPECT_EQ(Count(), 0);  // creating is no change
  ASSERT_EQ(ledger_.PutText(R"(
      entries { branch { id: "B1" name: "华东一分公司" } }
      entries { project { id: "P1" branch_id: "B2" name: "滨江项目" } }
      entries { community { id: "C1" project_id: "P1" name: "翠苑一区" } }
      entries { unit { id: "U1" community_id: "C1" unit_no: "3栋2单元501A" kind: KIND_SHOP area_e2_m2: 9000 } }
      entries { owner { id: "O1" name: "孙丽华" phone: "13900139001" address: "滨江路2号" language: "en" staff_id: "S2" preferred_channel: CHANNEL_WECHAT } }
      entries { staff { id: "S1" name: "张大伟" employee_no: "E101" } }
      entries { team { id: "T1" project_id: "P1" name: "先锋组" } }
      entries { team { id: "T2" project_id: "P1" name: "二组" } }
      entries { area { id: "A1" project_id: "P1" team_id: "T2" name: "东片" } })"),
            absl::OkStatus());
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_BRANCH, "B1"),
              ElementsAre("name: 华东分公司 > 华东一分公司"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_PROJECT, "P1"), ElementsAre("branch_id: B1 > B2"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_COMMUNITY, "C1"), ElementsAre("name: 翠苑 > 翠苑一区"));
  EXPECT_THAT(Changes(kUnit, "U1"), ElementsAre("area_e2_m2: 8950 > 9000", "kind: HOME > SHOP",
                                                "unit_no: 3栋2单元501 > 3栋2单元501A"));
  EXPECT_THAT(
      Changes(kOwner, "O1"),
      ElementsAre("preferred_channel:  > WECHAT", "staff_id:  > S2", "language:  > en",
                  "address: 滨江路1号3栋2单元501 > 滨江路2号", "phone: 13800138001 > 13900139001"));
  EXPECT_THAT(Changes(kStaff, "S1"),
              ElementsAre("employee_no: E001 > E101", "name: 张伟 > 张大伟"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_TEAM, "T1"), ElementsAre("name: 一组 > 先锋组"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_TEAM, "T2"), IsEmpty());
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_AREA, "A1"), ElementsAre("team_id: T1 > T2"));
}

TEST_F(ChangesTest, LED7_WhoAndWhenAreKeptAndTheNewestComesFirst) {
  ASSERT_EQ(ledger_.PutText(R"(entries { branch { id: "B1" name: "甲" } })"), absl::OkStatus());
  ledger_.set_date(Date(2017, 3, 20));
  ASSERT_EQ(ledger_.PutText(R"(entries { branch { id: "B1" name: "乙" } })"), absl::OkStatus());
  ASSERT_EQ(ledger_.PutText(R"(entries { branch { id: "B1" name: "乙" } })"), absl::OkStatus());
  const auto first = List(ledger_.Finance(), v1::ORGANISATION_KIND_BRANCH, "B1", 1);
  ASSERT_EQ(first.status(), absl::OkStatus());
  ASSERT_EQ(first->changes_size(), 1);
  EXPECT_EQ(first->changes(0).before(), "甲");
  EXPECT_EQ(first->changes(0).after(), "乙");
  EXPECT_EQ(first->changes(0).recorded_by(), "ADM");
  ASSERT_FALSE(first->next_page_token().empty());
  const auto second =
      List(ledger_.Finance(), v1::ORGANISATION_KIND_BRANCH, "B1", 1, first->next_page_token());
  ASSERT_EQ(second.status(), absl::OkStatus());
  ASSERT_EQ(second->changes_size(), 1);
  EXPECT_EQ(second->changes(0).before(), "华东分公司");
  EXPECT_EQ(second->changes(0).after(), "甲");
  EXPECT_EQ(second->next_page_token(), "");
  EXPECT_EQ(first->changes(0).record_time().seconds() - second->changes(0).record_time().seconds(),
            5 * 24 * 3600);
}

// Of several values in one batch each is held against the one before, new things included.
TEST_F(ChangesTest, LED7_AThingThatIsPutTwiceInABatchKeepsBoth) {
  ASSERT_EQ(ledger_.PutText(R"(
      entries { unit { id: "U7" community_id: "C1" unit_no: "7" kind: KIND_HOME area_e2_m2: 700 } }
      entries { unit { id: "U1" community_id: "C1" unit_no: "3栋2单元501" kind: KIND_HOME area_e2_m2: 800 } }
      entries { unit { id: "U7" community_id: "C1" unit_no: "7" kind: KIND_HOME area_e2_m2: 701 } }
      entries { unit { id: "U1" community_id: "C1" unit_no: "3栋2单元501" kind: KIND_HOME area_e2_m2: 900 } })"),
            absl::OkStatus());
  EXPECT_THAT(Changes(kUnit, "U7"), ElementsAre("area_e2_m2: 700 > 701"));
  EXPECT_THAT(Changes(kUnit, "U1"), ElementsAre("area_e2_m2: 800 > 900", "area_e2_m2: 8950 > 800"));
}

TEST_F(ChangesTest, LED7_APutThatIsRefusedOrSaysTheSameLeavesNothing) {
  EXPECT_EQ(ReasonOf(ledger_.PutText(R"(
      entries { branch { id: "B1" name: "甲" } }
      entries { unit { id: "U1" community_id: "C2" unit_no: "1" kind: KIND_HOME area_e2_m2: 1 } })")),
            "PLACE_FIXED");
  EXPECT_EQ(ledger_.PutStandardCompany(), absl::OkStatus());
  EXPECT_EQ(Count(), 0);
}

TEST_F(ChangesTest, LED7_LastDaysOfRelationsThatAreMovedAreKept) {
  ASSERT_EQ(ledger_.PutText(R"(
      entries { ownership { unit_id: "U1" owner_id: "O1" from_date: "2016-01-01" to_date: "2017-04-30" } }
      entries { post { staff_id: "M1" project_id: "P1" from_date: "2016-01-01" to_date: "2017-04-30" } }
      entries { team_membership { team_id: "T1" staff_id: "S1" position: POSITION_LEADER from_date: "2017-04-01" } }
      entries { leader_absence { team_id: "T1" from_date: "2017-05-01" to_date: "2017-05-10" } }
      entries { leader_absence { team_id: "T1" from_date: "2017-05-01" to_date: "2017-05-12" } }
      entries { area_community { area_id: "A2" community_id: "C1" from_date: "2017-04-01" } }
      entries { area_collector { area_id: "A1" staff_id: "S2" from_date: "2017-04-01" } })"),
            absl::OkStatus());
  EXPECT_THAT(Changes(kUnit, "U1"),
              ElementsAre("ownership.to_date:  > 2017-04-30 (O1 2016-01-01)"));
  EXPECT_THAT(Changes(kStaff, "M1"), ElementsAre("post.to_date:  > 2017-04-30 (P1 2016-01-01)"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_TEAM, "T1"),
              UnorderedElementsAre("leader_absence.to_date: 2017-05-10 > 2017-05-12 ( 2017-05-01)",
                                   "team_membership.to_date:  > 2017-03-31 (S1 2016-01-01)",
                                   "team_membership.to_date:  > 2017-03-31 (L1 2016-01-01)"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_COMMUNITY, "C1"),
              ElementsAre("area_community.to_date:  > 2017-03-31 (A1 2016-01-01)"));
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_AREA, "A1"),
              ElementsAre("area_collector.to_date:  > 2017-03-31 (S1 2016-01-01)"));
  // Open again.
  ASSERT_EQ(ledger_.PutText(R"(
      entries { ownership { unit_id: "U1" owner_id: "O1" from_date: "2016-01-01" } })"),
            absl::OkStatus());
  EXPECT_THAT(Changes(kUnit, "U1"),
              ElementsAre("ownership.to_date: 2017-04-30 >  (O1 2016-01-01)",
                          "ownership.to_date:  > 2017-04-30 (O1 2016-01-01)"));
}

TEST_F(ChangesTest, LED7_FilesKeepWhatTheyReplace) {
  const std::string units = "community_id,unit_id,unit_no,kind,area_m2\n";
  Import(v1::IMPORT_KIND_UNITS, units + "C1,U201,6栋1,home,80\nC1,U202,6栋2,home,80\n");
  const std::string owners = "owner_id,name,phone,unit_id,from_date\n";
  Import(v1::IMPORT_KIND_OWNERS, owners + "O101,钱多多,13900139000,U201,2017-03-01\n");
  EXPECT_EQ(Count(), 0);
  Import(v1::IMPORT_KIND_UNITS, units + "C1,U201,6栋1,home,90.5\nC1,U202,6栋2,home,80\n");
  EXPECT_THAT(Changes(kUnit, "U201"), ElementsAre("area_e2_m2: 8000 > 9050"));
  // The file says nothing of an owner's language, which stays.
  ASSERT_EQ(ledger_.PutText(R"(entries { owner { id: "O1" name: "孙丽华" phone: "13800138001"
                                   address: "滨江路1号3栋2单元501" language: "en" } })"),
            absl::OkStatus());
  Import(v1::IMPORT_KIND_OWNERS, owners + "O101,钱多多,13900139111,U201,2017-03-01\n" +
                                     "O1,孙丽,13800138001,U1,2016-01-01\n");
  EXPECT_THAT(Changes(kOwner, "O101"), ElementsAre("phone: 13900139000 > 13900139111"));
  EXPECT_THAT(Changes(kOwner, "O1"), ElementsAre("address: 滨江路1号3栋2单元501 > ",
                                                 "name: 孙丽华 > 孙丽", "language:  > en"));
  EXPECT_EQ(Count("recorded_by = 'F1'"), 4);
  EXPECT_EQ(Count(), 5);
}

TEST_F(ChangesTest, PersonalDataIsEncryptedAndMaskedForThoseWhoNeedNotSeeIt) {
  ASSERT_EQ(ledger_.PutText(R"(
      entries { owner { id: "O2" name: "胡志强" phone: "13800138222" address: "滨江路1号" } }
      entries { staff { id: "S1" name: "张大伟" employee_no: "E001" } }
      entries { unit { id: "U2" community_id: "C1" unit_no: "3栋2单元509" kind: KIND_HOME area_e2_m2: 12000 } })"),
            absl::OkStatus());
  const support::Caller administrator = ledger_.Staff("X1", Role::kAdministrator);
  const auto owner = List(administrator, kOwner, "O2");
  ASSERT_EQ(owner.status(), absl::OkStatus());
  ASSERT_EQ(owner->changes_size(), 3);
  EXPECT_THAT(owner->changes(0).after(), Not(HasSubstr("1号")));
  EXPECT_EQ(owner->changes(1).before(), "138****8002");
  EXPECT_EQ(owner->changes(1).after(), "138****8222");
  EXPECT_EQ(owner->changes(2).before(), "胡**");
  EXPECT_EQ(List(administrator, kStaff, "S1")->changes(0).before(), "张*");
  // HQ viewers may list neither owners nor staff, and see no history of theirs.
  const support::Caller viewer = ledger_.Staff("X1", Role::kHqViewer);
  for (const auto& [kind, id] : {std::pair(kOwner, "O2"), {kStaff, "S1"}, {kStaff, "S404"}}) {
    const absl::Status refused = List(viewer, kind, id).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied) << id;
    EXPECT_EQ(ReasonOf(refused), "ROLE_NOT_ALLOWED") << id;
  }
  for (const support::Caller& caller : {administrator, viewer}) {
    const auto unit = List(caller, kUnit, "U2");
    ASSERT_EQ(unit.status(), absl::OkStatus());
    EXPECT_THAT(unit->changes(0).before(), Not(HasSubstr("502")));
  }
  EXPECT_EQ(Count("before_text IS NOT NULL OR after_text IS NOT NULL"), 0);
  EXPECT_EQ(Count("before_cipher LIKE '%胡%' OR after_cipher LIKE '%1380%'"), 0);
  EXPECT_EQ(Count("after_cipher IS NOT NULL"), 5);
}

TEST_F(ChangesTest, LED7_UnknownThingsAndRolesAreRefused) {
  EXPECT_EQ(ReasonOf(List(ledger_.Finance(), kUnit, "U404").status()), "UNKNOWN_UNIT");
  EXPECT_EQ(ReasonOf(List(ledger_.Finance(), kOwner, "U1").status()), "UNKNOWN_OWNER");
  EXPECT_EQ(ReasonOf(List(ledger_.Finance(), v1::ORGANISATION_KIND_TEAM, "T404").status()),
            "UNKNOWN_TEAM");
  EXPECT_EQ(ReasonOf(List(ledger_.Finance(), v1::ORGANISATION_KIND_UNSPECIFIED, "U1").status()),
            "FIELDS_INVALID");
  EXPECT_EQ(List(ledger_.Staff("M1", Role::kManager), kUnit, "U1").status().code(),
            absl::StatusCode::kPermissionDenied);
}

// Each put is held against what the one before left: the changes are one chain.
TEST_F(ChangesTest, LED7_PutsAtOneTimeKeepEachOthersValues) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([this, i] {
      EXPECT_EQ(
          ledger_.PutText("entries { branch { id: \"B1\" name: \"" + std::to_string(i) + "\" } }"),
          absl::OkStatus());
    });
  }
  for (std::thread& thread : threads) thread.join();
  // The history tells them in the order in which they happened, also of puts that came at one time.
  const auto listed = List(ledger_.Finance(), v1::ORGANISATION_KIND_BRANCH, "B1");
  ASSERT_EQ(listed.status(), absl::OkStatus());
  ASSERT_EQ(listed->changes_size(), 6);
  for (int i = 0; i + 1 < 6; ++i) {
    EXPECT_EQ(listed->changes(i).before(), listed->changes(i + 1).after()) << i;
  }
  EXPECT_EQ(listed->changes(5).before(), "华东分公司");
}

// The call that came first happens second: its change is the later one.
TEST_F(ChangesTest, LED7_AChangeIsLaterThanTheOneThatItFollows) {
  const auto put = [this](const char* name, Date date) {
    return ledger_.database().Transact("put", [&](db::Transaction& transaction) {
      SystemIdSource ids;
      OrganisationWriter writer(transaction, ledger_.cipher(), ids,
                                {"ADM", absl::FromCivil(date, absl::UTCTimeZone())});
      const Branch branch{"B1", name};
      return writer.PutBranches({&branch, 1});
    });
  };
  ASSERT_EQ(put("乙", Date(2017, 3, 20)), absl::OkStatus());
  ASSERT_EQ(put("甲", Date(2017, 3, 19)), absl::OkStatus());
  ASSERT_EQ(put("丙", Date(2017, 3, 21)), absl::OkStatus());
  EXPECT_THAT(Changes(v1::ORGANISATION_KIND_BRANCH, "B1"),
              ElementsAre("name: 甲 > 丙", "name: 乙 > 甲", "name: 华东分公司 > 乙"));
}

// Both find nothing and create it: the second one's put is a change of the first's.
TEST_F(ChangesTest, LED7_OfTwoThatCreateAThingAtOneTimeTheFirstIsKept) {
  struct Created {
    v1::OrganisationKind kind;
    const char* id;
    const char* field;
    const char* entry;  // with $ for the field's value
  };
  for (const Created& thing :
       {Created{v1::ORGANISATION_KIND_BRANCH, "B7", "name", R"(branch { id: "B7" name: "$" })"},
        Created{kStaff, "S7", "name", R"(staff { id: "S7" name: "$" })"},
        Created{kOwner, "O7", "name", R"(owner { id: "O7" name: "$" })"},
        Created{kUnit, "U7", "unit_no", R"(unit { id: "U7" community_id: "C1" unit_no: "$"
                                                  kind: KIND_HOME area_e2_m2: 100 })"}}) {
    support::HeldPoint both("ledger.put_organisation.before_create");
    std::vector<std::thread> threads;
    for (const char* value : {"甲", "乙"}) {
      threads.emplace_back([&, value] {
        const std::string entry = absl::StrReplaceAll(thing.entry, {{"$", value}});
        EXPECT_EQ(ledger_.PutText("entries { " + entry + " }"), absl::OkStatus());
      });
    }
    both.AwaitHits(2);
    both.LetGo();
    for (std::thread& thread : threads) thread.join();
    const std::string field = thing.field;
    EXPECT_THAT(Changes(thing.kind, thing.id),
                ElementsAre(AnyOf(field + ": 甲 > 乙", field + ": 乙 > 甲")));
  }
}

TEST_F(ChangesTest, LED7_TheLedgersUserCannotChangeThem) {
  ASSERT_EQ(ledger_.PutText(R"(entries { branch { id: "B1" name: "甲" } })"), absl::OkStatus());
  for (const std::string statement :
       {"UPDATE organisation_change SET after_text = ''", "DELETE FROM organisation_change"}) {
    const absl::Status status = ledger_.database().Transact(
        "tamper",
        [&](db::Transaction& transaction) { return transaction.Execute(statement).status(); });
    EXPECT_THAT(std::string(status.message()), HasSubstr("denied")) << statement;
  }
}

}  // namespace
}  // namespace cuijiao::ledger
