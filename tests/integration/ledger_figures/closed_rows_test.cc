// The integrity check holds everything that a close froze, and that pay hangs on, against what it
// can be computed from, or against the hash that the close left of it (LED-4, LED-10).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "services/ledger/store/close/frozen_rows.h"
#include "services/ledger/store/journal/integrity_store.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// U1 has paid all arrears and the whole year, together with S2 of the same team; U2 owes.
class ClosedRows : public ::testing::Test {
 protected:
  explicit ClosedRows(const PolicyEdits& edits = {}) : world_(Date(2017, 1, 1), edits) {
    world_.BillHistory();
    world_.Bill("C1", "2017-01", "2017-03");
    world_.ApprovePlan("P1", 5000, 9000);
    world_.SetDate(Date(2017, 1, 31));
    world_.Pay("U1", 2 * kYearFen, Date(2017, 1, 10), "S1", {"S2"});
    world_.Close("2017-01", Date(2017, 1, 31));
  }

  // The rows that it changed.
  std::int64_t Tamper(const std::string& sql, const db::Values& values = {}) {
    const auto changed = world_.ledger().admin_database().Transact(
        "Tamper", [&](db::Transaction& transaction) { return transaction.Execute(sql, values); });
    EXPECT_EQ(changed.status(), absl::OkStatus()) << sql;
    return changed.value_or(0);
  }

  void ExpectFault(const std::string& partition, const std::string& words) {
    const v1::VerifyIntegrityResponse answer = world_.Verify();
    ASSERT_THAT(answer.faults(), SizeIs(1)) << answer.ShortDebugString();
    EXPECT_EQ(answer.faults(0).partition(), partition);
    EXPECT_EQ(answer.faults(0).reference_id(), "2017-01");
    EXPECT_THAT(answer.faults(0).message(), HasSubstr(words));
  }

  std::filesystem::path HeadsFile() {
    return world_.ledger().journal_heads() / "journal-heads-2017-01.jws";
  }

  // Makes the hashes in the database those of what is frozen now.
  void HashAnew() {
    const absl::Status written = world_.ledger().admin_database().Transact(
        "HashAnew", [](db::Transaction& transaction) -> absl::Status {
          const Month january(2017, 1);
          const auto hashes = ledger::FrozenHashes::OfMonth(transaction, january);
          if (!hashes.ok()) return hashes.status();
          return transaction
              .Execute("UPDATE closed_head SET frozen_hash = ? WHERE partition_id = 'C1'",
                       {hashes->Of("C1", january)})
              .status();
        });
    EXPECT_EQ(written, absl::OkStatus());
  }

  FiguresWorld world_;
};

struct ChangedClose {
  std::string name;
  std::string sql;
  std::string partition;
  std::string words;
};

class ChangedClosedRow : public ClosedRows, public ::testing::WithParamInterface<ChangedClose> {};

TEST_P(ChangedClosedRow, LED4_IsNamed) {
  const v1::VerifyIntegrityResponse before = world_.Verify();
  ASSERT_TRUE(before.intact()) << before.ShortDebugString();
  ASSERT_EQ(Tamper(GetParam().sql), 1);
  ExpectFault(GetParam().partition, GetParam().words);
}

std::vector<ChangedClose> ChangedCloses() {
  const auto set = [](const std::string& change) {
    return "UPDATE closed_community SET " + change +
           " WHERE month = '2017-01-01' AND community_id = 'C1'";
  };
  return {
      {"project", set("project_id = 'P2'"), "C1", "the project that was frozen is 'P2'"},
      {"area", set("area_id = 'A2'"), "C1",
       "the area that was frozen is 'A2', that of the closing"},
      {"collector", set("collector_id = 'S2'"), "C1",
       "the collector that was frozen is 'S2', that of the closing date 'S1'"},
      {"no_collector", set("collector_id = NULL"), "C1", "the collector that was frozen is ''"},
      {"planned_rate", set("planned_rate_bp = planned_rate_bp - 1"), "C1", "its hash differs"},
      {"no_planned_rate", set("planned_rate_bp = NULL"), "C1", "its hash differs"},
      {"task_share", set("task_share = CONCAT('1', task_share)"), "C1", "its hash differs"},
      {"unit_no_more_settled", "DELETE FROM closed_settled_unit WHERE unit_id = 'U1'", "C1",
       "unit U1 is not among the settled units"},
      {"unit_settled_too", "INSERT INTO closed_settled_unit VALUES ('2017-01-01', 'U2')", "C1",
       "unit U2 is among the settled units"},
      {"member_of_no_team", "DELETE FROM closed_team_member WHERE staff_id = 'S2'", "C1",
       "its hash differs"},
      {"list_that_nobody_compared",
       "INSERT INTO closed_reconciliation VALUES"
       " ('2017-01-01', 'P1', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 0, 0, 0, 0)",
       "suspense/P1", "its hash differs"},
  };
}

INSTANTIATE_TEST_SUITE_P(LED10, ChangedClosedRow, ::testing::ValuesIn(ChangedCloses()),
                         [](const auto& given) { return given.param.name; });

TEST_F(ClosedRows, LED4_AHashThatWasMadeToFitIsFoundByWhatWasTold) {
  ASSERT_EQ(Tamper("UPDATE closed_community SET planned_rate_bp = 1 WHERE community_id = 'C1'"), 1);
  HashAnew();
  ExpectFault("C1", "not what was told outside the database");
  // Without what was told nobody could tell.
  std::filesystem::remove(HeadsFile());
  EXPECT_TRUE(world_.Verify().intact());
}

// All rows of a close are gone, and its heads with them.
TEST_F(ClosedRows, LED4_ACloseThatWasTakenBackIsFoundByWhatWasTold) {
  for (const char* table : {"closed_community", "closed_settled_unit", "closed_team_member",
                            "closed_head", "accounting_month"}) {
    ASSERT_GT(Tamper("DELETE FROM " + std::string(table)), 0) << table;
  }
  const v1::VerifyIntegrityResponse answer = world_.Verify("C1");
  ASSERT_THAT(answer.faults(), SizeIs(1)) << answer.ShortDebugString();
  EXPECT_THAT(answer.faults(0).message(), HasSubstr("not what was told outside the database"));
}

// Closes of before there were hashes: their heads stay valid, and what can be computed is checked.
TEST_F(ClosedRows, LED4_HeadsWithoutAHashStayValid) {
  std::filesystem::remove(HeadsFile());
  ASSERT_GT(Tamper("UPDATE closed_head SET frozen_hash = NULL"), 0);
  world_.Close("2017-01", Date(2017, 1, 31));  // writes the file again
  ASSERT_TRUE(std::filesystem::exists(HeadsFile()));
  v1::VerifyIntegrityResponse answer = world_.Verify();
  EXPECT_TRUE(answer.intact()) << answer.ShortDebugString();
  EXPECT_THAT(answer.told_months(), ::testing::ElementsAre("2017-01"));
  ASSERT_EQ(Tamper("UPDATE closed_community SET collector_id = 'S2' WHERE community_id = 'C1'"), 1);
  ExpectFault("C1", "the collector that was frozen");
}

// Plans, teams and areas of days to come change; what was closed stays as it was, and right.
TEST_F(ClosedRows, LED10_WhatChangesLaterIsNoFault) {
  world_.SetDate(Date(2017, 2, 10));
  world_.Refund(world_.Pay("U1", 50'00, Date(2017, 2, 5)).id(), 50'00);
  world_.Reverse(world_.Pay("U2", 300'00, Date(2017, 1, 20)).id());
  ASSERT_EQ(world_.ledger().PutText(R"(
      entries { area_collector { area_id: "A1" staff_id: "S2" from_date: "2017-02-01" } }
      entries { area_community { area_id: "A2" community_id: "C1" from_date: "2017-02-03" } })"),
            absl::OkStatus());
  world_.PutCampaign("P1", "2017-02-01", "2017-02-28");
  world_.Close("2017-02", Date(2017, 2, 20));
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  EXPECT_TRUE(answer.intact()) << answer.ShortDebugString();
}

// The client goes while frozen figures are computed: some units later the check ends.
TEST_F(ClosedRows, LED4_TheCheckOfFrozenFiguresIsCancelled) {
  int asked = 0;
  const auto check = [&](int refused) {
    asked = 0;
    return world_.ledger().database().Read(
        "VerifyIntegrity",
        [&](db::Transaction& transaction) -> absl::StatusOr<ledger::PartitionReport> {
          ledger::IntegrityStore store(transaction);
          const auto heads = store.LoadHeads("C1");
          if (!heads.ok()) return heads.status();
          return store.CheckPartition(heads->at(0), {},
                                      [&](std::int64_t) { return ++asked != refused; });
        });
  };
  EXPECT_TRUE(world_.Verify("C1").intact());
  const auto whole = check(0);
  ASSERT_EQ(whole.status(), absl::OkStatus());
  EXPECT_FALSE(whole->fault) << whole->fault->message;
  ASSERT_EQ(asked, 3);  // before and behind the journal's only part, before the units
  EXPECT_TRUE(absl::IsCancelled(check(3).status()));
}

// The month's own receipts and dues, against the month before.
class ClosedByMonth : public ClosedRows {
 protected:
  ClosedByMonth() : ClosedRows({{"RATE_BASIS_CUMULATIVE", "RATE_BASIS_MONTH"}}) {}
};

TEST_F(ClosedByMonth, LED4_RatesOfTheMonthAreComputedToo) {
  world_.SetDate(Date(2017, 2, 28));
  world_.Pay("U2", 1'500'00, Date(2017, 2, 5));
  world_.Close("2017-02", Date(2017, 2, 28));
  EXPECT_EQ(world_.FiguresOf("2017-02", "C1").rate_received_fen(), 300'00);
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  EXPECT_TRUE(answer.intact()) << answer.ShortDebugString();
  ASSERT_EQ(Tamper("UPDATE closed_community SET rate_received_fen = rate_received_fen + 1"
                   " WHERE month = '2017-01-01' AND community_id = 'C1'"),
            1);
  ExpectFault("C1", "the figure rate_received_fen that was frozen");
}

}  // namespace
}  // namespace cuijiao::support
