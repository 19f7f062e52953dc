#include "tests/support/suite_processes.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <ranges>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "google/protobuf/text_format.h"
#include "tests/support/standard_company.h"
#include "tests/support/test_database.h"

namespace cuijiao::support {
namespace {

// In the order of their start: each calls only those before it.
constexpr std::array kServices = {"ledger", "waiver", "escalation", "payroll"};

[[noreturn]] void Fail(const std::string& message) {
  std::cerr << "SuiteProcesses: " << message << "\n";
  std::exit(EXIT_FAILURE);
}

bool CanListenOn(std::uint16_t port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool bound =
      ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  ::close(listener);
  return bound;
}

// Below the ports that the system gives to clients, so that nobody takes it while the service is
// down.
std::string FreeAddress() {
  static std::mt19937 dice(std::random_device{}());
  std::uniform_int_distribution<std::uint16_t> ports(20'000, 32'000);
  for (int tries = 0; tries < 200; ++tries) {
    const std::uint16_t port = ports(dice);
    if (CanListenOn(port)) return fmt::format("127.0.0.1:{}", port);
  }
  Fail("no free port");
}

}  // namespace

SuiteProcesses::SuiteProcesses(const std::map<std::string, std::string>& failpoints) {
  for (const std::string service : kServices) {
    const db::DatabaseSettings database =
        TestDatabase::FreshSchema(service, "services/" + service + "/schema");
    admin_databases_[service] = std::make_unique<db::Database>(TestDatabase::AdminOf(database));
    auto setup = std::make_unique<ServiceSetup>(service, keys_, database);
    addresses_[service] = FreeAddress();
    setup->SetFlag("--listen", addresses_[service]);
    setup->SetFlag("--development", "");
    if (service != "ledger") setup->SetFlag("--ledger-address", addresses_["ledger"]);
    setups_[service] = std::move(setup);
  }
  setups_["ledger"]->UsePersonalKeys();
  for (const char* service : {"waiver", "escalation", "payroll"}) {
    setups_[service]->SetFlag("--personal-keys", setups_["ledger"]->In("personal.json").string());
  }
  const std::filesystem::path outbox = setups_["escalation"]->In("outbox");
  std::filesystem::create_directory(outbox);
  setups_["escalation"]->SetFlag("--outbox", outbox.string());
  setups_["payroll"]->SetFlag("--waiver-address", addresses_["waiver"]);
  setups_["payroll"]->SetFlag("--escalation-address", addresses_["escalation"]);
  for (const std::string service : kServices) {
    const auto armed = failpoints.find(service);
    Restart(service, armed == failpoints.end() ? "" : armed->second);
  }

  SuiteAddresses addresses;
  addresses.ledger = addresses_["ledger"];
  addresses.waiver = addresses_["waiver"];
  addresses.escalation = addresses_["escalation"];
  addresses.payroll = addresses_["payroll"];
  auto suite = Suite::Connect(addresses);
  if (!suite.ok()) Fail(suite.status().ToString());
  suite_ = *std::move(suite);
}

SuiteProcesses::~SuiteProcesses() {
  // A server that stops waits for its clients, and an idle client looks at its connection every
  // five seconds.
  suite_.reset();
  for (const auto& service : std::views::reverse(kServices)) processes_.erase(service);
}

void SuiteProcesses::Restart(const std::string& service, const std::string& failpoints) {
  if (processes_.contains(service)) Kill(service);
  processes_[service] = std::make_unique<ServiceProcess>(*setups_.at(service), failpoints);
}

void SuiteProcesses::Kill(const std::string& service) {
  processes_.at(service)->Kill();
  processes_.erase(service);
}

int SuiteProcesses::AwaitEnd(const std::string& service) {
  const int signal = processes_.at(service)->AwaitEnd();
  processes_.erase(service);
  return signal;
}

absl::Status SuiteProcesses::SetDate(Date date) const {
  ledger::v1::SetClockRequest request;
  request.set_business_date(FormatDate(date));
  const SuiteClient administrator = Administrator();
  return administrator
      .Call(administrator.suite().clock, &ledger::v1::ClockService::Stub::SetClock, request)
      .status();
}

absl::Status SuiteProcesses::PutStandardCompany() const {
  ledger::v1::BatchPutOrganisationRequest request;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(kStandardCompany), &request)) {
    return absl::InternalError("the standard company is no protobuf text");
  }
  request.set_request_id(NewRequestId());
  const SuiteClient administrator = Administrator();
  return administrator
      .Call(administrator.suite().organisation,
            &ledger::v1::OrganisationService::Stub::BatchPutOrganisation, request)
      .status();
}

absl::Status SuiteProcesses::CheckBooks() const {
  using Statements = ledger::v1::StatementService;
  const SuiteClient finance = Finance();
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::TrialBalance balance,
      finance.Call(finance.suite().statement, &Statements::Stub::GetTrialBalance,
                   ledger::v1::GetTrialBalanceRequest()));
  if (balance.sum_fen() != 0) {
    return absl::DataLossError("trial balance: " + balance.ShortDebugString());
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::VerifyIntegrityResponse integrity,
      finance.Call(finance.suite().statement, &Statements::Stub::VerifyIntegrity,
                   ledger::v1::VerifyIntegrityRequest()));
  if (!integrity.intact()) return absl::DataLossError(integrity.ShortDebugString());
  return absl::OkStatus();
}

}  // namespace cuijiao::support
