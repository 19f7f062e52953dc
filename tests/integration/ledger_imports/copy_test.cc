// New units and owners are copied from staging (LED-13): what is in afterwards is what comes of
// rows that are applied one by one, and nothing goes in over what somebody put meanwhile.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "common/fault/failpoint.h"
#include "common/status/macros.h"
#include "tests/integration/ledger_imports/import_world.h"
#include "tests/support/must.h"
#include "tests/support/scratch_directory.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;

constexpr int kCopied = 5'000;  // more than one range
constexpr int kCompared = 200;  // twice, and still one part: no unit is cut in two
constexpr int kUnitRows = kCompared + kCompared / 2 + 100;
constexpr int kOwnerRows = kCompared + kCompared / 5;

// Every second unit has two fees, every third no schedule; their lines lie far apart.
std::string UnitFile() {
  std::string content = kUnitHeader + UnitRows(0, kCompared);
  for (int i = 0; i < kCompared; i += 2) {
    content +=
        fmt::format("N{0:05},C{1},楼{0},home,80,parking,,150,3,0,2017-04-01\n", i, 1 + i % 2);
  }
  for (int i = kCompared; i < kCompared + 100; ++i) {
    content += fmt::format("N{0:05},C2,楼{0},shop,20.5,,,,,,\n", i);
  }
  return content;
}

// Some own several units, some of those together; not everybody has a phone.
std::string OwnerFile() {
  std::string content = "owner_id,name,phone,address,unit_id,from_date\n";
  for (int i = 0; i < kCompared; ++i) {
    content +=
        fmt::format("O{0:05},张{0},{1},路{0}号,N{0:05},2017-01-01\n", i, i % 3 == 0 ? "" : "138");
    if (i % 5 == 0)
      content += fmt::format("O{0:05},张{0},{1},路{0}号,N{2:05},2017-02-01\n", i,
                             i % 3 == 0 ? "" : "138", i + 1);
  }
  return content;
}

// Each line twice: the second one is wrong, so that its group must be looked at again.
std::string Repeated(const std::string& content) {
  std::string repeated;
  std::istringstream lines(content);
  std::string line;
  std::getline(lines, line);
  repeated += line + "\n";
  while (std::getline(lines, line)) repeated += line + "\n" + line + "\n";
  return repeated;
}

class CopyImport : public ImportWorld {
 protected:
  v1::ImportFileResponse Send(v1::ImportKind kind, const std::string& content,
                              bool skip_bad_rows) const {
    ImportStart start = Start(kind);
    start.set_skip_bad_rows(skip_bad_rows);
    const ToldImport told = Stream({.start = start, .content = content});
    EXPECT_EQ(told.status, absl::OkStatus());
    return told.result;
  }

  // What the tables hold of both files, but for encrypted and hashed bytes: each ledger has its
  // keys.
  std::vector<std::string> Dump() {
    std::vector<std::string> dump;
    for (const char* sql :
         {"SELECT CONCAT_WS(' ', unit_id, community_id, kind, area_e2_m2,"
          " relation_version) AS t FROM unit ORDER BY t",
          "SELECT CONCAT_WS(' ', unit_id, community_id, debt_version, prepayment_fen,"
          " IFNULL(last_posting_date, '-'), unscheduled) AS t FROM unit_account ORDER BY t",
          "SELECT CONCAT_WS(' ', unit_id, fee_kind, period_months, price_e4_yuan,"
          " fixed_fen_per_month, due_after_days, from_date, IFNULL(to_date, '-'), put_date) AS t"
          " FROM fee_schedule ORDER BY t",
          "SELECT CONCAT_WS(' ', owner_id, name_hash IS NULL, phone_hash IS NULL,"
          " phone_cipher IS NULL, address_cipher IS NULL, language, IFNULL(staff_id, '-')) AS t"
          " FROM owner ORDER BY t",
          "SELECT CONCAT_WS(' ', unit_id, owner_id, from_date, IFNULL(to_date, '-')) AS t"
          " FROM ownership ORDER BY t",
          "SELECT CONCAT_WS(' ', project_id, kind, version, COUNT(*)) AS t"
          " FROM imported_row GROUP BY project_id, kind, version",
          "SELECT CONCAT_WS(' ', partition_id, has_unscheduled) AS t FROM journal_partition"
          " ORDER BY t"}) {
      for (const db::Row& row : support::Must(ledger_.admin_database().Read(
               "Dump", [&](db::Transaction& look) { return look.Query(sql); }))) {
        dump.push_back(row.String("t"));
      }
    }
    return dump;
  }

  // Sends a file, and does something between its check and its going in.
  ToldImport SendAnd(v1::ImportKind kind, const std::string& content,
                     const std::function<void()>& meanwhile) {
    const support::ScratchDirectory scratch;
    const std::filesystem::path hold = scratch.path() / "hold";
    std::ofstream(hold) << "x";
    ToldImport told;
    const fault::ScopedFailpoint pause("SaveImportCheck.before_commit",
                                       "pause-file:" + hold.string());
    std::thread importer([&] { told = Stream({.start = Start(kind), .content = content}); });
    while (pause.hits() == 0) std::this_thread::yield();
    meanwhile();
    std::filesystem::remove(hold);
    importer.join();
    return told;
  }
};

// Another ledger.
class OneByOne : public CopyImport {
 public:
  using CopyImport::Dump;
  using CopyImport::Send;

 private:
  void TestBody() override {}
};

// A long file that is mended takes back what it staged from a line on, and looks at no other line.
TEST_F(CopyImport, LED13_WhatWasStagedIsFoundByItsLines) {
  for (const std::string table : {"staged_unit", "staged_owner"}) {
    const bool is_unit = table == "staged_unit";
    const std::string rest = is_unit
                                 ? "community_id, unit_no_cipher, unit_no_hash, kind, area_e2_m2)"
                                   " SELECT 'F', CONCAT('N', seq), seq, 'C1', 'x', 'x', 'HOME', 1"
                                 : "name_cipher, name_hash, language, unit_id, from_date)"
                                   " SELECT 'F', CONCAT('N', seq), seq, 'x', 'x', '', 'U1',"
                                   " '2017-01-01'";
    const auto used = ledger_.admin_database().Transact(
        "stage", [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
          CUIJIAO_RETURN_IF_ERROR(transaction
                                      .Execute("INSERT INTO " + table + " (import_id, " +
                                               (is_unit ? "unit_id" : "owner_id") + ", line, " +
                                               rest + " FROM seq_1_to_3000")
                                      .status());
          CUIJIAO_ASSIGN_OR_RETURN(
              const auto plan,
              transaction.QueryOne("EXPLAIN DELETE FROM " + table +
                                   " WHERE import_id = 'F' AND line > 2990 LIMIT 500"));
          return plan->String("key");
        });
    ASSERT_EQ(used.status(), absl::OkStatus());
    EXPECT_EQ(*used, table + "_by_line");
  }
}

TEST_F(CopyImport, LED13_WhatIsCopiedIsWhatRowsOneByOneMake) {
  EXPECT_EQ(Send(v1::IMPORT_KIND_UNITS, UnitFile(), false).imported_count(), kUnitRows);
  EXPECT_EQ(Send(v1::IMPORT_KIND_OWNERS, OwnerFile(), false).imported_count(), kOwnerRows);
  const std::vector<std::string> copied = Dump();

  OneByOne other;
  const auto units = other.Send(v1::IMPORT_KIND_UNITS, Repeated(UnitFile()), true);
  EXPECT_EQ(units.imported_count(), kUnitRows);
  EXPECT_EQ(units.wrong_count(), kUnitRows);
  const auto owners = other.Send(v1::IMPORT_KIND_OWNERS, Repeated(OwnerFile()), true);
  EXPECT_EQ(owners.imported_count(), kOwnerRows);
  const std::vector<std::string> one_by_one = other.Dump();
  ASSERT_EQ(copied.size(), one_by_one.size());
  for (std::size_t i = 0; i < copied.size(); ++i) EXPECT_EQ(copied[i], one_by_one[i]);

  // Both files again: everything is in.
  EXPECT_EQ(Send(v1::IMPORT_KIND_UNITS, UnitFile(), false).existing_count(), kUnitRows);
  EXPECT_EQ(Send(v1::IMPORT_KIND_OWNERS, OwnerFile(), false).existing_count(), kOwnerRows);
  EXPECT_EQ(copied, Dump());
}

TEST_F(CopyImport, LED13_WhatIsCopiedCanBeReadAndFound) {
  Send(v1::IMPORT_KIND_UNITS, kUnitHeader + UnitRows(1, 1), false);
  Send(v1::IMPORT_KIND_OWNERS,
       "owner_id,name,phone,address,unit_id,from_date\nX1,张伟,13900139000,滨江路1号,N00001,2017-"
       "01-01\n",
       false);
  v1::GetUnitRequest unit;
  unit.set_unit_id("N00001");
  const auto shown = support::Must(ledger_.Call<v1::OrganisationService>(
      &v1::OrganisationService::StubInterface::GetUnit, ledger_.Finance(), unit));
  EXPECT_EQ(shown.unit_no(), "楼1");
  EXPECT_EQ(shown.area_e2_m2(), 8000);
  v1::ListOwnersRequest by_phone;
  by_phone.set_phone("139 0013 9000");
  const auto found = support::Must(ledger_.Call<v1::OrganisationService>(
      &v1::OrganisationService::StubInterface::ListOwners, ledger_.Finance(), by_phone));
  ASSERT_EQ(found.owners_size(), 1);
  EXPECT_EQ(found.owners(0).id(), "X1");
  EXPECT_EQ(found.owners(0).name(), "张伟");
  EXPECT_EQ(found.owners(0).address(), "滨江路1号");
  // Receipts find the unit by the number on its door.
  ImportStart receipts = Start(v1::IMPORT_KIND_RECEIPTS);
  receipts.set_validate_only(true);
  EXPECT_THAT(Reasons(ImportFile(receipts,
                                 "external_reference,unit_no,amount,method,received_date\n"
                                 "R1,楼1,1.00,cash,2017-03-01\nR2,楼2,1.00,cash,2017-03-01\n")),
              ElementsAre("3 UNKNOWN_UNIT"));
}

// Somebody puts a unit of the file while it waits to go in: the file is checked anew.
TEST_F(CopyImport, LED13_AUnitThatCameMeanwhileIsChangedAndNotCopied) {
  const ToldImport told = SendAnd(v1::IMPORT_KIND_UNITS, kUnitHeader + UnitRows(0, kCopied), [&] {
    EXPECT_EQ(ledger_.PutText("entries { unit { id: 'N00007' community_id: 'C2' unit_no: 'x'"
                              " kind: KIND_SHOP area_e2_m2: 1 } }"),
              absl::OkStatus());
  });
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), kCopied);
  EXPECT_EQ(NewUnits(), kCopied);
  EXPECT_EQ(Number("SELECT area_e2_m2 AS n FROM unit WHERE unit_id = 'N00007'"), 8000);
}

// In another community it stays there, and nothing of the file goes in.
TEST_F(CopyImport, LED13_AUnitThatCameElsewhereMeanwhileKeepsTheFileOut) {
  const ToldImport told = SendAnd(v1::IMPORT_KIND_UNITS, kUnitHeader + UnitRows(0, kCopied), [&] {
    EXPECT_EQ(ledger_.PutText("entries { unit { id: 'N00007' community_id: 'C1' unit_no: 'x'"
                              " kind: KIND_SHOP area_e2_m2: 1 } }"),
              absl::OkStatus());
  });
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_THAT(Reasons(told.result), ElementsAre("9 PLACE_FIXED"));
  EXPECT_EQ(told.result.imported_count(), 0);
  EXPECT_EQ(NewUnits(), 1);
}

TEST_F(CopyImport, LED13_AnOwnerWhoCameMeanwhileIsChangedAndNotCopied) {
  Send(v1::IMPORT_KIND_UNITS, kUnitHeader + UnitRows(0, 3), false);
  const std::string owners =
      "owner_id,name,unit_id,from_date\nX1,张伟,N00001,2017-03-01\nX2,李强,N00002,2017-03-01\n";
  const ToldImport told = SendAnd(v1::IMPORT_KIND_OWNERS, owners, [&] {
    EXPECT_EQ(ledger_.PutText("entries { owner { id: 'X1' name: '张大伟' language: 'en' } }"
                              " entries { ownership { unit_id: 'N00001' owner_id: 'X1'"
                              " from_date: '2017-01-01' } }"),
              absl::OkStatus());
  });
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), 2);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM ownership WHERE owner_id = 'X1'"
                   " AND from_date = '2017-01-01' AND to_date = '2017-02-28'"),
            1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM owner WHERE owner_id = 'X1' AND language = 'en'"), 1);
}

TEST_F(CopyImport, LED13_TargetsHoldNoPlainPersonalDataAndAreDeleted) {
  {
    const fault::ScopedFailpoint cut("SaveImportCheck.before_commit", "error");
    (void)Stream({.start = Start(), .content = kUnitHeader + UnitRows(0, 3)});
  }
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM staged_unit"), 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM staged_unit WHERE INSTR(unit_no_cipher, '楼') > 0"),
            0);
  EXPECT_EQ(MustStream(kUnitHeader + UnitRows(0, 3)).imported_count(), 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM staged_unit"), 0);
}

}  // namespace
}  // namespace cuijiao::ledger
