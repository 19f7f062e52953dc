// ReceiptService: receipt numbers without gaps, and tax invoices (LED-20).
#ifndef CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_RECEIPT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_RECEIPT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/receipt.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class ReceiptApi final : public v1::ReceiptService::CallbackService {
 public:
  explicit ReceiptApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* GetReceipt(grpc::CallbackServerContext* context,
                                       const v1::GetReceiptRequest* request,
                                       v1::Receipt* response) override;
  grpc::ServerUnaryReactor* ListReceipts(grpc::CallbackServerContext* context,
                                         const v1::ListReceiptsRequest* request,
                                         v1::ListReceiptsResponse* response) override;
  grpc::ServerUnaryReactor* RecordTaxInvoice(grpc::CallbackServerContext* context,
                                             const v1::RecordTaxInvoiceRequest* request,
                                             v1::TaxInvoice* response) override;

 private:
  absl::StatusOr<v1::Receipt> Show(const CallContext& call,
                                   const v1::GetReceiptRequest& request) const;
  absl::StatusOr<v1::ListReceiptsResponse> ShowList(const CallContext& call,
                                                    const v1::ListReceiptsRequest& request) const;
  absl::StatusOr<v1::TaxInvoice> KeepTaxInvoice(const CallContext& call,
                                                const v1::RecordTaxInvoiceRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_RECEIPT_API_H_
