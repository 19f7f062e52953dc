// BankStatementService: statements of banks and wallets (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/bank_statement.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class BankStatementApi final : public v1::BankStatementService::CallbackService {
 public:
  explicit BankStatementApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ImportBankStatement(grpc::CallbackServerContext* context,
                                                const v1::ImportBankStatementRequest* request,
                                                v1::ImportBankStatementResponse* response) override;
  grpc::ServerUnaryReactor* GetBankStatement(grpc::CallbackServerContext* context,
                                             const v1::GetBankStatementRequest* request,
                                             v1::BankStatement* response) override;
  grpc::ServerUnaryReactor* ListBankStatements(grpc::CallbackServerContext* context,
                                               const v1::ListBankStatementsRequest* request,
                                               v1::ListBankStatementsResponse* response) override;
  grpc::ServerUnaryReactor* ListBankStatementLines(
      grpc::CallbackServerContext* context, const v1::ListBankStatementLinesRequest* request,
      v1::ListBankStatementLinesResponse* response) override;
  grpc::ServerUnaryReactor* MatchBankStatementLine(grpc::CallbackServerContext* context,
                                                   const v1::MatchBankStatementLineRequest* request,
                                                   v1::BankStatementLine* response) override;
  grpc::ServerUnaryReactor* DismissBankStatementLine(
      grpc::CallbackServerContext* context, const v1::DismissBankStatementLineRequest* request,
      v1::BankStatementLine* response) override;

 private:
  // bank_statement_import.cc
  absl::StatusOr<v1::ImportBankStatementResponse> Import(
      const CallContext& call, const v1::ImportBankStatementRequest& request) const;
  // bank_statement_api.cc
  absl::StatusOr<v1::BankStatement> Show(const v1::GetBankStatementRequest& request) const;
  absl::StatusOr<v1::ListBankStatementsResponse> ShowList(
      const v1::ListBankStatementsRequest& request) const;
  absl::StatusOr<v1::ListBankStatementLinesResponse> ShowLines(
      const v1::ListBankStatementLinesRequest& request) const;
  absl::StatusOr<v1::BankStatementLine> Match(
      const CallContext& call, const v1::MatchBankStatementLineRequest& request) const;
  absl::StatusOr<v1::BankStatementLine> Dismiss(
      const CallContext& call, const v1::DismissBankStatementLineRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_API_H_
