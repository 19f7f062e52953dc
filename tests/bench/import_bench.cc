// StreamImport of a file of units and one of their owners against a plain Connector/C++ client that
// reads no file and writes the same rows, on one database in one run; a tenth of the size first, to
// see how cost grows. Neither side has TLS. The service and its client are this process, so that
// its peak of memory is an upper bound of the service's.
#include <cppconn/exception.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "common/ids/id_source.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "fmt/format.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/imports/import_staging.h"
#include "tests/bench/import_plain.h"
#include "tests/bench/measure.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/must.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/test_database.h"

namespace cuijiao::bench {
namespace {

using ledger::v1::ImportProgress;
using support::MustBeOk;

struct Size {
  std::int64_t units = 100'000;
  std::string directory;
  std::string only;
  bool scheduled = false;
};

void PutCommunities(support::LedgerFixture& ledger, std::int64_t units) {
  MustBeOk(ledger.PutText(R"(
      entries { branch { id: "B1" name: "华东" } }
      entries { project { id: "P1" branch_id: "B1" name: "滨江" } })"));
  std::string entries;
  for (std::int64_t i = 0; i * kUnitsOfACommunity < units; ++i) {
    entries += fmt::format(" entries {{ community {{ id: '{0}' project_id: 'P1' name: '{0}' }} }}",
                           PlainUnit(i * kUnitsOfACommunity).community_id);
  }
  MustBeOk(ledger.PutText(entries));
}

void WriteFiles(const std::filesystem::path& directory, std::int64_t count) {
  std::ofstream units(directory / "units.csv");
  units << "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,fixed_amount,period_months,"
           "due_days,from_date\n";
  std::ofstream owners(directory / "owners.csv");
  owners << "owner_id,name,phone,address,unit_id,from_date\n";
  for (std::int64_t i = 0; i < count; ++i) {
    const PlainUnit unit(i);
    units << fmt::format("{},{},{},home,89.50,property,2.35,,1,9,2017-01-01\n", unit.unit_id,
                         unit.community_id, unit.unit_no);
    owners << fmt::format("{},{},{},{},{},2017-01-01\n", unit.owner_id, unit.owner_name, unit.phone,
                          unit.address, unit.unit_id);
  }
}

// When the last message of each phase came; PHASE_UNSPECIFIED: when the call began.
using Phases = std::map<ImportProgress::Phase, absl::Time>;

void StreamFile(support::LedgerFixture& ledger, ledger::v1::ImportKind kind,
                const std::filesystem::path& path, std::int64_t count, Phases& phases) {
  grpc::ClientContext context;
  ledger.Prepare(context, ledger.Finance());
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::hours(2));
  const auto stub = ledger::v1::ImportService::NewStub(ledger.channel());
  const auto stream = stub->StreamImport(&context);
  std::thread sender([&] {
    ledger::v1::StreamImportRequest piece;
    piece.mutable_start()->set_request_id(ledger.NewRequestId());
    piece.mutable_start()->set_project_id("P1");
    piece.mutable_start()->set_kind(kind);
    bool listens = stream->Write(piece);
    std::ifstream file(path, std::ios::binary);
    std::string chunk(std::size_t{256} << 10, '\0');
    std::int64_t sent = 0;
    while (listens && file) {
      file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
      if (file.gcount() == 0) break;
      piece.set_chunk(chunk.data(), static_cast<std::size_t>(file.gcount()));
      sent += file.gcount();
      listens = stream->Write(piece);
    }
    piece.mutable_end()->set_content_bytes(sent);
    if (listens) (void)stream->Write(piece);
    stream->WritesDone();
  });
  ledger::v1::ImportFileResponse result;
  phases[ImportProgress::PHASE_UNSPECIFIED] = absl::Now();
  for (ImportProgress progress; stream->Read(&progress);) {
    phases[progress.phase()] = absl::Now();  // the last message of the phase
    if (progress.has_result()) result = progress.result();
  }
  sender.join();
  MustBeOk(FromGrpcStatus(stream->Finish()));
  if (result.imported_count() == count) return;
  std::cerr << "import_bench: " << result.ShortDebugString().substr(0, 400) << "\n";
  std::exit(EXIT_FAILURE);
}

std::string Seconds(const Phases& phases, ImportProgress::Phase from, ImportProgress::Phase to) {
  const auto begin = phases.find(from);
  const auto end = phases.find(to);
  if (begin == phases.end() || end == phases.end()) return "-";
  return fmt::format("{:.1f}", absl::ToDoubleSeconds(end->second - begin->second));
}

void PrintPhases(const char* what, const Phases& phases) {
  std::cout << fmt::format(
      "    {:<8} staging {} s, checking {} s, applying {} s, committing and dropping {} s\n", what,
      Seconds(phases, ImportProgress::PHASE_UNSPECIFIED, ImportProgress::PHASE_STAGING),
      Seconds(phases, ImportProgress::PHASE_STAGING, ImportProgress::PHASE_CHECKING),
      Seconds(phases, ImportProgress::PHASE_CHECKING, ImportProgress::PHASE_APPLYING),
      Seconds(phases, ImportProgress::PHASE_APPLYING, ImportProgress::PHASE_DONE));
}

Took MeasureSuite(const Size& size, std::int64_t count) {
  const support::ScratchDirectory files;
  WriteFiles(files.path(), count);
  support::LedgerFixture ledger;
  PutCommunities(ledger, count);
  SystemIdSource ids;
  const CompanyTime now{absl::Now(), Date(2017, 3, 15)};
  // The year is kept, as in a company that runs: fees of new units are due at once.
  MustBeOk(ledger::EnsureFigureYear(ledger.database(), ids, 2017, now));
  Phases units;
  Phases owners;
  const Stopwatch stopwatch;
  const Took took = stopwatch.Measure([&] {
    StreamFile(ledger, ledger::v1::IMPORT_KIND_UNITS, files.path() / "units.csv", count, units);
    StreamFile(ledger, ledger::v1::IMPORT_KIND_OWNERS, files.path() / "owners.csv", count, owners);
  });
  std::cout << fmt::format("  suite, {} units: {:.1f} s, {:.1f} s of processors, {:.0f} MiB peak\n",
                           count, took.wall, took.processor, PeakMebibytes(getpid()));
  PrintPhases("units", units);
  PrintPhases("owners", owners);
  const Took swept = stopwatch.Measure(
      [&] { MustBeOk(ledger::SweepStagedImports(ledger.database(), absl::Now()).status()); });
  std::cout << fmt::format("    afterwards, in the background: staging deleted in {:.1f} s\n",
                           swept.wall);
  if (size.scheduled) {
    const Took fees = stopwatch.Measure(
        [&] { MustBeOk(ledger::EnsureFigureYear(ledger.database(), ids, 2017, now)); });
    std::cout << fmt::format("    and {} scheduled fees written in {:.1f} s; {:.0f} MiB peak\n",
                             12 * count, fees.wall, PeakMebibytes(getpid()));
  }
  std::cout << std::flush;
  return took;
}

Took MeasurePlain(std::int64_t count) {
  support::LedgerFixture ledger;
  PutCommunities(ledger, count);
  PlainImport plain(ledger.database().settings(), ledger.cipher());
  const Took took = Stopwatch().Measure([&] {
    plain.WriteUnits(count);
    plain.WriteOwners(count);
  });
  std::cout << fmt::format("  plain, {} units: {:.1f} s, {:.1f} s of processors\n", count,
                           took.wall, took.processor)
            << std::flush;
  return took;
}

void Run(const Size& size) {
  std::cout << fmt::format("{} units with owners, two files; {} processors, {}\n", size.units,
                           std::thread::hardware_concurrency(),
                           size.directory.empty() ? "database in memory, NOT durable" : "durable");
  const bool suite = size.only != "plain";
  const bool plain = size.only != "suite";
  Took tenth;
  Took tenth_plain;
  Took whole;
  Took whole_plain;
  if (plain) tenth_plain = MeasurePlain(size.units / 10);
  if (suite) tenth = MeasureSuite(size, size.units / 10);
  if (plain) whole_plain = MeasurePlain(size.units);
  if (suite) whole = MeasureSuite(size, size.units);
  if (suite && plain) {
    PrintHead();
    PrintTook(fmt::format("import of {} units and their owners", size.units), whole, whole_plain,
              "<= 2.5");
  }
  if (suite) {
    std::cout << fmt::format(
        "cost growth from {} to {} units: {:.1f} times the time (goal <= 11), {:.1f} of"
        " processors\n",
        size.units / 10, size.units, whole.wall / tenth.wall, whole.processor / tenth.processor);
  }
}

}  // namespace
}  // namespace cuijiao::bench

int main(int argc, char** argv) {
  cuijiao::bench::Size size;
  CLI::App app("StreamImport of units and owners against a plain Connector/C++ client.");
  app.add_option("--units", size.units, "Units, each with an owner")
      ->check(CLI::Range(1000, 1'000'000));
  app.add_option("--durable", size.directory,
                 "Directory on a disk for the database; without it, it is kept in memory")
      ->check(CLI::ExistingDirectory);
  app.add_option("--only", size.only, "Measure only this: suite or plain")
      ->check(CLI::IsMember({"suite", "plain"}));
  app.add_flag("--scheduled", size.scheduled, "Write the units' scheduled fees afterwards too");
  CLI11_PARSE(app, argc, argv);
  if (!size.directory.empty()) cuijiao::support::TestDatabase::MakeDurable(size.directory);
  try {
    cuijiao::bench::Run(size);
  } catch (const sql::SQLException& error) {
    std::cerr << "import_bench: " << error.what() << "\n";
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
