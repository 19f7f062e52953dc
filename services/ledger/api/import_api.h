// ImportService: getting data in from files (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class ImportApi final : public v1::ImportService::CallbackService {
 public:
  explicit ImportApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ImportFile(grpc::CallbackServerContext* context,
                                       const v1::ImportFileRequest* request,
                                       v1::ImportFileResponse* response) override;
  grpc::ServerUnaryReactor* GetImportTemplate(grpc::CallbackServerContext* context,
                                              const v1::GetImportTemplateRequest* request,
                                              v1::ImportTemplate* response) override;

 private:
  absl::StatusOr<v1::ImportFileResponse> Import(const CallContext& call,
                                                const v1::ImportFileRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORT_API_H_
