// The methods of EscalationService as plain functions; what they do and refuse stands in the
// proto. Each: check, load, decide, store, answer.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_METHODS_H_
#define CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_METHODS_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/escalation/v1/escalation.pb.h"
#include "services/escalation/api/escalation_context.h"

namespace cuijiao::escalation {

// cases.cc
absl::StatusOr<v1::RunDailyResponse> RunDaily(EscalationContext& context, const CallContext& call,
                                              const v1::RunDailyRequest& request);
absl::StatusOr<v1::Case> GetCase(EscalationContext& context, const CallContext& call,
                                 const v1::GetCaseRequest& request);
absl::StatusOr<v1::ListCasesResponse> ListCases(EscalationContext& context, const CallContext& call,
                                                const v1::ListCasesRequest& request);
absl::StatusOr<v1::Case> ApproveWorkplaceVisit(EscalationContext& context, const CallContext& call,
                                               const v1::ApproveWorkplaceVisitRequest& request);
absl::StatusOr<v1::ListMessagesResponse> ListMessages(EscalationContext& context,
                                                      const CallContext& call,
                                                      const v1::ListMessagesRequest& request);
// promise_rates.cc
absl::StatusOr<v1::ListPromiseRatesResponse> ListPromiseRates(
    EscalationContext& context, const CallContext& call,
    const v1::ListPromiseRatesRequest& request);
// worklist.cc
absl::StatusOr<v1::Worklist> GetWorklist(EscalationContext& context, const CallContext& call,
                                         const v1::GetWorklistRequest& request);
// contact.cc
absl::StatusOr<v1::Contact> RecordContact(EscalationContext& context, const CallContext& call,
                                          const v1::RecordContactRequest& request);
// work.cc
absl::StatusOr<v1::WorkRecord> RecordWork(EscalationContext& context, const CallContext& call,
                                          const v1::RecordWorkRequest& request);
absl::StatusOr<v1::WorkRecord> AcceptWork(EscalationContext& context, const CallContext& call,
                                          const v1::AcceptWorkRequest& request);
absl::StatusOr<v1::WorkRecord> ApproveWork(EscalationContext& context, const CallContext& call,
                                           const v1::ApproveWorkRequest& request);
absl::StatusOr<v1::ListWorkResponse> ListWork(EscalationContext& context, const CallContext& call,
                                              const v1::ListWorkRequest& request);

// opening.cc
absl::StatusOr<v1::OpeningImport> ImportOpeningCases(EscalationContext& context,
                                                     const CallContext& call,
                                                     const v1::ImportOpeningCasesRequest& request);
absl::StatusOr<v1::OpeningImport> ImportOpeningPromises(
    EscalationContext& context, const CallContext& call,
    const v1::ImportOpeningPromisesRequest& request);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_METHODS_H_
