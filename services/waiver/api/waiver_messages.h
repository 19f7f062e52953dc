// Domain values as the API tells them.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_MESSAGES_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_MESSAGES_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "cuijiao/waiver/v1/waiver.pb.h"
#include "services/waiver/domain/decide_waiver.h"
#include "services/waiver/domain/waiver.h"
#include "services/waiver/store/violation_store.h"

namespace cuijiao::waiver {

v1::Waiver::State StateMessage(WaiverState state);
// Nothing for UNSPECIFIED.
std::optional<WaiverState> StateOf(v1::Waiver::State state);
v1::Authority AuthorityMessage(Authority authority);

// A decision with what it was decided on.
v1::WaiverEvaluation EvaluationMessage(const WaiverDecision& decision,
                                       const WaiverProposal& proposal, const Household& household,
                                       const SignerMonth& month, std::string_view policy_version);

// Without evaluation and history.
v1::Waiver WaiverMessage(const Waiver& waiver);
// With the last decision and the whole history, as the transaction sees them; `waiver_id` exists.
absl::StatusOr<v1::Waiver> LoadWaiverMessage(db::Transaction& transaction,
                                             const PersonalCipher& cipher,
                                             std::string_view waiver_id);

v1::Violation ViolationMessage(const Violation& violation);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_MESSAGES_H_
