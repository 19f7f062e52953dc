// The suite as one person's client sees it: four services, one token. For the command line client
// and the demo.
#ifndef CUIJIAO_COMMON_CLIENT_SUITE_CLIENT_H_
#define CUIJIAO_COMMON_CLIENT_SUITE_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "cuijiao/escalation/v1/escalation.grpc.pb.h"
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "cuijiao/ledger/v1/bank_statement.grpc.pb.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "cuijiao/ledger/v1/cash.grpc.pb.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/collection.grpc.pb.h"
#include "cuijiao/ledger/v1/dashboard.grpc.pb.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/ledger/v1/receipt.grpc.pb.h"
#include "cuijiao/ledger/v1/reconciliation.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "cuijiao/ledger/v1/wallet.grpc.pb.h"
#include "cuijiao/payroll/v1/payroll.grpc.pb.h"
#include "cuijiao/waiver/v1/waiver.grpc.pb.h"

namespace cuijiao {

struct SuiteAddresses {
  std::string ledger = "127.0.0.1:7101";
  std::string waiver = "127.0.0.1:7102";
  std::string escalation = "127.0.0.1:7103";
  std::string payroll = "127.0.0.1:7104";
  // PEM file of the CA that signed the services' certificates; empty: plain text (loopback only).
  std::string tls_ca_file;
};

// Channels and stubs of all services; made once, used by many clients. Thread-safe.
class Suite {
 public:
  // Does not wait for a connection. INVALID_ARGUMENT when the CA file cannot be read.
  static absl::StatusOr<std::shared_ptr<const Suite>> Connect(const SuiteAddresses& addresses);

  // A stub and the service behind it, named in errors.
  template <typename Service>
  struct Door {
    std::unique_ptr<typename Service::Stub> stub;
    std::string service;
    std::string address;
  };

  Door<ledger::v1::OrganisationService> organisation;
  Door<ledger::v1::BillingService> billing;
  Door<ledger::v1::PaymentService> payment;
  Door<ledger::v1::AdjustmentService> adjustment;
  Door<ledger::v1::StatementService> statement;
  Door<ledger::v1::PlanService> plan;
  Door<ledger::v1::CloseService> close;
  Door<ledger::v1::DashboardService> dashboard;
  Door<ledger::v1::CollectionService> collection;
  Door<ledger::v1::ImportService> import;
  Door<ledger::v1::BankStatementService> bank_statement;
  Door<ledger::v1::ReceiptService> receipt;
  Door<ledger::v1::ReconciliationService> reconciliation;
  Door<ledger::v1::CashService> cash;
  Door<ledger::v1::WalletService> wallet;
  Door<ledger::v1::ClockService> clock;
  Door<waiver::v1::WaiverService> waiver;
  Door<escalation::v1::EscalationService> escalation;
  Door<payroll::v1::PayrollService> payroll;
  Door<payroll::v1::SimulationService> simulation;

 private:
  Suite() = default;
};

// One person: the suite and the token that says who is calling. Thread-safe.
class SuiteClient {
 public:
  SuiteClient(std::shared_ptr<const Suite> suite, std::string token,
              absl::Duration timeout = absl::Seconds(60))
      : suite_(std::move(suite)), token_(std::move(token)), timeout_(timeout) {}

  [[nodiscard]] const Suite& suite() const { return *suite_; }

  // `client.Call(client.suite().payment, &ledger::v1::PaymentService::Stub::GetPayment, request)`.
  // Errors are the service's own; one that cannot be reached is named with its address.
  template <typename Service, typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(const Suite::Door<Service>& door,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) const {
    grpc::ClientContext context;
    Prepare(context);
    Response response;
    const grpc::Status status = (door.stub.get()->*method)(&context, request, &response);
    if (!status.ok()) return ErrorOf(status, door.service, door.address);
    return response;
  }

  // Hands over each message of a stream as it comes, to its end.
  template <typename Service, typename Stub, typename Request, typename Response, typename Each>
  absl::Status ReadEach(const Suite::Door<Service>& door,
                        std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(
                            grpc::ClientContext*, const Request&),
                        const Request& request, Each each) const {
    grpc::ClientContext context;
    Prepare(context);
    const std::unique_ptr<grpc::ClientReader<Response>> reader =
        (door.stub.get()->*method)(&context, request);
    for (Response response; reader->Read(&response);) each(response);
    const grpc::Status status = reader->Finish();
    return status.ok() ? absl::OkStatus() : ErrorOf(status, door.service, door.address);
  }

  // Reads a stream to its end.
  template <typename Service, typename Stub, typename Request, typename Response>
  absl::StatusOr<std::vector<Response>> ReadAll(
      const Suite::Door<Service>& door,
      std::unique_ptr<grpc::ClientReader<Response>> (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&),
      const Request& request) const {
    std::vector<Response> responses;
    CUIJIAO_RETURN_IF_ERROR(ReadEach(
        door, method, request, [&](const Response& response) { responses.push_back(response); }));
    return responses;
  }

  // For streams in both directions, which callers read and write themselves: token and deadline,
  // and the error of their end.
  void Prepare(grpc::ClientContext& context, absl::Duration timeout) const;
  static absl::Status ErrorOf(const grpc::Status& status, const std::string& service,
                              const std::string& address);

 private:
  void Prepare(grpc::ClientContext& context) const { Prepare(context, timeout_); }

  std::shared_ptr<const Suite> suite_;
  std::string token_;
  absl::Duration timeout_;
};

// Whether the service at `address` says SERVING, by the standard health protocol. UNAVAILABLE
// naming the address otherwise.
absl::Status CheckHealth(const SuiteAddresses& addresses, const std::string& address,
                         absl::Duration timeout);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CLIENT_SUITE_CLIENT_H_
