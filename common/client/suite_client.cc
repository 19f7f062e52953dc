#include "common/client/suite_client.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/status/grpc_status.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace cuijiao {
namespace {

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsFor(
    const SuiteAddresses& addresses) {
  if (addresses.tls_ca_file.empty()) return grpc::InsecureChannelCredentials();
  std::ifstream file(addresses.tls_ca_file);
  if (!file) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read the CA file '", addresses.tls_ca_file, "'"));
  }
  std::ostringstream pem;
  pem << file.rdbuf();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = pem.str();
  return grpc::SslCredentials(options);
}

template <typename Service>
void Open(Suite::Door<Service>& door, const std::string& service, const std::string& address,
          const std::shared_ptr<grpc::Channel>& channel) {
  door.stub = Service::NewStub(channel);
  door.service = service;
  door.address = address;
}

void SetDeadline(grpc::ClientContext& context, absl::Duration timeout) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Suite>> Suite::Connect(const SuiteAddresses& addresses) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                           CredentialsFor(addresses));
  const std::shared_ptr<Suite> suite(new Suite());
  const auto ledger = grpc::CreateChannel(addresses.ledger, credentials);
  Open(suite->organisation, "ledger", addresses.ledger, ledger);
  Open(suite->billing, "ledger", addresses.ledger, ledger);
  Open(suite->payment, "ledger", addresses.ledger, ledger);
  Open(suite->adjustment, "ledger", addresses.ledger, ledger);
  Open(suite->statement, "ledger", addresses.ledger, ledger);
  Open(suite->plan, "ledger", addresses.ledger, ledger);
  Open(suite->dashboard, "ledger", addresses.ledger, ledger);
  Open(suite->close, "ledger", addresses.ledger, ledger);
  Open(suite->collection, "ledger", addresses.ledger, ledger);
  Open(suite->import, "ledger", addresses.ledger, ledger);
  Open(suite->bank_statement, "ledger", addresses.ledger, ledger);
  Open(suite->receipt, "ledger", addresses.ledger, ledger);
  Open(suite->reconciliation, "ledger", addresses.ledger, ledger);
  Open(suite->cash, "ledger", addresses.ledger, ledger);
  Open(suite->wallet, "ledger", addresses.ledger, ledger);
  Open(suite->clock, "ledger", addresses.ledger, ledger);
  Open(suite->waiver, "waiver", addresses.waiver,
       grpc::CreateChannel(addresses.waiver, credentials));
  Open(suite->escalation, "escalation", addresses.escalation,
       grpc::CreateChannel(addresses.escalation, credentials));
  const auto payroll = grpc::CreateChannel(addresses.payroll, credentials);
  Open(suite->payroll, "payroll", addresses.payroll, payroll);
  Open(suite->simulation, "payroll", addresses.payroll, payroll);
  return suite;
}

void SuiteClient::Prepare(grpc::ClientContext& context, absl::Duration timeout) const {
  SetDeadline(context, timeout);
  context.AddMetadata("authorization", absl::StrCat("Bearer ", token_));
}

absl::Status SuiteClient::ErrorOf(const grpc::Status& status, const std::string& service,
                                  const std::string& address) {
  absl::Status error = FromGrpcStatus(status);
  // One with a reason comes from the service itself.
  if (!absl::IsUnavailable(error) || !ReasonOf(error).empty()) return error;
  return absl::UnavailableError(absl::StrCat("the ", service, " service at ", address,
                                             " cannot be reached: ", status.error_message()));
}

absl::Status CheckHealth(const SuiteAddresses& addresses, const std::string& address,
                         absl::Duration timeout) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::ChannelCredentials> credentials,
                           CredentialsFor(addresses));
  const auto stub = grpc::health::v1::Health::NewStub(grpc::CreateChannel(address, credentials));
  grpc::ClientContext context;
  SetDeadline(context, timeout);
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status = stub->Check(&context, {}, &response);
  if (!status.ok()) {
    return absl::UnavailableError(absl::StrCat(address, ": ", status.error_message()));
  }
  if (response.status() != grpc::health::v1::HealthCheckResponse::SERVING) {
    return absl::UnavailableError(absl::StrCat(address, " is not serving"));
  }
  return absl::OkStatus();
}

}  // namespace cuijiao
