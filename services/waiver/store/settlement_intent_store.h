// Settlements on their way to the ledger (WVR-8): what is kept before it is sent.
#ifndef CUIJIAO_SERVICES_WAIVER_STORE_SETTLEMENT_INTENT_STORE_H_
#define CUIJIAO_SERVICES_WAIVER_STORE_SETTLEMENT_INTENT_STORE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/db/transaction.h"
#include "common/requests/request_log.h"

namespace cuijiao::waiver {

struct SettlementIntent {
  std::string id;
  std::string waiver_id;
  // The serialized cuijiao.ledger.v1.PostSettlementRequest, sent as it is until the ledger answers.
  std::string ledger_request;
  // The decision that it was made on, as the API tells it, serialized.
  std::string evaluation;
  std::string policy_version;
  RequestKey request;          // of the SettleWaiver call, whose answer is remembered at the end
  std::string actor_staff_id;  // the person behind that call
  std::string actor_roles;     // "collector,finance"
  absl::Time opened_time;
};

enum class IntentOutcome : std::uint8_t { kPosted, kRefused };

// Lives in one transaction.
class SettlementIntentStore {
 public:
  explicit SettlementIntentStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Opens one.
  absl::Status Insert(const SettlementIntent& intent);
  // The open one of a waiver, if there is one.
  absl::StatusOr<std::optional<SettlementIntent>> LoadOpenOf(std::string_view waiver_id);
  // Open ones after `after_id`, by id.
  absl::StatusOr<std::vector<SettlementIntent>> LoadOpen(std::string_view after_id, int limit);
  // Ends an open one; whether it was open. `refusal` is what the ledger said.
  absl::StatusOr<bool> Close(std::string_view intent_id, IntentOutcome outcome,
                             std::string_view refusal = {});

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_STORE_SETTLEMENT_INTENT_STORE_H_
