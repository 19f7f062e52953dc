// PaymentService: payments, their reversal and refund, and money of unknown origin (LED-2 to 4).
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/api/payments/payment_groups.h"

namespace cuijiao::ledger {

class PaymentApi final : public v1::PaymentService::CallbackService {
 public:
  explicit PaymentApi(LedgerContext& context) : context_(context), groups_(context) {}

  grpc::ServerUnaryReactor* RecordPayment(grpc::CallbackServerContext* context,
                                          const v1::RecordPaymentRequest* request,
                                          v1::Payment* response) override;
  grpc::ServerUnaryReactor* BatchRecordPayments(grpc::CallbackServerContext* context,
                                                const v1::BatchRecordPaymentsRequest* request,
                                                v1::BatchRecordPaymentsResponse* response) override;
  grpc::ServerUnaryReactor* GetPayment(grpc::CallbackServerContext* context,
                                       const v1::GetPaymentRequest* request,
                                       v1::Payment* response) override;
  grpc::ServerUnaryReactor* ListPayments(grpc::CallbackServerContext* context,
                                         const v1::ListPaymentsRequest* request,
                                         v1::ListPaymentsResponse* response) override;
  grpc::ServerUnaryReactor* ReversePayment(grpc::CallbackServerContext* context,
                                           const v1::ReversePaymentRequest* request,
                                           v1::Payment* response) override;
  grpc::ServerUnaryReactor* RefundPayment(grpc::CallbackServerContext* context,
                                          const v1::RefundPaymentRequest* request,
                                          v1::Payment* response) override;
  grpc::ServerUnaryReactor* RecordSuspense(grpc::CallbackServerContext* context,
                                           const v1::RecordSuspenseRequest* request,
                                           v1::Suspense* response) override;
  grpc::ServerUnaryReactor* AssignSuspense(grpc::CallbackServerContext* context,
                                           const v1::AssignSuspenseRequest* request,
                                           v1::Payment* response) override;
  grpc::ServerUnaryReactor* ListSuspense(grpc::CallbackServerContext* context,
                                         const v1::ListSuspenseRequest* request,
                                         v1::ListSuspenseResponse* response) override;

 private:
  // payment_api.cc
  absl::StatusOr<v1::Payment> Reverse(const CallContext& call,
                                      const v1::ReversePaymentRequest& request) const;
  absl::StatusOr<v1::Payment> Refund(const CallContext& call,
                                     const v1::RefundPaymentRequest& request) const;
  absl::StatusOr<v1::Payment> Show(const CallContext& call,
                                   const v1::GetPaymentRequest& request) const;
  absl::StatusOr<v1::ListPaymentsResponse> ShowList(const CallContext& call,
                                                    const v1::ListPaymentsRequest& request) const;
  // payment_api_suspense.cc
  absl::StatusOr<v1::Suspense> Hold(const CallContext& call,
                                    const v1::RecordSuspenseRequest& request) const;
  absl::StatusOr<v1::Payment> Assign(const CallContext& call,
                                     const v1::AssignSuspenseRequest& request) const;
  absl::StatusOr<v1::ListSuspenseResponse> ShowSuspense(
      const v1::ListSuspenseRequest& request) const;

  LedgerContext& context_;
  PaymentGroups groups_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_API_H_
