// A settlement's way to the ledger (WVR-8): intent in a transaction of its own, posting, end in a
// transaction of its own. Whoever finds an open intent carries it on, as often as it takes; the
// ledger posts a waiver once.
//
// Failpoints: waiver.settle.before_intent, .after_intent, .before_post, .after_post, .before_done,
// .after_done.
#ifndef CUIJIAO_SERVICES_WAIVER_API_SETTLEMENT_SAGA_H_
#define CUIJIAO_SERVICES_WAIVER_API_SETTLEMENT_SAGA_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/rpc/client.h"
#include "cuijiao/waiver/v1/waiver.pb.h"
#include "services/waiver/api/waiver_context.h"
#include "services/waiver/store/settlement_intent_store.h"

namespace cuijiao::waiver {

// Keeps the intent; from here on the settlement goes on by itself until the ledger has answered.
// False where another settlement of the waiver has been opened meanwhile. Refused where the waiver
// is not APPROVED or not valid on `now` any more (WVR-7-STATE, WVR-7-EXPIRED).
absl::StatusOr<bool> OpenIntent(WaiverContext& context, const SettlementIntent& intent,
                                const CompanyTime& now);

// The open intent of a waiver.
absl::StatusOr<std::optional<SettlementIntent>> FindOpenIntent(WaiverContext& context,
                                                               std::string_view waiver_id);

// Sends the intent to the ledger and ends it as the ledger answers: the waiver SETTLED, and the
// answer to the intent's request remembered; or still APPROVED, with the ledger's refusal.
// UNAVAILABLE / SETTLEMENT_PENDING where the ledger's answer is not known: the intent stays open.
absl::StatusOr<v1::Waiver> CarryOut(WaiverContext& context, const OutgoingCall& call,
                                    const SettlementIntent& intent, const CompanyTime& now);

// Carries out every open intent, for the service's start and its sweep. Those whose end is still
// not known stay open; the error is that of the database.
absl::Status CarryOutOpenIntents(WaiverContext& context, const CompanyTime& now);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_SETTLEMENT_SAGA_H_
