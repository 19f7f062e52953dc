// RecordPayment and BatchRecordPayments: payments that come together share a transaction (LED-2).
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_GROUPS_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_GROUPS_H_

#include <functional>

#include "absl/status/statusor.h"
#include "common/requests/group_queue.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/api/payments/payment_booking.h"

namespace cuijiao::ledger {

// Payments wait here for the database and go to it in groups, each with one answer of its own: what
// RecordPayment would answer if it were alone and came in that order. One that is refused, or that
// the database does not take, does not touch the others of its group.
//
// One transaction takes at most 512 payments, and two run at once: one alone leaves the database
// idle while answers go out, and a third only waits for the locks of the first two.
//
// Thread-safe.
class PaymentGroups {
 public:
  explicit PaymentGroups(LedgerContext& context);

  using PaymentAnswer = std::function<void(absl::StatusOr<v1::Payment>)>;
  using BatchAnswer = std::function<void(absl::StatusOr<v1::BatchRecordPaymentsResponse>)>;

  // Answers once, from any thread; call and request live until then. RESOURCE_EXHAUSTED /
  // OVERLOADED when too many wait already; DEADLINE_EXCEEDED / DEADLINE_PASSED when the call's
  // deadline has passed before its group begins, and nothing is booked then.
  void Record(const CallContext& call, const v1::RecordPaymentRequest& request,
              PaymentAnswer answer);
  // The same for many, with one outcome each.
  void RecordBatch(const CallContext& call, const v1::BatchRecordPaymentsRequest& batch,
                   BatchAnswer answer);

 private:
  LedgerContext& context_;
  GroupQueue<GroupedPayment> queue_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_GROUPS_H_
