#include "services/payroll/domain/dispute.h"

#include "services/payroll/domain/reasons.h"

namespace cuijiao::payroll {

std::string_view FindReasonAgainstDispute(RunState run, std::optional<LineKind> line,
                                          std::optional<DisputeState> earlier) {
  if (run != RunState::kCalculated) return kRunState;
  if (!line) return kUnknownLine;
  if (IsCorrection(*line) || !StateAfter(earlier, DisputeStep::kRaise)) return kLineDisputed;
  return {};
}

std::string_view FindReasonAgainstAnswer(DisputeState dispute, DisputeStep answer,
                                         std::string_view disputed_by,
                                         std::string_view answered_by) {
  if (!StateAfter(dispute, answer)) return kDisputeAnswered;
  if (disputed_by == answered_by) return kSamePerson;
  return {};
}

}  // namespace cuijiao::payroll
