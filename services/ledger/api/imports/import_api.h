// ImportService: getting data in from files (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/method_runner.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class ImportApi final : public v1::ImportService::CallbackService {
 public:
  explicit ImportApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ImportFile(grpc::CallbackServerContext* context,
                                       const v1::ImportFileRequest* request,
                                       v1::ImportFileResponse* response) override;
  grpc::ServerBidiReactor<v1::StreamImportRequest, v1::ImportProgress>* StreamImport(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* GetImportTemplate(grpc::CallbackServerContext* context,
                                              const v1::GetImportTemplateRequest* request,
                                              v1::ImportTemplate* response) override;
  grpc::ServerUnaryReactor* CompareOpeningTotals(
      grpc::CallbackServerContext* context, const v1::CompareOpeningTotalsRequest* request,
      v1::CompareOpeningTotalsResponse* response) override;

 private:
  absl::StatusOr<v1::ImportFileResponse> Import(const CallContext& call,
                                                const v1::ImportFileRequest& request) const;
  absl::Status Stream(const CallContext& call, const v1::StreamImportRequest& first,
                      StreamReader<v1::StreamImportRequest, v1::ImportProgress>& reader,
                      StreamWriter<v1::ImportProgress>& writer) const;
  absl::StatusOr<v1::CompareOpeningTotalsResponse> Compare(
      const CallContext& call, const v1::CompareOpeningTotalsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_API_H_
