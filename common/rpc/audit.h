// Who tried what, when, and what came of it.
#ifndef CUIJIAO_COMMON_RPC_AUDIT_H_
#define CUIJIAO_COMMON_RPC_AUDIT_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/auth/role.h"

namespace cuijiao {

struct AuditRecord {
  // The system's time, not the company clock's: an attempt is a fact even when the clock is away.
  absl::Time attempted_time;
  std::string call_id;
  std::string method;
  // Who; all empty when there was no valid token.
  std::string staff_id;
  std::string service_name;
  std::string actor_staff_id;  // the person for whom the service called
  RoleSet roles;               // of the person behind the call
  std::string key_id;          // the key that signed the token
  // The first thing that the request names, by the targets of its row; empty when it names none.
  std::string target_kind;
  std::string target_id;
  std::string request_hash;  // SHA-256, hexadecimal; empty when the request was not looked at
  absl::StatusCode outcome = absl::StatusCode::kOk;
  std::string reason;  // of an outcome other than kOk
};

// Thread-safe.
class AuditSink {
 public:
  virtual ~AuditSink() = default;

  // Keeps `record` soon. Never blocks; what cannot be kept is counted and logged.
  virtual void Record(AuditRecord record) = 0;

  // Calls `done` once, from any thread, when `record` is kept for good, or with the error that
  // prevented it. The answer of a change waits for this.
  virtual void RecordDurably(AuditRecord record, std::function<void(absl::Status)> done) = 0;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_AUDIT_H_
