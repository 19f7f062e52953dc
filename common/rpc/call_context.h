// What a handler knows about the call it answers, besides the request.
#ifndef CUIJIAO_COMMON_RPC_CALL_CONTEXT_H_
#define CUIJIAO_COMMON_RPC_CALL_CONTEXT_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/auth/identity.h"
#include "common/clock/company_clock.h"
#include "common/rpc/audit.h"

namespace cuijiao {

// Reason of DEADLINE_EXCEEDED: the client's deadline passed before the work was begun.
inline constexpr std::string_view kDeadlinePassed = "DEADLINE_PASSED";

// Made by the wrapper of every method (method_runner.h) after identity, role, shape and scope have
// been checked. Tests of handlers make it by hand.
struct CallContext {
  Identity identity;
  // Business date and recorded time, read once: everything the call does has the same.
  CompanyTime time;
  // Names the call in logs, audit and towards the client: its x-request-id header when it has
  // one (1 to 64 of letters, digits, '-', '_', '.'), else a new id.
  std::string call_id;
  std::string_view method;  // "cuijiao.ledger.v1.PaymentService/RecordPayment"
  // The client's deadline; InfiniteFuture without one.
  absl::Time deadline = absl::InfiniteFuture();
  // SHA-256 of the validated request in hexadecimal (request_id.h); of changes only.
  std::string request_hash;
  // True when the client has gone or its deadline has passed; long work stops then.
  std::function<bool()> is_cancelled = [] { return false; };
  // For changes that keep the record of their own success in the transaction of what they change,
  // and so save the wrapper's: the record, and what to call when it is committed, before the
  // answer.
  std::function<AuditRecord()> success_record = [] { return AuditRecord(); };
  std::function<void()> audit_kept = [] {};
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_CALL_CONTEXT_H_
