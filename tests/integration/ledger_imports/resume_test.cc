// An import that was cut off goes on with the same bytes (LED-13): what is staged and checked is
// not done again, what was applied is not applied twice.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "common/fault/failpoint.h"
#include "services/ledger/store/imports/import_staging.h"
#include "tests/integration/ledger_imports/import_world.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/service_process.h"

namespace cuijiao::ledger {
namespace {

// Several parts of staging, and more than one note of how far the check is.
constexpr int kRows = 6000;

class ResumeImport : public ImportWorld {
 protected:
  std::int64_t Parts() { return Number("SELECT COUNT(*) AS n FROM staged_part"); }

  // Sends a beginning of the file, without its end.
  absl::Status SendBeginning(const ImportStart& start, std::string_view content) const {
    return Stream({.start = start, .content = content, .complete = false}).status;
  }

  const std::string content_ = kUnitHeader + UnitRows(0, kRows);
};

TEST_F(ResumeImport, LED13_WhatIsStagedIsNotStagedAgain) {
  const ImportStart start = Start();
  EXPECT_EQ(ReasonOf(SendBeginning(start, std::string_view(content_).substr(0, 250'000))),
            "FILE_CUT");
  const std::int64_t staged = StagedRows();
  const std::int64_t parts = Parts();
  EXPECT_GT(staged, kRows / 3);
  EXPECT_EQ(NewUnits(), 0);
  const fault::ScopedFailpoint again("StageImport.before_commit", "count");
  const ToldImport told = Stream({.start = start, .content = content_, .chunk_bytes = 10'007});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), kRows);
  EXPECT_EQ(NewUnits(), kRows);
  // All parts of the file but those that were there.
  EXPECT_LE(again.hits(), (kRows - staged) / 1024 + 2);
  EXPECT_GT(parts, 1);
}

// Another call, of another person, too: by the bytes alone, once the first has let go.
TEST_F(ResumeImport, LED13_AnotherPersonGoesOnWithTheSameBytes) {
  ASSERT_EQ(ReasonOf(SendBeginning(Start(), std::string_view(content_).substr(0, 250'000))),
            "FILE_CUT");
  const fault::ScopedFailpoint begun("BeginStaging.before_commit", "count");
  const ToldImport told =
      support::SendImport(ledger_, ledger_.Staff("F2", Role::kFinance), ledger_.channel(),
                          {.start = Start(), .content = content_});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), kRows);
  EXPECT_EQ(begun.hits(), 0);
}

TEST_F(ResumeImport, LED13_AMendedFileGoesOnFromWhereItWasMended) {
  ASSERT_EQ(ReasonOf(SendBeginning(Start(), content_)), "FILE_CUT");
  std::string mended = content_;
  const std::size_t at = mended.find("N05000,C1,楼5000,home,80");
  ASSERT_NE(at, std::string::npos);
  mended.replace(mended.find("home,80", at), 7, "home,90");
  const fault::ScopedFailpoint again("StageImport.before_commit", "count");
  const ToldImport told = Stream({.start = Start(), .content = mended});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), kRows);
  EXPECT_LE(again.hits(), 2);
  EXPECT_EQ(Number("SELECT area_e2_m2 AS n FROM unit WHERE unit_id = 'N05000'"), 9000);
  EXPECT_EQ(Number("SELECT area_e2_m2 AS n FROM unit WHERE unit_id = 'N05001'"), 8000);
}

TEST_F(ResumeImport, LED13_AShorterFileTakesNothingOfTheLongerOne) {
  ASSERT_EQ(ReasonOf(SendBeginning(Start(), content_)), "FILE_CUT");
  const std::string shorter = kUnitHeader + UnitRows(0, 3500);
  const ToldImport told = Stream({.start = Start(), .content = shorter});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), 3500);
  EXPECT_EQ(NewUnits(), 3500);
}

// The client goes at a place at which the service waits; the same call again does the rest.
class CancelledImport : public ResumeImport, public ::testing::WithParamInterface<std::string> {};

TEST_P(CancelledImport, LED13_TheSameCallAgainPutsTheFileInOnce) {
  const support::ScratchDirectory scratch;
  const std::filesystem::path hold = scratch.path() / "hold";
  std::ofstream(hold) << "x";
  const ImportStart start = Start();
  {
    const fault::ScopedFailpoint pause(GetParam(), "pause-file:" + hold.string());
    grpc::ClientContext context;
    ledger_.Prepare(context, ledger_.Finance());
    const auto stub = v1::ImportService::NewStub(ledger_.channel());
    const auto stream = stub->StreamImport(&context);
    std::thread sender([&] {
      v1::StreamImportRequest piece;
      *piece.mutable_start() = start;
      bool listens = stream->Write(piece);
      piece.set_chunk(content_);
      listens = listens && stream->Write(piece);
      piece.mutable_end()->set_content_bytes(static_cast<std::int64_t>(content_.size()));
      if (listens) (void)stream->Write(piece);
    });
    while (pause.hits() == 0) std::this_thread::yield();
    context.TryCancel();
    sender.join();
    for (v1::ImportProgress progress; stream->Read(&progress);) {
    }
    EXPECT_TRUE(absl::IsCancelled(FromGrpcStatus(stream->Finish())));
    std::filesystem::remove(hold);
  }
  // The call before may still be at work, or have let go; either way the request is one.
  ToldImport told = Stream({.start = start, .content = content_});
  while (absl::IsAborted(told.status)) told = Stream({.start = start, .content = content_});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), kRows);
  EXPECT_EQ(NewUnits(), kRows);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM imported_row"), kRows);
}

INSTANTIATE_TEST_SUITE_P(InEachPhase, CancelledImport,
                         ::testing::Values("StageImport.before_commit",
                                           "SaveImportCheck.before_commit",
                                           "StreamImport.before_commit"));

// kill -9 of the service in each phase; a second one goes on.
class KilledImport : public ResumeImport, public ::testing::WithParamInterface<std::string> {};

TEST_P(KilledImport, LED13_GoesOnAndPutsTheFileInOnce) {
  support::ServiceSetup setup("ledger", ledger_.keys(), ledger_.database().settings());
  setup.UsePersonalKeys();
  const ImportStart start = Start();
  const auto send = [&](const support::ServiceProcess& process) {
    return support::SendImport(
        ledger_, ledger_.Finance(),
        grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()),
        {.start = start, .content = content_});
  };
  {
    support::ServiceProcess process(setup, GetParam());
    EXPECT_TRUE(absl::IsUnavailable(send(process).status));
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
  }
  const bool was_applied = NewUnits() > 0;
  EXPECT_EQ(NewUnits(), was_applied ? kRows : 0);
  const std::int64_t staged = StagedRows();
  support::ServiceProcess process(
      setup, "StageImport.before_commit=count;BeginStaging.before_commit=count");
  const ToldImport told = send(process);
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), kRows);
  EXPECT_EQ(NewUnits(), kRows);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM imported_row"), kRows);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM fee_schedule WHERE unit_id LIKE 'N%'"), kRows);
  if (!was_applied) {
    // Nothing was begun anew, and what was staged whole was not staged again.
    EXPECT_EQ(setup.WasHit("BeginStaging.before_commit"), staged == 0);
    EXPECT_EQ(setup.WasHit("StageImport.before_commit"), staged < kRows);
  }
}

INSTANTIATE_TEST_SUITE_P(
    InEachPhase, KilledImport,
    ::testing::Values("StageImport.before_commit=kill@3", "StageImport.after_commit=kill@3",
                      "SaveImportCheck.before_commit=kill", "SaveImportCheck.after_commit=kill@2",
                      "StreamImport.before_commit=kill", "StreamImport.after_commit=kill",
                      "DropImport.after_commit=kill"));

// A call that another has taken its staging from ends at its next write.
TEST_F(ResumeImport, LED13_OneCallAtATimeHoldsAStaging) {
  SystemIdSource ids;
  const StagingKey key{"P1", ImportKind::kUnits, "staff:F1", "r1"};
  ImportStaging first(ledger_.database(), ledger_.cipher(), ids, key);
  const absl::Time now = absl::Now();
  ASSERT_EQ(first.Begin(now), absl::OkStatus());
  const auto held = [&](const StagingKey& by, absl::Time at) {
    ImportStaging other(ledger_.database(), ledger_.cipher(), ids, by);
    const auto found = other.FindLeftovers(at);
    return found.ok() && !found->empty();
  };
  // Others wait until its hold has run out; the same request need not.
  const StagingKey others{"P1", ImportKind::kUnits, "staff:F2", "r1"};
  EXPECT_FALSE(held(others, now + kStagingHold));
  EXPECT_TRUE(held(others, now + kStagingHold + absl::Microseconds(1)));
  EXPECT_TRUE(held(key, now));
  EXPECT_FALSE(held({"P2", ImportKind::kUnits, "staff:F1", "r1"}, now));
  EXPECT_FALSE(held({"P1", ImportKind::kOwners, "staff:F1", "r1"}, now));
  ImportStaging second(ledger_.database(), ledger_.cipher(), ids, key);
  const auto found = second.FindLeftovers(now);
  ASSERT_EQ(found.status(), absl::OkStatus());
  EXPECT_EQ(second.TakeOver(found->front(), now).value_or(false), true);
  EXPECT_EQ(ReasonOf(first.StagePart({}, {.prefix_hash = std::string(32, 'h')}, now)),
            kImportTakenOver);
  EXPECT_EQ(second.StagePart({}, {.prefix_hash = std::string(32, 'h')}, now), absl::OkStatus());
}

// A call that lost its staging deletes nothing of it, however late it ends.
TEST_F(ResumeImport, LED13_ACallThatLostItsStagingDeletesNothingOfIt) {
  SystemIdSource ids;
  const StagingKey key{"P1", ImportKind::kUnits, "staff:F1", "r1"};
  const absl::Time now = absl::Now();
  ImportStaging first(ledger_.database(), ledger_.cipher(), ids, key);
  ASSERT_EQ(first.Begin(now), absl::OkStatus());
  ImportStaging second(ledger_.database(), ledger_.cipher(), ids, key);
  const auto found = second.FindLeftovers(now);
  ASSERT_EQ(found.status(), absl::OkStatus());
  ASSERT_EQ(second.TakeOver(found->front(), now).value_or(false), true);
  const std::vector<ReadRow> rows = {ReadImportRow(
      ImportKind::kUnits,
      {2, {"N00001", "C1", "楼1", "home", "80", "property", "2", "", "1", "9", "2017-01-01"}})};
  ASSERT_EQ(second.StagePart(rows, {.prefix_hash = std::string(32, 'h'), .through_line = 2}, now),
            absl::OkStatus());
  EXPECT_EQ(ReasonOf(first.DropRowsAfter({}, now)), kImportTakenOver);
  EXPECT_EQ(ReasonOf(first.DropAfter({}, now)), kImportTakenOver);
  EXPECT_EQ(first.Drop(now), absl::OkStatus());
  EXPECT_EQ(StagedRows(), 1);
  EXPECT_EQ(Parts(), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM staged_import WHERE phase = 'ENDED'"), 0);
  EXPECT_EQ(second.Drop(now), absl::OkStatus());
  EXPECT_EQ(StagedRows(), 0);
}

// Killed while it forgets the rows of a longer file, of which no part tells any more.
TEST_F(ResumeImport, LED13_RowsOfALongerFileNeverGoInWithTheShorterOne) {
  support::ServiceSetup setup("ledger", ledger_.keys(), ledger_.database().settings());
  setup.UsePersonalKeys();
  const auto send = [&](const support::ServiceProcess& process, const std::string& content,
                        bool complete) {
    return support::SendImport(
        ledger_, ledger_.Finance(),
        grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()),
        {.start = Start(), .content = content, .complete = complete});
  };
  const std::string shorter = kUnitHeader + UnitRows(0, 3500);
  {
    support::ServiceProcess process(setup, "DropStagedRows.before_commit=kill");
    ASSERT_EQ(ReasonOf(send(process, content_, false).status), "FILE_CUT");
    EXPECT_TRUE(absl::IsUnavailable(send(process, shorter, true).status));
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
  }
  EXPECT_GT(StagedRows(), 3500);
  const support::ServiceProcess process(setup);
  // As if the hold of the call that was killed had run out.
  ASSERT_EQ(ledger_.admin_database().Transact("let go",
                                              [](db::Transaction& transaction) {
                                                return transaction
                                                    .Execute(
                                                        "UPDATE staged_import SET held_until ="
                                                        " '2017-01-01'")
                                                    .status();
                                              }),
            absl::OkStatus());
  const ToldImport told = send(process, shorter, true);
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), 3500);
  EXPECT_EQ(NewUnits(), 3500);
}

// What an ended call left is kept for a day, and its rows are deleted then.
TEST_F(ResumeImport, LED13_AbandonedStagingIsSweptAfterADay) {
  ASSERT_EQ(ReasonOf(SendBeginning(Start(), content_)), "FILE_CUT");
  EXPECT_GT(StagedRows(), 5000);  // more than one transaction deletes
  const absl::Time let_go = absl::Now();
  EXPECT_EQ(
      SweepStagedImports(ledger_.database(), let_go + kStagingKept - absl::Minutes(1)).value(), 0);
  EXPECT_GT(StagedRows(), 5000);
  EXPECT_EQ(
      SweepStagedImports(ledger_.database(), let_go + kStagingKept + absl::Minutes(1)).value(), 1);
  EXPECT_EQ(StagedRows(), 0);
  EXPECT_EQ(Parts(), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM staged_import"), 0);
}

// What lies in staging is encrypted.
TEST_F(ResumeImport, LED13_StagingHoldsNoPlainPersonalData) {
  ASSERT_EQ(ReasonOf(SendBeginning(Start(), content_)), "FILE_CUT");
  EXPECT_GT(StagedRows(), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM staged_row WHERE INSTR(body_cipher, '楼') > 0"), 0);
}

}  // namespace
}  // namespace cuijiao::ledger
