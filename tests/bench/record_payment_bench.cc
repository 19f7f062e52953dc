// RecordPayment over gRPC against a plain Connector/C++ client, on one database in one run:
// payments a second at 1, 8 and 64 in flight, and their ratio.
#include <cppconn/exception.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "fmt/format.h"
#include "services/ledger/store/bill_store.h"
#include "services/ledger/store/journal_store.h"
#include "tests/bench/record_payment_plain.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::bench {
namespace {

struct Size {
  double seconds = 5;  // of each measurement
  int communities = 100;
  int units = 10;  // a community
};

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "record_payment_bench: " << status << "\n";
  std::exit(EXIT_FAILURE);
}

std::string CommunityOf(int community) { return fmt::format("K{:04}", community); }
std::string UnitOf(int community, int unit) { return fmt::format("K{:04}-{:03}", community, unit); }

// Communities with an area and a collector each, and units that owe more than is ever paid.
void MakeCompany(support::LedgerFixture& ledger, const Size& size) {
  Must(ledger.PutText(R"(
      entries { branch { id: "B1" name: "华东" } }
      entries { project { id: "P1" branch_id: "B1" name: "滨江" } }
      entries { staff { id: "S1" name: "张伟" employee_no: "E1" } }
      entries { team { id: "T1" project_id: "P1" name: "一组" } }
      entries { area { id: "A1" project_id: "P1" team_id: "T1" name: "东片" } }
      entries { area_collector { area_id: "A1" staff_id: "S1" from_date: "2016-01-01" } })"));
  for (int community = 0; community < size.communities; ++community) {
    const std::string id = CommunityOf(community);
    std::string entries = fmt::format(
        "entries {{ community {{ id: '{0}' project_id: 'P1' name: '小区{0}' }} }}"
        " entries {{ area_community {{ area_id: 'A1' community_id: '{0}'"
        " from_date: '2016-01-01' }} }}",
        id);
    std::vector<ledger::OpeningBill> bills;
    for (int unit = 0; unit < size.units; ++unit) {
      entries += fmt::format(
          " entries {{ unit {{ id: '{0}' community_id: '{1}' unit_no: '{0}' kind: KIND_HOME"
          " area_e2_m2: 9000 }} }}",
          UnitOf(community, unit), id);
      bills.push_back({UnitOf(community, unit),
                       ledger::FeeKind::kProperty,
                       Date(2016, 1, 1),
                       Date(2016, 12, 31),
                       Date(2016, 6, 30),
                       {Fen(0), Fen(0), Fen(kMaxAmountFen)}});
    }
    Must(ledger.PutText(entries));
    Must(ledger.database().Transact("opening", [&](db::Transaction& transaction) -> absl::Status {
      SystemIdSource ids;
      auto journal =
          ledger::JournalStore::Lock(transaction, ids, {absl::Now(), Date(2017, 3, 15)}, id);
      if (!journal.ok()) return journal.status();
      const absl::Status posted = ledger::PostOpeningBills(*journal, bills);
      return posted.ok() ? journal->Flush() : posted;
    }));
  }
}

// Runs `record` (of a worker's own making) on so many threads; payments a second.
double Measure(const Size& size, int in_flight,
               const std::function<std::function<void(const std::string&)>()>& make_recorder) {
  std::vector<std::function<void(const std::string&)>> recorders;
  for (int i = 0; i < in_flight; ++i) recorders.push_back(make_recorder());
  std::atomic<std::int64_t> done = 0;
  const absl::Time start = absl::Now();
  const absl::Time end = start + absl::Seconds(size.seconds);
  std::vector<std::thread> threads;
  for (int i = 0; i < in_flight; ++i) {
    threads.emplace_back([&, i] {
      // Strides that meet all units, each thread from a place of its own.
      for (std::int64_t n = std::int64_t{7919} * i; absl::Now() < end; n += 31) {
        recorders[static_cast<std::size_t>(i)](
            UnitOf(static_cast<int>(n % size.communities),
                   static_cast<int>(n / size.communities % size.units)));
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(done.load()) / absl::ToDoubleSeconds(absl::Now() - start);
}

double MeasureLedger(support::LedgerFixture& ledger, const Size& size, int in_flight) {
  const support::Caller finance = ledger.Finance();
  return Measure(size, in_flight, [&] {
    std::shared_ptr stub = ledger::v1::PaymentService::NewStub(ledger.channel());
    return [&ledger, finance, stub](const std::string& unit_id) {
      grpc::ClientContext context;
      ledger.Prepare(context, finance);
      ledger::v1::RecordPaymentRequest request;
      request.set_request_id(ledger.NewRequestId());
      request.set_unit_id(unit_id);
      request.set_amount_fen(100);
      request.set_method(ledger::v1::PAYMENT_METHOD_POS);
      request.set_received_date("2017-03-15");
      ledger::v1::Payment payment;
      Must(FromGrpcStatus(stub->RecordPayment(&context, request, &payment)));
    };
  });
}

double MeasurePlain(support::LedgerFixture& ledger, const Size& size, int in_flight) {
  return Measure(size, in_flight, [&] {
    auto client = std::make_shared<PlainClient>(ledger.database().settings());
    return [&ledger, client](const std::string& unit_id) {
      try {
        client->RecordPayment(unit_id, ledger.NewRequestId(), 100);
      } catch (const sql::SQLException& error) {
        Must(absl::InternalError(error.what()));
      }
    };
  });
}

void Run(const Size& size) {
  support::LedgerFixture ledger(Date(2017, 3, 15));
  MakeCompany(ledger, size);
  std::cout << fmt::format(
      "RecordPayment: {} communities, {} units each, {} s a measurement, {} processors\n"
      "{:>9}  {:>14}  {:>14}  {:>6}\n",
      size.communities, size.units, size.seconds, std::thread::hardware_concurrency(), "in flight",
      "ledger /s", "plain /s", "ratio");
  for (const int in_flight : {1, 8, 64}) {
    const double plain = MeasurePlain(ledger, size, in_flight);
    const double suite = MeasureLedger(ledger, size, in_flight);
    std::cout << fmt::format("{:>9}  {:>14.0f}  {:>14.0f}  {:>6.2f}\n", in_flight, suite, plain,
                             suite / plain)
              << std::flush;
  }
}

}  // namespace
}  // namespace cuijiao::bench

int main(int argc, char** argv) {
  cuijiao::bench::Size size;
  CLI::App app("RecordPayment over gRPC against a plain Connector/C++ client.");
  app.add_option("--seconds", size.seconds, "Length of each measurement")
      ->check(CLI::PositiveNumber);
  app.add_option("--communities", size.communities, "Communities")->check(CLI::Range(1, 9999));
  app.add_option("--units", size.units, "Units a community")->check(CLI::Range(1, 999));
  CLI11_PARSE(app, argc, argv);
  cuijiao::bench::Run(size);
  return EXIT_SUCCESS;
}
