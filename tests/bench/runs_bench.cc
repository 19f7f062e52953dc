// Billing runs, the integrity check and a long statement against a plain Connector/C++ client that
// writes or reads the same rows, on one database in one run; how their cost grows with the number
// of bills; and the memory of the service, which is a process of its own.
#include <cppconn/exception.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "common/ids/id_source.h"
#include "common/status/grpc_status.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/dashboard.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/receipt.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "fmt/format.h"
#include "google/protobuf/text_format.h"
#include "tests/bench/measure.h"
#include "tests/bench/table_rows.h"
#include "tests/support/must.h"
#include "tests/support/service_process.h"
#include "tests/support/test_database.h"
#include "tests/support/test_keys.h"

namespace cuijiao::bench {
namespace {

using support::Must;
using support::MustBeOk;

// Of the suite's transactions: a billing run commits after 100 units.
constexpr int kUnitsACommit = 100;
constexpr int kYearsOfHistory = 10;
constexpr int kStatements = 200;

struct Size {
  int communities = 10;
  int units = 1000;  // a community
  int months = 10;
  std::string directory;

  [[nodiscard]] std::int64_t bills() const {
    return static_cast<std::int64_t>(communities) * units * months;
  }
};

double MedianMillis(int times, const std::function<void()>& once) {
  std::vector<double> millis;
  for (int i = 0; i < times; ++i) millis.push_back(1e3 * WallSeconds(once));
  return Median(std::move(millis));
}

std::string CommunityId(int community) { return fmt::format("K{:04}", community); }
std::string UnitId(int community, int unit) { return fmt::format("K{:04}-{:05}", community, unit); }

// A ledger of its own with `size` units that pay a fee by area each month of 2017, nothing billed.
class World {
 public:
  explicit World(const Size& size)
      : size_(size),
        database_(support::TestDatabase::FreshSchema("ledger", "services/ledger/schema")),
        setup_("ledger", keys_, database_) {
    setup_.SetFlag("--development", "");
    setup_.UsePersonalKeys();
    process_ = std::make_unique<support::ServiceProcess>(setup_);
    channel_ = grpc::CreateChannel(process_->address(), grpc::InsecureChannelCredentials());
    ledger::v1::SetClockRequest clock;
    clock.set_business_date("2017-03-15");
    Call<ledger::v1::ClockService>(&ledger::v1::ClockService::StubInterface::SetClock,
                                   Role::kAdministrator, clock);
    PutCommunities();
    for (int community = 0; community < size_.communities; ++community) ImportUnits(community);
  }

  // One call that must succeed.
  template <typename Service, typename Request, typename Response>
  Response Call(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                               Response*),
                Role role, const Request& request) {
    grpc::ClientContext context;
    Prepare(context, role);
    Response response;
    const auto stub = Service::NewStub(channel_);
    MustBeOk(FromGrpcStatus(((*stub).*method)(&context, request, &response)),
             request.GetDescriptor()->name());
    return response;
  }

  void Prepare(grpc::ClientContext& context, Role role) const {
    context.AddMetadata("authorization", "Bearer " + keys_.StaffToken("F1", role));
  }

  [[nodiscard]] const Size& size() const { return size_; }
  [[nodiscard]] const db::DatabaseSettings& database() const { return database_; }
  [[nodiscard]] const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  [[nodiscard]] std::string NewId() { return ids_.NewId(); }

  // A payment in cash of each unit, which pays some of its bills, and two closed months.
  void PayAndClose() {
    for (int community = 0; community < size_.communities; ++community) {
      std::string receipts = "external_reference,unit_id,amount,method,received_date\n";
      for (int unit = 0; unit < size_.units; ++unit) {
        const std::string id = UnitId(community, unit);
        receipts += fmt::format("P{0},{0},300.00,现金,2017-03-15\n", id);
      }
      Import(ledger::v1::IMPORT_KIND_RECEIPTS, receipts);
    }
    for (const char* month : {"2017-01", "2017-02"}) {
      ledger::v1::CloseMonthRequest request;
      request.set_month(month);
      Call<ledger::v1::CloseService>(&ledger::v1::CloseService::StubInterface::CloseMonth,
                                     Role::kFinance, request);
    }
  }

  // Bills of every month of the years before, and as many payments of them: by ImportFile.
  void ImportHistory(const std::string& unit_id) {
    std::string bills = "unit_id,fee_kind,period_start,period_end,due_date,principal\n";
    std::string receipts = "external_reference,unit_id,amount,method,received_date\n";
    for (int year = 2017 - kYearsOfHistory; year < 2017; ++year) {
      for (int month = 1; month <= 12; ++month) {
        const absl::CivilDay first(year, month, 1);
        const absl::CivilDay last(absl::CivilMonth(first) + 1);
        bills += fmt::format("{},物业费,{},{},{},210.33\n", unit_id, absl::FormatCivilTime(first),
                             absl::FormatCivilTime(last - 1), absl::FormatCivilTime(first + 9));
        receipts += fmt::format("R{}{:02},{},210.00,微信,2017-03-15\n", year, month, unit_id);
      }
    }
    Import(ledger::v1::IMPORT_KIND_OPENING_BILLS, bills);
    Import(ledger::v1::IMPORT_KIND_RECEIPTS, receipts);
  }

  [[nodiscard]] pid_t service() const { return process_->pid(); }

 private:
  void Put(const std::string& entries) {
    ledger::v1::BatchPutOrganisationRequest request;
    if (!google::protobuf::TextFormat::ParseFromString(entries, &request)) std::abort();
    request.set_request_id(NewId());
    Call<ledger::v1::OrganisationService>(
        &ledger::v1::OrganisationService::StubInterface::BatchPutOrganisation, Role::kAdministrator,
        request);
  }

  void PutCommunities() {
    Put(R"(entries { branch { id: "B1" name: "华东" } }
           entries { project { id: "P1" branch_id: "B1" name: "滨江" } })");
    for (int community = 0; community < size_.communities; ++community) {
      Put(fmt::format("entries {{ community {{ id: '{0}' project_id: 'P1' name: '小区{0}' }} }}",
                      CommunityId(community)));
    }
  }

  void Import(ledger::v1::ImportKind kind, const std::string& content) {
    ledger::v1::ImportFileRequest request;
    request.set_request_id(NewId());
    request.set_project_id("P1");
    request.set_kind(kind);
    request.set_content(content);
    const auto response = Call<ledger::v1::ImportService>(
        &ledger::v1::ImportService::StubInterface::ImportFile, Role::kFinance, request);
    if (response.wrong_count() == 0) return;
    std::cerr << "runs_bench: " << response.row_errors(0).ShortDebugString() << "\n";
    std::exit(EXIT_FAILURE);
  }

  void ImportUnits(int community) {
    std::string file =
        "unit_id,community_id,unit_no,kind,area_m2,fee_kind,price,period_months,due_days,"
        "from_date\n";
    for (int unit = 0; unit < size_.units; ++unit) {
      file +=
          fmt::format("{0},{1},{0},住宅,{2}.{3:02},物业费,2.3500,1,9,2017-01-01\n",
                      UnitId(community, unit), CommunityId(community), 60 + unit % 80, unit % 100);
    }
    Import(ledger::v1::IMPORT_KIND_UNITS, file);
  }

  const Size size_;
  SystemIdSource ids_;
  support::TestKeys keys_;
  db::DatabaseSettings database_;
  support::ServiceSetup setup_;
  std::unique_ptr<support::ServiceProcess> process_;
  std::shared_ptr<grpc::Channel> channel_;
};

// Reads a stream to its end; the last message.
template <typename Message>
Message ReadToEnd(grpc::ClientReaderInterface<Message>& reader) {
  Message last;
  for (Message message; reader.Read(&message);) last = message;
  MustBeOk(FromGrpcStatus(reader.Finish()));
  return last;
}

Took BillAll(World& world) {
  ledger::v1::StreamBillingRequest request;
  request.set_from_month("2017-01");
  request.set_to_month(fmt::format("2017-{:02}", world.size().months));
  return Stopwatch(world.service()).Measure([&] {
    grpc::ClientContext context;
    world.Prepare(context, Role::kFinance);
    const auto stub = ledger::v1::BillingService::NewStub(world.channel());
    const auto last = ReadToEnd(*stub->StreamBilling(&context, request));
    if (last.totals().made_count() == world.size().bills()) return;
    std::cerr << "runs_bench: billed " << last.totals().made_count() << "\n";
    std::exit(EXIT_FAILURE);
  });
}

// A table that a billing run writes: where its rows of a community are, and what it does to those
// that were there before the run.
struct BilledTable {
  std::string name;
  std::string where;
  std::string on_duplicate;
};

const std::vector<BilledTable>& BilledTables() {
  static const auto* const tables = new std::vector<BilledTable>{
      {"bill", "community_id = ? ORDER BY bill_id", ""},
      {"journal_entry", "partition_id = ? ORDER BY sequence", ""},
      {"journal_line", "partition_id = ? ORDER BY sequence, line_number", ""},
      {"event", "partition_id = ? ORDER BY sequence", ""},
      {"unit_account", "community_id = ? ORDER BY unit_id",
       " ON DUPLICATE KEY UPDATE debt_version = VALUES(debt_version),"
       " last_posting_date = VALUES(last_posting_date)"},
      {"scheduled_fee", "community_id = ? ORDER BY scheduled_fee_id",
       " ON DUPLICATE KEY UPDATE ended_date = VALUES(ended_date), ended_time = VALUES(ended_time)"},
  };
  return *tables;
}

// The tables of BilledTables once more, as they are before the run: where the plain client writes.
class PlainCopy {
 public:
  explicit PlainCopy(const World& world)
      : world_(world),
        to_(support::TestDatabase::AdminOf(support::TestDatabase::EmptySchema("plain"))),
        from_client_(support::TestDatabase::AdminOf(world.database())),
        to_client_(to_) {
    for (const BilledTable& table : BilledTables()) {
      const std::string there = world_.database().schema + "." + table.name;
      to_client_.Execute("CREATE TABLE " + table.name + " LIKE " + there);
      if (table.on_duplicate.empty()) continue;
      to_client_.Execute("INSERT INTO " + table.name + " SELECT * FROM " + there);
    }
    to_client_.Commit();
  }

  // What writing what the run wrote takes, in transactions of as many units as the run's.
  // Reading the rows beforehand does not count.
  Took WriteAll() {
    Took took;
    const int commits = std::max(1, world_.size().units / kUnitsACommit);
    for (int community = 0; community < world_.size().communities; ++community) {
      std::vector<std::vector<TableRow>> rows;
      for (const BilledTable& table : BilledTables()) {
        rows.push_back(from_client_.Select("SELECT * FROM " + table.name + " WHERE " + table.where,
                                           CommunityId(community)));
      }
      took += Stopwatch().Measure([&] {
        for (int commit = 0; commit < commits; ++commit) Write(rows, commit, commits);
      });
      from_client_.Commit();
    }
    return took;
  }

 private:
  void Write(const std::vector<std::vector<TableRow>>& rows, int commit, int commits) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto border = [&](int part) {
        return rows[i].size() * static_cast<std::size_t>(part) / static_cast<std::size_t>(commits);
      };
      to_client_.Insert(BilledTables()[i].name, BilledTables()[i].on_duplicate, rows[i],
                        border(commit), border(commit + 1));
    }
    to_client_.Commit();
  }

  const World& world_;
  const db::DatabaseSettings to_;
  TableClient from_client_;
  TableClient to_client_;
};

// Receipts and figures of today follow what was posted: the background's work, which whoever comes
// first does.
Took FollowAll(World& world) {
  return Stopwatch(world.service()).Measure([&] {
    ledger::v1::ListReceiptsRequest receipts;
    receipts.set_project_id("P1");
    receipts.set_year(2017);
    receipts.set_page_size(1);
    world.Call<ledger::v1::ReceiptService>(&ledger::v1::ReceiptService::StubInterface::ListReceipts,
                                           Role::kFinance, receipts);
    world.Call<ledger::v1::DashboardService>(
        &ledger::v1::DashboardService::StubInterface::GetOverview, Role::kFinance,
        ledger::v1::GetOverviewRequest());
  });
}

Took CheckAll(World& world) {
  return Stopwatch(world.service()).Measure([&] {
    grpc::ClientContext context;
    world.Prepare(context, Role::kFinance);
    const auto stub = ledger::v1::StatementService::NewStub(world.channel());
    const auto last = ReadToEnd(*stub->StreamIntegrity(&context, {}));
    if (last.result().intact()) return;
    std::cerr << "runs_bench: " << last.result().ShortDebugString() << "\n";
    std::exit(EXIT_FAILURE);
  });
}

// Every row that the check looks at, read once by key.
Took ReadAll(const World& world) {
  TableClient client(support::TestDatabase::AdminOf(world.database()));
  return Stopwatch().Measure([&] {
    for (int community = 0; community < world.size().communities; ++community) {
      const std::string id = CommunityId(community);
      client.Read("SELECT * FROM journal_entry WHERE partition_id = ? ORDER BY sequence", id);
      client.Read(
          "SELECT * FROM journal_line WHERE partition_id = ? ORDER BY sequence, line_number", id);
      client.Read("SELECT * FROM bill WHERE community_id = ?", id);
      client.Read("SELECT * FROM unit_account WHERE community_id = ?", id);
      client.Read("SELECT * FROM payment WHERE community_id = ?", id);
      client.Read(
          "SELECT a.* FROM payment p JOIN allocation a ON a.payment_id = p.payment_id"
          " WHERE p.community_id = ?",
          id);
      client.Read(
          "SELECT r.*, c.* FROM payment p JOIN receipt r ON r.payment_id = p.payment_id"
          " JOIN cash_payment c ON c.payment_id = p.payment_id WHERE p.community_id = ?",
          id);
      client.Read("SELECT * FROM closed_community WHERE community_id = ?", id);
      client.Read("SELECT * FROM scheduled_fee WHERE community_id = ?", id);
      client.Read("SELECT * FROM figure_unit WHERE community_id = ?", id);
      client.Read("SELECT * FROM figure_due WHERE community_id = ?", id);
    }
  });
}

void MeasureStatement(World& world) {
  const std::string unit_id = UnitId(0, 0);
  world.ImportHistory(unit_id);
  ledger::v1::GetStatementRequest request;
  request.set_unit_id(unit_id);
  request.set_from_date("2007-01-01");
  const auto stub = ledger::v1::StatementService::NewStub(world.channel());
  const double suite = MedianMillis(kStatements, [&] {
    grpc::ClientContext context;
    world.Prepare(context, Role::kFinance);
    ledger::v1::Statement statement;
    MustBeOk(FromGrpcStatus(stub->GetStatement(&context, request, &statement)));
  });
  TableClient client(support::TestDatabase::AdminOf(world.database()));
  const double plain = MedianMillis(kStatements, [&] {
    client.Read("SELECT * FROM bill WHERE unit_id = ?", unit_id);
    client.Read(
        "SELECT e.* FROM journal_line l JOIN journal_entry e ON e.partition_id = l.partition_id"
        " AND e.sequence = l.sequence WHERE l.unit_id = ? AND l.line_number = 1",
        unit_id);
    client.Read("SELECT * FROM journal_line WHERE unit_id = ?", unit_id);
    client.Read("SELECT * FROM payment WHERE unit_id = ?", unit_id);
    client.Commit();
  });
  PrintRatio(fmt::format("statement of {} bills and payments, p50", 12 * kYearsOfHistory), suite,
             plain, "ms", "<= 2.0");
}

struct Cost {
  Took billing;
  Took check;
};

Cost MeasureRuns(World& world) {
  PlainCopy copy(world);
  Cost cost;
  cost.billing = BillAll(world);
  const std::string bills = fmt::format("{} bills", world.size().bills());
  // Before the plain client writes, so that the service rests then.
  Took followed = FollowAll(world);
  PrintTook("billing run of " + bills, cost.billing, copy.WriteAll(), "<= 2.5");
  world.PayAndClose();
  followed += FollowAll(world);
  cost.check = CheckAll(world);
  const Took read = ReadAll(world);
  PrintTook("integrity check of " + bills, cost.check, read, "<= 2.0");
  PrintTook("  with figures and receipts following", followed + cost.check, read, "none");
  return cost;
}

void Run(const Size& size) {
  std::cout << fmt::format("{} communities, {} units each, {} months, {}\n", size.communities,
                           size.units, size.months,
                           size.directory.empty() ? "database in memory, NOT durable" : "durable");
  PrintHead();
  Size tenth = size;
  tenth.communities = std::max(1, size.communities / 10);
  Cost small;
  {
    World world(tenth);
    small = MeasureRuns(world);
  }
  World world(size);
  const Cost large = MeasureRuns(world);
  MeasureStatement(world);
  const double growth = static_cast<double>(size.bills()) / static_cast<double>(tenth.bills());
  std::cout << fmt::format(
      "from {} to {} bills ({:.0f} times): billing {:.2f} times ({:.2f} of processors), check "
      "{:.2f}"
      " times ({:.2f}); goal <= 11\n"
      "most memory of the service: {:.0f} MiB; goal <= 300\n",
      tenth.bills(), size.bills(), growth, large.billing.wall / small.billing.wall,
      large.billing.processor / small.billing.processor, large.check.wall / small.check.wall,
      large.check.processor / small.check.processor, PeakMebibytes(world.service()));
}

}  // namespace
}  // namespace cuijiao::bench

int main(int argc, char** argv) {
  cuijiao::bench::Size size;
  CLI::App app("Billing, the integrity check and a long statement against a plain client.");
  app.add_option("--communities", size.communities, "Communities")->check(CLI::Range(1, 9999));
  app.add_option("--units", size.units, "Units a community")->check(CLI::Range(1, 20'000));
  app.add_option("--months", size.months, "Months that are billed")->check(CLI::Range(1, 12));
  app.add_option("--durable", size.directory,
                 "Directory on a disk for the database; without it, it is kept in memory")
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  if (!size.directory.empty()) cuijiao::support::TestDatabase::MakeDurable(size.directory);
  try {
    cuijiao::bench::Run(size);
  } catch (const sql::SQLException& error) {
    std::cerr << "runs_bench: " << error.what() << "\n";
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
