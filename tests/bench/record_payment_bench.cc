// RecordPayment and BatchRecordPayments over gRPC against a plain Connector/C++ client, on one
// database in one run, in turns: payments a second with 64 in flight and in batches of 500, the
// median time of one alone, and the ratios. Neither side has TLS.
#include <cppconn/exception.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "fmt/format.h"
#include "tests/bench/measure.h"
#include "tests/bench/record_payment_plain.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/many_units.h"
#include "tests/support/test_database.h"

namespace cuijiao::bench {
namespace {

constexpr int kInFlight = 64;
constexpr int kConnections = 32;
constexpr int kBatch = 500;
constexpr std::int64_t kFen = 100;

struct Size {
  double seconds = 3;  // of each measurement
  int rounds = 5;
  int communities = 100;
  int units = 10;  // a community
  std::string directory;
  std::string only;  // what to measure; empty for everything
  std::string as = "finance";
};

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "record_payment_bench: " << status << "\n";
  std::exit(EXIT_FAILURE);
}

// Units in an order in which those that follow each other lie in different communities.
// Thread-safe.
class Units {
 public:
  explicit Units(const Size& size) : size_(size) {}

  std::string Next() {
    const std::int64_t n = next_.fetch_add(1);
    return support::LoadUnit(static_cast<int>(n % size_.communities),
                             static_cast<int>(n / size_.communities % size_.units));
  }

 private:
  const Size& size_;
  std::atomic<std::int64_t> next_ = 0;
};

ledger::v1::RecordPaymentRequest RequestOf(const support::LedgerFixture& ledger,
                                           const std::string& unit_id) {
  ledger::v1::RecordPaymentRequest request;
  request.set_request_id(ledger.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_amount_fen(kFen);
  request.set_method(ledger::v1::PAYMENT_METHOD_POS);
  request.set_received_date("2017-03-15");
  return request;
}

// What the measurements share.
struct World {
  support::LedgerFixture ledger;
  Size size;
  Units units;
  support::Caller caller;  // a collector's scope is looked up for each call
  std::unique_ptr<ledger::v1::PaymentService::Stub> stub;

  explicit World(const Size& given)
      : ledger(Date(2017, 3, 15)),
        size(given),
        units(size),
        caller(size.as == "collector" ? ledger.Staff("S1", Role::kCollector) : ledger.Finance()),
        stub(ledger::v1::PaymentService::NewStub(ledger.channel())) {
    support::PutManyUnits(ledger, size.communities, size.units);
  }
};

// Calls without a thread each: when one is answered, the next begins.
class CallsInFlight {
 public:
  CallsInFlight(World& world, int in_flight) : world_(world), slots_(in_flight) {}

  // How many were answered.
  std::int64_t Run() {
    end_ = absl::Now() + absl::Seconds(world_.size.seconds);
    for (Slot& slot : slots_) Begin(slot);
    const absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](CallsInFlight* self) { return self->ended_ == self->slots_.size(); }, this));
    return answered_;
  }

 private:
  struct Slot {
    std::unique_ptr<grpc::ClientContext> context;
    ledger::v1::RecordPaymentRequest request;
    ledger::v1::Payment payment;
  };

  void Begin(Slot& slot) {
    slot.context = std::make_unique<grpc::ClientContext>();
    world_.ledger.Prepare(*slot.context, world_.caller);
    slot.request = RequestOf(world_.ledger, world_.units.Next());
    world_.stub->async()->RecordPayment(slot.context.get(), &slot.request, &slot.payment,
                                        [this, &slot](const grpc::Status& status) {
                                          Must(FromGrpcStatus(status));
                                          if (absl::Now() < end_) {
                                            ++answered_;
                                            Begin(slot);
                                            return;
                                          }
                                          const absl::MutexLock lock(&mutex_);
                                          ++answered_;
                                          ++ended_;
                                        });
  }

  World& world_;
  std::vector<Slot> slots_;
  absl::Time end_;
  std::atomic<std::int64_t> answered_ = 0;
  absl::Mutex mutex_;
  std::size_t ended_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Plain payments on so many connections, each with a thread.
std::int64_t RunPlain(World& world, int connections) {
  std::vector<std::unique_ptr<PlainClient>> clients;
  for (int i = 0; i < connections; ++i) {
    clients.push_back(std::make_unique<PlainClient>(world.ledger.database().settings()));
  }
  std::atomic<std::int64_t> done = 0;
  const absl::Time end = absl::Now() + absl::Seconds(world.size.seconds);
  std::vector<std::thread> threads;
  for (auto& client : clients) {
    threads.emplace_back([&, plain = client.get()] {
      while (absl::Now() < end) {
        plain->RecordPayment({world.units.Next(), world.ledger.NewRequestId(), kFen});
        ++done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return done;
}

// The median time of `once`, one after another, in microseconds.
double MedianMicros(const Size& size, const std::function<void()>& once) {
  std::vector<double> micros;
  const absl::Time end = absl::Now() + absl::Seconds(size.seconds);
  while (absl::Now() < end) {
    micros.push_back(1e6 * WallSeconds(once));
  }
  return Median(std::move(micros));
}

// A service that answers at once.
class EmptyService final : public ledger::v1::PaymentService::CallbackService {
 public:
  grpc::ServerUnaryReactor* RecordPayment(grpc::CallbackServerContext* context,
                                          const ledger::v1::RecordPaymentRequest*,
                                          ledger::v1::Payment*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

class EmptyServer {
 public:
  EmptyServer() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = ledger::v1::PaymentService::NewStub(
        grpc::CreateChannel(fmt::format("127.0.0.1:{}", port), grpc::InsecureChannelCredentials()));
  }
  ~EmptyServer() { server_->Shutdown(); }

  ledger::v1::PaymentService::Stub& stub() { return *stub_; }

 private:
  EmptyService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ledger::v1::PaymentService::Stub> stub_;
};

void RecordOne(World& world, ledger::v1::PaymentService::Stub& stub) {
  grpc::ClientContext context;
  world.ledger.Prepare(context, world.caller);
  const ledger::v1::RecordPaymentRequest request = RequestOf(world.ledger, world.units.Next());
  ledger::v1::Payment payment;
  Must(FromGrpcStatus(stub.RecordPayment(&context, request, &payment)));
}

void RecordBatch(World& world) {
  grpc::ClientContext context;
  world.ledger.Prepare(context, world.caller);
  ledger::v1::BatchRecordPaymentsRequest request;
  for (int i = 0; i < kBatch; ++i) {
    *request.add_payments() = RequestOf(world.ledger, world.units.Next());
  }
  ledger::v1::BatchRecordPaymentsResponse response;
  Must(FromGrpcStatus(world.stub->BatchRecordPayments(&context, request, &response)));
  for (const auto& outcome : response.outcomes()) {
    if (!outcome.has_payment()) Must(absl::InternalError(outcome.ShortDebugString()));
  }
}

void RecordPlainBatch(World& world, PlainClient& plain) {
  std::vector<PlainPayment> payments;
  for (int i = 0; i < kBatch; ++i) {
    payments.push_back({world.units.Next(), world.ledger.NewRequestId(), kFen});
  }
  plain.RecordPayments(payments);
}

// Batches, one after another; how many payments.
std::int64_t Repeat(const Size& size, const std::function<void()>& batch) {
  std::int64_t done = 0;
  const absl::Time end = absl::Now() + absl::Seconds(size.seconds);
  while (absl::Now() < end) {
    batch();
    done += kBatch;
  }
  return done;
}

// Payments a second, and the processor time of each.
struct Throughput {
  double per_second;
  double processor_micros;
};

// Of `work`, which says how many payments it made.
Throughput Measure(const std::function<std::int64_t()>& work) {
  double payments = 0;
  const Took took = Stopwatch().Measure([&] { payments = static_cast<double>(work()); });
  return {payments / took.wall, 1e6 * took.processor / payments};
}

// A pair of figures, measured in turns, and how one stands to the other.
struct Pair {
  std::vector<double> suite;
  std::vector<double> plain;
  std::vector<double> suite_processor;
  std::vector<double> plain_processor;

  void AddPlain(const Throughput& throughput) {
    plain.push_back(throughput.per_second);
    plain_processor.push_back(throughput.processor_micros);
  }
  void AddSuite(const Throughput& throughput) {
    suite.push_back(throughput.per_second);
    suite_processor.push_back(throughput.processor_micros);
  }

  void Print(const std::string& what, const std::string& unit, double goal,
             const std::string& relation) const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < suite.size(); ++i) ratios.push_back(suite[i] / plain[i]);
    const auto [least, most] = std::ranges::minmax(ratios);
    std::cout << fmt::format(
        "{:<44} {:>9.0f} {:>9.0f} {:<9} {:>5.2f} ({:.2f} to {:.2f}) {} {:.1f}\n", what,
        Median(suite), Median(plain), unit, Median(ratios), least, most, relation, goal);
    if (!suite_processor.empty()) {
      std::cout << fmt::format("  {:<42} {:>9.0f} {:>9.0f} {:<9} {:>5.2f}\n",
                               "processor time of each", Median(suite_processor),
                               Median(plain_processor), "us",
                               Median(plain_processor) / Median(suite_processor));
    }
    std::cout << std::flush;
  }
};

void Run(const Size& size) {
  World world(size);
  EmptyServer empty;
  PlainClient plain(world.ledger.database().settings());
  // Every statement is prepared and every thread is there before anything is measured.
  CallsInFlight(world, kInFlight).Run();
  RecordBatch(world);
  RecordPlainBatch(world, plain);

  std::cout << fmt::format(
      "{} communities, {} units each, {} rounds of {} s, {} processors, {}\n{:<44} {:>9} {:>9} "
      "{:<9} ratio (of the rounds), goal\n",
      size.communities, size.units, size.rounds, size.seconds, std::thread::hardware_concurrency(),
      size.directory.empty() ? "database in memory, NOT durable" : "durable", "", "suite", "plain",
      "");
  const auto wanted = [&](const char* what) { return size.only.empty() || size.only == what; };
  Pair many;
  Pair one;
  Pair batch;
  std::vector<double> transaction;
  for (int round = 0; round < size.rounds; ++round) {
    if (wanted("many")) {
      many.AddPlain(Measure([&] { return RunPlain(world, kConnections); }));
      many.AddSuite(Measure([&] { return CallsInFlight(world, kInFlight).Run(); }));
    }
    if (wanted("one")) {
      transaction.push_back(MedianMicros(size, [&] {
        plain.RecordPayment({world.units.Next(), world.ledger.NewRequestId(), kFen});
      }));
      one.plain.push_back(transaction.back() +
                          MedianMicros(size, [&] { RecordOne(world, empty.stub()); }));
      one.suite.push_back(MedianMicros(size, [&] { RecordOne(world, *world.stub); }));
    }
    if (wanted("batch")) {
      batch.AddPlain(
          Measure([&] { return Repeat(size, [&] { RecordPlainBatch(world, plain); }); }));
      batch.AddSuite(Measure([&] { return Repeat(size, [&] { RecordBatch(world); }); }));
    }
  }
  if (wanted("many")) {
    many.Print(fmt::format("RecordPayment, {} in flight ({} connections)", kInFlight, kConnections),
               "/s", 3.0, ">=");
  }
  if (wanted("one")) {
    one.Print(fmt::format("RecordPayment, 1 in flight (of it {:.0f} plain)", Median(transaction)),
              "us p50", 1.3, "<=");
  }
  if (wanted("batch")) {
    batch.Print(fmt::format("BatchRecordPayments of {}", kBatch), "/s", 0.6, ">=");
  }
}

}  // namespace
}  // namespace cuijiao::bench

int main(int argc, char** argv) {
  cuijiao::bench::Size size;
  CLI::App app("RecordPayment over gRPC against a plain Connector/C++ client.");
  app.add_option("--seconds", size.seconds, "Length of each measurement")
      ->check(CLI::PositiveNumber);
  app.add_option("--rounds", size.rounds, "How often each is measured; figures are medians")
      ->check(CLI::Range(1, 99));
  app.add_option("--communities", size.communities, "Communities")->check(CLI::Range(1, 9999));
  app.add_option("--units", size.units, "Units a community")->check(CLI::Range(1, 999));
  app.add_option("--durable", size.directory,
                 "Directory on a disk for the database; without it, it is kept in memory")
      ->check(CLI::ExistingDirectory);
  app.add_option("--only", size.only, "Measure only this: many, one or batch")
      ->check(CLI::IsMember({"many", "one", "batch"}));
  app.add_option("--as", size.as, "Who records: finance, who reaches everything, or collector")
      ->check(CLI::IsMember({"finance", "collector"}))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (!size.directory.empty()) cuijiao::support::TestDatabase::MakeDurable(size.directory);
  try {
    cuijiao::bench::Run(size);
  } catch (const sql::SQLException& error) {
    std::cerr << "record_payment_bench: " << error.what() << "\n";
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
