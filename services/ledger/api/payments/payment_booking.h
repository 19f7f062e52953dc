// Payments booked in one transaction (LED-2, LED-4): check, load, decide and store for a whole
// group at once.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_BOOKING_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_BOOKING_H_

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/requests/request_log.h"
#include "common/rpc/audit.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

// A payment on its way through a group. Call and request live until it is answered.
struct GroupedPayment {
  std::string id;    // of the request: its caller and request_id
  std::string lane;  // its unit
  const CallContext* call;
  const v1::RecordPaymentRequest* request;
  RequestKey key;
  // The record of its success, kept with it.
  AuditRecord success_record;
  // Called once, from any thread.
  std::function<void(absl::StatusOr<v1::Payment>)> answer;
};

// Books the members, whose ids differ and whose calls have one business date, in their order, and
// gives each its answer: the payment, with its audit record kept, or why not. They are recorded at
// the latest of their calls' recorded times. A lost race or connection runs the transaction again
// for all; when the database does not take it for another reason, each is tried alone, so that the
// one whose fault it is fails alone.
std::vector<absl::StatusOr<v1::Payment>> BookPayments(LedgerContext& context,
                                                      std::span<const GroupedPayment> members);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_BOOKING_H_
