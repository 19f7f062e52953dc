// Files of any size (LED-13): cut anywhere, all rows or none, visible all at once, nothing twice.
#include <unicode/unistr.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "common/fault/failpoint.h"
#include "services/ledger/api/imports/import_file.h"
#include "tests/integration/ledger_imports/import_world.h"
#include "tests/support/scratch_directory.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// More than one part of staging.
constexpr int kMany = 3000;

std::string Gb18030(const std::string& utf8) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  std::string bytes(utf8.size() * 2, '\0');
  const int32_t length =
      text.extract(0, text.length(), bytes.data(), static_cast<uint32_t>(bytes.size()), "GB18030");
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

using StreamImport = ImportWorld;

TEST_F(StreamImport, LED13_AFileCutAnywhereIsTheSameFile) {
  const std::string utf8 = std::string(kUnitHeader) +
                           "N1,C1,\"5栋\r\n101\",home,89.5,property,2.35,,1,9,2017-01-01\r\n"
                           "N2,C1,\"say \"\"5栋\"\"\",home,80,,,,,,\r\n"
                           "N3,C404,5栋103,castle,80,,,,,,\r\n";
  for (const std::string& content : {utf8, "\xEF\xBB\xBF" + utf8, Gb18030(utf8)}) {
    ImportStart start = Start();
    start.set_validate_only(true);
    const v1::ImportFileResponse whole = ImportFile(start, content);
    EXPECT_THAT(Reasons(whole), ElementsAre("5 WORD_UNKNOWN"));
    EXPECT_EQ(whole.row_count(), 3);
    for (const std::size_t chunk : {1U, 2U, 3U, 7U, 100U}) {
      start.set_request_id(ledger_.NewRequestId());
      const ToldImport told = Stream({.start = start, .content = content, .chunk_bytes = chunk});
      ASSERT_EQ(told.status, absl::OkStatus());
      EXPECT_EQ(told.result.SerializeAsString(), whole.SerializeAsString()) << chunk;
    }
  }
}

TEST_F(StreamImport, LED13_ItTellsHowFarItIs) {
  const std::string content = kUnitHeader + UnitRows(0, kMany);
  const ToldImport told = Stream({.start = Start(), .content = content});
  ASSERT_EQ(told.status, absl::OkStatus());
  ASSERT_THAT(told.progress, SizeIs(Ge(4U)));
  int last_phase = 0;
  for (const v1::ImportProgress& progress : told.progress) {
    EXPECT_GE(progress.phase(), last_phase);
    last_phase = progress.phase();
    EXPECT_EQ(progress.has_result(), progress.phase() == v1::ImportProgress::PHASE_DONE);
  }
  const v1::ImportProgress& last = told.progress.back();
  EXPECT_EQ(last.phase(), v1::ImportProgress::PHASE_DONE);
  EXPECT_EQ(last.read_bytes(), static_cast<std::int64_t>(content.size()));
  EXPECT_EQ(last.read_count(), kMany);
  EXPECT_EQ(last.staged_count(), kMany);
  EXPECT_EQ(last.checked_count(), kMany);
  EXPECT_EQ(last.applied_count(), kMany);
  EXPECT_EQ(told.result.imported_count(), kMany);
  EXPECT_EQ(NewUnits(), kMany);
  EXPECT_EQ(StagedRows(), 0);
}

TEST_F(StreamImport, LED13_ABrokenEncodingAtTheVeryEndLetsNothingIn) {
  const std::string content = kUnitHeader + UnitRows(0, kMany) + "\xE6\x88";
  const ToldImport told = Stream({.start = Start(), .content = content});
  EXPECT_EQ(ReasonOf(told.status), "ENCODING_UNKNOWN");
  EXPECT_EQ(NewUnits(), 0);
  EXPECT_EQ(StagedRows(), 0);
}

// Rows far apart: beyond one part of staging, and in another order than that of their keys.
TEST_F(StreamImport, LED13_WrongRowsAreListedByTheirLinesAndNothingGoesIn) {
  const std::string content = kUnitHeader + UnitRows(1000, kMany) +
                              "N04000,C1,楼4000,home,80,property,2,,1,9,2017-02-30\n" +
                              "N01000,C1,楼1000,home,80,property,2,,1,9,2017-01-01\n" +
                              "N01001,C2,楼1001,home,81,parking,,5,1,9,2017-01-01\n" +
                              "N00001,C404,楼1,home,80,,,,,,\n";
  const std::vector<std::string> wrong = {
      fmt::format("{} CELL_NOT_A_DATE", kMany + 2), fmt::format("{} ROW_REPEATED", kMany + 3),
      fmt::format("{} ROWS_DISAGREE", kMany + 4), fmt::format("{} UNKNOWN_COMMUNITY", kMany + 5)};
  ToldImport told = Stream({.start = Start(), .content = content});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(Reasons(told.result), wrong);
  EXPECT_EQ(told.result.imported_count(), 0);
  EXPECT_EQ(NewUnits(), 0);
  // A flag lets the good ones in.
  ImportStart start = Start();
  start.set_skip_bad_rows(true);
  told = Stream({.start = start, .content = content});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(Reasons(told.result), wrong);
  EXPECT_EQ(told.result.wrong_count(), 4);
  EXPECT_EQ(told.result.imported_count(), kMany);
  EXPECT_EQ(NewUnits(), kMany);
}

TEST_F(StreamImport, LED13_AllWrongRowsAreCountedAndAThousandTold) {
  std::string content = kUnitHeader;
  for (int i = 0; i < 2500; ++i) {
    content += fmt::format("N{:05},C404,x,home,{},,,,,,\n", 9999 - i, i % 2 == 0 ? "80" : "x");
  }
  const ToldImport told = Stream({.start = Start(), .content = content});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.wrong_count(), 2500);
  ASSERT_THAT(told.result.row_errors(), SizeIs(1000));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(told.result.row_errors(i).line(), i + 2);
}

TEST_F(StreamImport, LED13_AFileThatWasCutOffDoesNotGoIn) {
  const std::string content = kUnitHeader + UnitRows(0, 10);
  ToldImport told = Stream({.start = Start(), .content = content, .complete = false});
  EXPECT_EQ(ReasonOf(told.status), "FILE_CUT");
  EXPECT_EQ(NewUnits(), 0);
  // `end` that says another length than what came.
  grpc::ClientContext context;
  ledger_.Prepare(context, ledger_.Finance());
  const auto stub = v1::ImportService::NewStub(ledger_.channel());
  const auto stream = stub->StreamImport(&context);
  v1::StreamImportRequest piece;
  *piece.mutable_start() = Start();
  EXPECT_TRUE(stream->Write(piece));
  piece.set_chunk(content);
  EXPECT_TRUE(stream->Write(piece));
  piece.mutable_end()->set_content_bytes(static_cast<std::int64_t>(content.size()) + 1);
  EXPECT_TRUE(stream->Write(piece));
  for (v1::ImportProgress progress; stream->Read(&progress);) {
  }
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stream->Finish())), "FILE_CUT");
  EXPECT_EQ(NewUnits(), 0);
}

// What is sent in another order, or too large a piece, is refused by its field.
TEST_F(StreamImport, LED13_PiecesThatAreNoneAreRefused) {
  const auto end_of = [&](const std::vector<v1::StreamImportRequest>& pieces) {
    grpc::ClientContext context;
    ledger_.Prepare(context, ledger_.Finance());
    const auto stub = v1::ImportService::NewStub(ledger_.channel());
    const auto stream = stub->StreamImport(&context);
    for (const v1::StreamImportRequest& piece : pieces) (void)stream->Write(piece);
    for (v1::ImportProgress progress; stream->Read(&progress);) {
    }
    return FromGrpcStatus(stream->Finish());
  };
  v1::StreamImportRequest start;
  *start.mutable_start() = Start();
  v1::StreamImportRequest chunk;
  chunk.set_chunk(std::string(1'048'576, ' '));
  v1::StreamImportRequest large;
  large.set_chunk(std::string(1'048'577, ' '));
  v1::StreamImportRequest end;
  end.mutable_end()->set_content_bytes(1'048'576);
  EXPECT_EQ(ReasonOf(end_of({chunk})), kFieldsInvalid);
  EXPECT_EQ(ReasonOf(end_of({start, start})), kFieldsInvalid);
  EXPECT_EQ(ReasonOf(end_of({start, v1::StreamImportRequest()})), kFieldsInvalid);
  EXPECT_EQ(ReasonOf(end_of({start, large})), kFieldsInvalid);
  EXPECT_EQ(ReasonOf(end_of({start, chunk, end})), "HEADER_WRONG");  // of blanks alone
  start.mutable_start()->set_kind(v1::IMPORT_KIND_FINANCE_RECEIPTS);
  EXPECT_EQ(ReasonOf(end_of({start})), kFieldsInvalid);
}

TEST_F(StreamImport, WhoMayNotCallIsNotWaitedFor) {
  grpc::ClientContext context;
  const auto stub = v1::ImportService::NewStub(ledger_.channel());
  const auto stream = stub->StreamImport(&context);
  v1::ImportProgress progress;
  EXPECT_FALSE(stream->Read(&progress));  // nothing was sent
  EXPECT_TRUE(absl::IsUnauthenticated(FromGrpcStatus(stream->Finish())));
}

TEST(ImportFileReader, LED13_TheNumberOfRowsIsBounded) {
  for (const int rows : {10, 11}) {
    ImportFileReader reader(ImportKind::kUnits, 10);
    ImportedRows read;
    absl::Status status = reader.Feed(kUnitHeader + UnitRows(0, rows), read);
    if (status.ok()) status = reader.Finish(read);
    EXPECT_EQ(ReasonOf(status), rows == 10 ? "" : "TOO_MANY_ROWS");
  }
}

TEST_F(StreamImport, LED13_TheSameFileByEitherCallGoesInOnce) {
  const std::string content = kUnitHeader + UnitRows(0, 20);
  EXPECT_EQ(ImportFile(Start(), content).imported_count(), 20);
  const v1::ImportFileResponse again = MustStream(content);
  EXPECT_EQ(again.imported_count(), 0);
  EXPECT_EQ(again.existing_count(), 20);
  EXPECT_EQ(ImportFile(Start(), content).existing_count(), 20);
}

TEST_F(StreamImport, LED13_TheSameRequestGetsItsAnswerAndOthersAreRefused) {
  const ImportStart start = Start();
  const std::string content = kUnitHeader + UnitRows(0, 20);
  ToldImport told = Stream({.start = start, .content = content});
  EXPECT_EQ(told.result.imported_count(), 20);
  told = Stream({.start = start, .content = content, .chunk_bytes = 11});
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_EQ(told.result.imported_count(), 20);
  const std::string other = kUnitHeader + UnitRows(0, 21);
  EXPECT_EQ(ReasonOf(Stream({.start = start, .content = other}).status), "REQUEST_ID_REUSED");
  EXPECT_EQ(NewUnits(), 20);
}

TEST_F(StreamImport, LED13_TwoPeopleAtOncePutTheFileInOnce) {
  const std::string content = kUnitHeader + UnitRows(0, kMany);
  std::vector<ToldImport> told(2);
  std::vector<std::thread> people;
  for (int i = 0; i < 2; ++i) {
    people.emplace_back([&, i] {
      told[static_cast<std::size_t>(i)] =
          support::SendImport(ledger_, ledger_.Staff(fmt::format("F{}", i + 1), Role::kFinance),
                              ledger_.channel(), {.start = Start(), .content = content});
    });
  }
  for (std::thread& person : people) person.join();
  int imported = 0;
  for (const ToldImport& one : told) {
    ASSERT_EQ(one.status, absl::OkStatus());
    EXPECT_EQ(one.result.imported_count() + one.result.existing_count(), kMany);
    imported += one.result.imported_count();
  }
  EXPECT_EQ(imported, kMany);
  EXPECT_EQ(NewUnits(), kMany);
}

TEST_F(StreamImport, LED13_ReadersSeeNoneOrAll) {
  const support::ScratchDirectory scratch;
  const std::filesystem::path hold = scratch.path() / "hold";
  std::ofstream(hold) << "x";
  const std::string content = kUnitHeader + UnitRows(0, kMany);
  ToldImport told;
  {
    const fault::ScopedFailpoint pause("StreamImport.before_commit", "pause-file:" + hold.string());
    std::thread importer([&] { told = Stream({.start = Start(), .content = content}); });
    while (pause.hits() == 0) std::this_thread::yield();
    EXPECT_FALSE(UnitExists("N00000"));
    EXPECT_FALSE(UnitExists(fmt::format("N{:05}", kMany - 1)));
    std::filesystem::remove(hold);
    importer.join();
  }
  ASSERT_EQ(told.status, absl::OkStatus());
  EXPECT_TRUE(UnitExists("N00000"));
  EXPECT_TRUE(UnitExists(fmt::format("N{:05}", kMany - 1)));
}

TEST_F(StreamImport, LED13_OwnersOfManyUnitsComeInAndChange) {
  ASSERT_EQ(MustStream(kUnitHeader + UnitRows(0, kMany)).imported_count(), kMany);
  const auto owners = [&](const std::string& phone, const std::string& from) {
    std::string content = "owner_id,name,phone,unit_id,from_date\n";
    for (int i = 0; i < kMany; ++i) {
      // One owns a third of them.
      content += i % 3 == 0 ? fmt::format("DEV,开发商,{},N{:05},{}\n", phone, i, from)
                            : fmt::format("O{0:05},张{0},138,N{0:05},2017-01-01\n", i);
    }
    return content;
  };
  const auto send = [&](const std::string& content) {
    return Stream({.start = Start(v1::IMPORT_KIND_OWNERS), .content = content});
  };
  EXPECT_EQ(send(owners("139", "2017-01-01")).result.imported_count(), kMany);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM ownership WHERE unit_id LIKE 'N%'"), kMany);
  EXPECT_EQ(Number("SELECT MIN(relation_version) AS n FROM unit WHERE unit_id LIKE 'N%'"), 1);
  // From another day on: what stood ends the day before.
  const ToldImport later = send(owners("137", "2017-03-01"));
  EXPECT_EQ(later.result.imported_count(), kMany / 3);
  EXPECT_EQ(later.result.existing_count(), kMany - kMany / 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM ownership WHERE owner_id = 'DEV'"
                   " AND from_date = '2017-01-01' AND to_date = '2017-02-28'"),
            kMany / 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM ownership WHERE owner_id = 'DEV'"
                   " AND from_date = '2017-03-01' AND to_date IS NULL"),
            kMany / 3);
}

}  // namespace
}  // namespace cuijiao::ledger
