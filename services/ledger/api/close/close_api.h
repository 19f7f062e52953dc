// CloseService: closes accounting months and gives their frozen figures (LED-10).
#ifndef CUIJIAO_SERVICES_LEDGER_API_CLOSE_CLOSE_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_CLOSE_CLOSE_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class CloseApi final : public v1::CloseService::CallbackService {
 public:
  explicit CloseApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* CloseMonth(grpc::CallbackServerContext* context,
                                       const v1::CloseMonthRequest* request,
                                       v1::AccountingMonth* response) override;
  grpc::ServerUnaryReactor* ListAccountingMonths(
      grpc::CallbackServerContext* context, const v1::ListAccountingMonthsRequest* request,
      v1::ListAccountingMonthsResponse* response) override;
  grpc::ServerUnaryReactor* GetMonthFigures(grpc::CallbackServerContext* context,
                                            const v1::GetMonthFiguresRequest* request,
                                            v1::MonthFigures* response) override;
  grpc::ServerUnaryReactor* GetJournalHeads(grpc::CallbackServerContext* context,
                                            const v1::GetJournalHeadsRequest* request,
                                            v1::JournalHeads* response) override;
  grpc::ServerUnaryReactor* ListVouchers(grpc::CallbackServerContext* context,
                                         const v1::ListVouchersRequest* request,
                                         v1::ListVouchersResponse* response) override;
  grpc::ServerUnaryReactor* ListHistoricalPayments(
      grpc::CallbackServerContext* context, const v1::ListHistoricalPaymentsRequest* request,
      v1::ListHistoricalPaymentsResponse* response) override;
  grpc::ServerUnaryReactor* ListReversals(grpc::CallbackServerContext* context,
                                          const v1::ListReversalsRequest* request,
                                          v1::ListReversalsResponse* response) override;

 private:
  absl::StatusOr<v1::AccountingMonth> Close(const CallContext& call,
                                            const v1::CloseMonthRequest& request) const;
  absl::StatusOr<v1::ListAccountingMonthsResponse> ShowMonths(
      const v1::ListAccountingMonthsRequest& request) const;
  absl::StatusOr<v1::MonthFigures> ShowFigures(const v1::GetMonthFiguresRequest& request) const;
  absl::StatusOr<v1::JournalHeads> ShowHeads(const v1::GetJournalHeadsRequest& request) const;
  absl::StatusOr<v1::ListVouchersResponse> ShowVouchers(
      const v1::ListVouchersRequest& request) const;
  absl::StatusOr<v1::ListHistoricalPaymentsResponse> ShowHistoricalPayments(
      const v1::ListHistoricalPaymentsRequest& request) const;
  absl::StatusOr<v1::ListReversalsResponse> ShowReversals(
      const v1::ListReversalsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_CLOSE_CLOSE_API_H_
