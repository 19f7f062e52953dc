// BillingService: fee schedules and bills (LED-1).
#ifndef CUIJIAO_SERVICES_LEDGER_API_BILLING_BILLING_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_BILLING_BILLING_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/stream_writer.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class BillingApi final : public v1::BillingService::CallbackService {
 public:
  explicit BillingApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* BatchPutFeeSchedules(
      grpc::CallbackServerContext* context, const v1::BatchPutFeeSchedulesRequest* request,
      v1::BatchPutFeeSchedulesResponse* response) override;
  grpc::ServerUnaryReactor* ListFeeSchedules(grpc::CallbackServerContext* context,
                                             const v1::ListFeeSchedulesRequest* request,
                                             v1::ListFeeSchedulesResponse* response) override;
  grpc::ServerUnaryReactor* PutVacancy(grpc::CallbackServerContext* context,
                                       const v1::PutVacancyRequest* request,
                                       v1::PutVacancyResponse* response) override;
  grpc::ServerUnaryReactor* ListVacancies(grpc::CallbackServerContext* context,
                                          const v1::ListVacanciesRequest* request,
                                          v1::ListVacanciesResponse* response) override;
  grpc::ServerUnaryReactor* RunBilling(grpc::CallbackServerContext* context,
                                       const v1::RunBillingRequest* request,
                                       v1::RunBillingResponse* response) override;
  grpc::ServerWriteReactor<v1::BillingProgress>* StreamBilling(
      grpc::CallbackServerContext* context, const v1::StreamBillingRequest* request) override;
  grpc::ServerUnaryReactor* ListBills(grpc::CallbackServerContext* context,
                                      const v1::ListBillsRequest* request,
                                      v1::ListBillsResponse* response) override;

 private:
  absl::StatusOr<v1::BatchPutFeeSchedulesResponse> Put(
      const CallContext& call, const v1::BatchPutFeeSchedulesRequest& request) const;
  absl::StatusOr<v1::ListFeeSchedulesResponse> ShowSchedules(
      const v1::ListFeeSchedulesRequest& request) const;
  absl::StatusOr<v1::PutVacancyResponse> PutOneVacancy(const CallContext& call,
                                                       const v1::PutVacancyRequest& request) const;
  absl::StatusOr<v1::ListVacanciesResponse> ShowVacancies(
      const v1::ListVacanciesRequest& request) const;
  // billing_api_runs.cc
  absl::StatusOr<v1::RunBillingResponse> Run(const CallContext& call,
                                             const v1::RunBillingRequest& request) const;
  absl::Status Stream(const CallContext& call, const v1::StreamBillingRequest& request,
                      StreamWriter<v1::BillingProgress>& writer) const;
  // billing_api.cc
  absl::StatusOr<v1::ListBillsResponse> ShowBills(const CallContext& call,
                                                  const v1::ListBillsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_BILLING_BILLING_API_H_
