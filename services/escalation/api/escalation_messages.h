// Domain values as the API tells them, and the API's as the domain takes them.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_MESSAGES_H_
#define CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_MESSAGES_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "cuijiao/escalation/v1/escalation.pb.h"
#include "services/escalation/api/escalation_context.h"
#include "services/escalation/store/case_store.h"
#include "services/escalation/store/work_store.h"

namespace cuijiao::escalation {

// The field is required, so UNSPECIFIED does not come here.
ContactChannel ChannelOf(v1::ContactChannel channel);
ContactOutcome OutcomeOf(v1::ContactOutcome outcome);
WorkKind WorkKindOf(v1::WorkRecord::Kind kind);

v1::ContactChannel ChannelMessage(ContactChannel channel);
v1::ContactOutcome OutcomeMessage(ContactOutcome outcome);

// With the state and the sum that the payments give it on `today`.
v1::Promise PromiseMessage(const Promise& promise, const std::vector<UnitPayment>& payments,
                           Date today);

// Without history and promises.
v1::Case CaseMessage(const PlanInForce& plan, const CaseRow& row);
// With them, as the transaction sees them. NOT_FOUND / UNKNOWN_CASE.
absl::StatusOr<v1::Case> LoadCaseMessage(EscalationContext& context, db::Transaction& transaction,
                                         const PlanInForce& plan, std::string_view case_id,
                                         Date today);

v1::WorkRecord WorkMessage(const WorkRow& work);
v1::Message MessageMessage(const MessageRow& row);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_MESSAGES_H_
