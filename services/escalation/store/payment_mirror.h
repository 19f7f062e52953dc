// Units' payments as the ledger's feed tells them: what promises are judged by (ESC-5).
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_PAYMENT_MIRROR_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_PAYMENT_MIRROR_H_

#include <span>
#include <string>

#include "absl/status/status.h"
#include "common/db/transaction.h"
#include "services/escalation/domain/promise.h"

namespace cuijiao::escalation {

// A payment of a unit after an event: the newest state replaces what was known.
struct MirroredPayment {
  std::string unit_id;
  UnitPayment payment;
};

// Takes payments in, in their order. The same again changes nothing.
absl::Status MirrorPayments(db::Transaction& transaction,
                            std::span<const MirroredPayment> payments);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_PAYMENT_MIRROR_H_
