#include "tests/integration/payroll/payroll_world.h"

#include <stdlib.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/auth/token_verifier.h"
#include "tests/support/must.h"
#include "tests/support/test_database.h"

namespace cuijiao::payroll {
namespace {

using support::EditedPolicy;
using support::MustBeOk;

std::unique_ptr<Peer> PeerAt(const support::LedgerFixture& ledger, const std::string& name,
                             const std::string& address) {
  PeerSettings settings;
  settings.name = name;
  settings.address = address;
  settings.timeout = absl::Seconds(20);
  return support::Must(Peer::Connect(settings, ledger.keys().service_signer("payroll")),
                       "Peer::Connect");
}

}  // namespace

PayrollWorld::PayrollWorld(const PolicyEdits& edits)
    : ledger_(Date(2017, 1, 5), support::LedgerFixture::ClockKind::kDevelopment),
      policy_(EditedPolicy(edits)),
      tokens_(support::Must(TokenVerifier::Create(ledger_.keys().jwks_file()), "TokenVerifier")),
      metrics_(support::Must(Metrics::Start(), "Metrics")),
      waiver_to_ledger_(ledger_.PeerOf("waiver")),
      waiver_database_(support::TestDatabase::FreshSchema("waiver", "services/waiver/schema")),
      waiver_clock_(*waiver_to_ledger_, support::Must(LoadCompanyZone("Asia/Shanghai"), "zone")),
      escalation_to_ledger_(ledger_.PeerOf("escalation")),
      escalation_database_(
          support::TestDatabase::FreshSchema("escalation", "services/escalation/schema")),
      escalation_clock_(*escalation_to_ledger_,
                        support::Must(LoadCompanyZone("Asia/Shanghai"), "zone")),
      to_ledger_(ledger_.PeerOf("payroll")),
      database_(support::TestDatabase::FreshSchema("payroll", "services/payroll/schema")),
      admin_database_(support::TestDatabase::AdminOf(database_.settings())),
      clock_(*to_ledger_, support::Must(LoadCompanyZone("Asia/Shanghai"), "zone")) {
  MustBeOk(ledger_.PutStandardCompany(), "PutStandardCompany");
  waiver_server_ =
      support::Must(waiver::WaiverServer::Start({.database = waiver_database_,
                                                 .policy = ledger_.policy(),
                                                 .cipher = ledger_.cipher(),
                                                 .tokens = *tokens_,
                                                 .ids = ids_,
                                                 .metrics = *metrics_,
                                                 .clock = waiver_clock_,
                                                 .ledger = *waiver_to_ledger_,
                                                 .page_token_secret = "of the test",
                                                 .sweep_pause = absl::InfiniteDuration()},
                                                ServerSettings()),
                    "WaiverServer");
  waiver_ = waiver::v1::WaiverService::NewStub(
      grpc::CreateChannel(waiver_server_->address(), grpc::InsecureChannelCredentials()));
  escalation_server_ =
      support::Must(escalation::EscalationServer::Start({.database = escalation_database_,
                                                         .policy = ledger_.policy(),
                                                         .cipher = ledger_.cipher(),
                                                         .tokens = *tokens_,
                                                         .ids = ids_,
                                                         .metrics = *metrics_,
                                                         .clock = escalation_clock_,
                                                         .ledger = *escalation_to_ledger_,
                                                         .outbox = outbox_.path(),
                                                         .page_token_secret = "of the test",
                                                         .outbox_pause = absl::InfiniteDuration()},
                                                        ServerSettings()),
                    "EscalationServer");
  escalation_ = escalation::v1::EscalationService::NewStub(
      grpc::CreateChannel(escalation_server_->address(), grpc::InsecureChannelCredentials()));
  to_waiver_ = PeerAt(ledger_, "waiver", waiver_server_->address());
  to_escalation_ = PeerAt(ledger_, "escalation", escalation_server_->address());
  server_ =
      support::Must(PayrollServer::Start(PartsWith(policy_), ServerSettings()), "PayrollServer");
  UseServiceAt(server_->address());
}

PayrollParts PayrollWorld::PartsWith(const LoadedPolicy& policy) {
  return {.database = database_,
          .policy = policy,
          .cipher = ledger_.cipher(),
          .tokens = *tokens_,
          .ids = ids_,
          .metrics = *metrics_,
          .clock = clock_,
          .ledger = *to_ledger_,
          .escalation = *to_escalation_,
          .waiver = *to_waiver_,
          .page_token_secret = "of the test"};
}

void PayrollWorld::UseServiceAt(const std::string& address) {
  channel_ = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  payroll_ = v1::PayrollService::NewStub(channel_);
  simulation_ = v1::SimulationService::NewStub(channel_);
}

PayrollWorld::~PayrollWorld() {
  server_->Stop();
  escalation_server_->Stop();
  waiver_server_->Stop();
}

absl::StatusOr<v1::ImportWagesResponse> PayrollWorld::ImportWages(
    const std::string& month, const std::string& content) const {
  v1::ImportWagesRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_month(month);
  request.set_content(content);
  return Call(&v1::PayrollService::StubInterface::ImportWages, Officer(), request);
}

void PayrollWorld::PutWages(const std::string& month, const std::vector<WageLine>& wages) const {
  std::string content = "员工编号,工资总额,城市\n";
  for (const WageLine& wage : wages) {
    absl::StrAppend(&content, wage.staff_id, ",\"", wage.gross_yuan, "\",", wage.city, "\n");
  }
  const v1::ImportWagesResponse response =
      support::Must(ImportWages(month, content), "ImportWages");
  if (response.imported_count() != static_cast<int>(wages.size())) {
    MustBeOk(absl::InternalError(response.DebugString()), "ImportWages");
  }
}

std::string PayrollWorld::RequestIdOr(const std::string& given) const {
  return given.empty() ? ledger_.NewRequestId() : given;
}

absl::StatusOr<v1::Run> PayrollWorld::Calculate(const std::string& month,
                                                const std::string& request_id) const {
  v1::CalculateRunRequest request;
  request.set_request_id(RequestIdOr(request_id));
  request.set_month(month);
  return Call(&v1::PayrollService::StubInterface::CalculateRun, Officer(), request);
}

absl::StatusOr<v1::Run> PayrollWorld::Approve(const std::string& month, const std::string& etag,
                                              const Caller& caller,
                                              const std::string& request_id) const {
  v1::ApproveRunRequest request;
  request.set_request_id(RequestIdOr(request_id));
  request.set_month(month);
  request.set_etag(etag);
  return Call(&v1::PayrollService::StubInterface::ApproveRun, caller, request);
}

absl::StatusOr<v1::Run> PayrollWorld::Release(const std::string& month,
                                              const std::string& request_id) const {
  v1::ReleaseRunRequest request;
  request.set_request_id(RequestIdOr(request_id));
  request.set_month(month);
  return Call(&v1::PayrollService::StubInterface::ReleaseRun, Officer(), request);
}

absl::StatusOr<v1::Run> PayrollWorld::GetRun(const std::string& month) const {
  v1::GetRunRequest request;
  request.set_month(month);
  return Call(&v1::PayrollService::StubInterface::GetRun, Officer(), request);
}

absl::StatusOr<v1::Payslip> PayrollWorld::Payslip(const std::string& month,
                                                  const std::string& staff_id) const {
  v1::GetPayslipRequest request;
  request.set_month(month);
  request.set_staff_id(staff_id);
  return Call(&v1::PayrollService::StubInterface::GetPayslip, Officer(), request);
}

absl::StatusOr<v1::ListPayoutsResponse> PayrollWorld::Payouts(std::int64_t after_position,
                                                              int page_size, bool open_only) const {
  v1::ListPayoutsRequest request;
  request.set_after_position(after_position);
  request.set_page_size(page_size);
  request.set_open_only(open_only);
  return Call(&v1::PayrollService::StubInterface::ListPayouts, PayrollSystem(), request);
}

v1::Run PayrollWorld::RunMonth(Month month) const {
  const v1::Run run = support::Must(Calculate(FormatMonth(month)), "CalculateRun");
  return support::Must(Approve(FormatMonth(month), run.etag(), Approver()), "ApproveRun");
}

absl::Status PayrollWorld::TryStartWith(const PolicyEdits& edits) {
  const LoadedPolicy policy = EditedPolicy(edits);
  return PayrollServer::Start(PartsWith(policy), ServerSettings()).status();
}

Fen AmountOf(const v1::Payslip& payslip, std::string_view rule) {
  for (const v1::PayslipLine& line : payslip.lines()) {
    if (line.rule() == rule) return Fen(line.amount_fen());
  }
  return Fen(0);
}

}  // namespace cuijiao::payroll
