// StatementService: what is owed as of any date, and whether the books are right (LED-4, LED-5).
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_STATEMENT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_STATEMENT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/stream_writer.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class StatementApi final : public v1::StatementService::CallbackService {
 public:
  explicit StatementApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* GetStatement(grpc::CallbackServerContext* context,
                                         const v1::GetStatementRequest* request,
                                         v1::Statement* response) override;
  grpc::ServerUnaryReactor* GetAgeing(grpc::CallbackServerContext* context,
                                      const v1::GetAgeingRequest* request,
                                      v1::Ageing* response) override;
  grpc::ServerUnaryReactor* ListDebtors(grpc::CallbackServerContext* context,
                                        const v1::ListDebtorsRequest* request,
                                        v1::ListDebtorsResponse* response) override;
  grpc::ServerUnaryReactor* GetTrialBalance(grpc::CallbackServerContext* context,
                                            const v1::GetTrialBalanceRequest* request,
                                            v1::TrialBalance* response) override;
  grpc::ServerUnaryReactor* VerifyIntegrity(grpc::CallbackServerContext* context,
                                            const v1::VerifyIntegrityRequest* request,
                                            v1::VerifyIntegrityResponse* response) override;

  grpc::ServerWriteReactor<v1::IntegrityProgress>* StreamIntegrity(
      grpc::CallbackServerContext* context, const v1::VerifyIntegrityRequest* request) override;

 private:
  absl::StatusOr<v1::Statement> ShowStatement(const CallContext& call,
                                              const v1::GetStatementRequest& request) const;
  absl::StatusOr<v1::Ageing> ShowAgeing(const CallContext& call,
                                        const v1::GetAgeingRequest& request) const;
  absl::StatusOr<v1::TrialBalance> ShowTrialBalance(
      const CallContext& call, const v1::GetTrialBalanceRequest& request) const;
  // statement_api_debtors.cc
  absl::StatusOr<v1::ListDebtorsResponse> ShowDebtors(const CallContext& call,
                                                      const v1::ListDebtorsRequest& request) const;
  // statement_api_integrity.cc
  absl::StatusOr<v1::VerifyIntegrityResponse> Verify(
      const CallContext& call, const v1::VerifyIntegrityRequest& request) const;
  absl::Status Stream(const CallContext& call, const v1::VerifyIntegrityRequest& request,
                      StreamWriter<v1::IntegrityProgress>& writer) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_STATEMENT_API_H_
