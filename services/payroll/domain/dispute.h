// The life of a dispute about a payslip's line (INC-11): 如存在差异负责人跟财务部核实.
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_DISPUTE_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_DISPUTE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "services/payroll/domain/payslip_line.h"
#include "services/payroll/domain/run_state.h"

namespace cuijiao::payroll {

enum class DisputeState : std::uint8_t { kOpen, kStands, kCorrected };
enum class DisputeStep : std::uint8_t { kRaise, kLetStand, kCorrect };

inline constexpr std::array kDisputeStates = {DisputeState::kOpen, DisputeState::kStands,
                                              DisputeState::kCorrected};
inline constexpr std::array kDisputeSteps = {DisputeStep::kRaise, DisputeStep::kLetStand,
                                             DisputeStep::kCorrect};

struct DisputeTransition {
  std::optional<DisputeState> from = {};  // none: the line is not disputed yet
  DisputeStep step;
  DisputeState to;
};

// What is not listed is refused: a line is disputed once, and finance's answer decides.
inline constexpr std::array kDisputeTransitions = {
    DisputeTransition{std::nullopt, DisputeStep::kRaise, DisputeState::kOpen},
    DisputeTransition{DisputeState::kOpen, DisputeStep::kLetStand, DisputeState::kStands},
    DisputeTransition{DisputeState::kOpen, DisputeStep::kCorrect, DisputeState::kCorrected},
};

// Where `step` leads from `from`; none when it is refused.
constexpr std::optional<DisputeState> StateAfter(std::optional<DisputeState> from,
                                                 DisputeStep step) {
  for (const DisputeTransition& transition : kDisputeTransitions) {
    if (transition.from == from && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

// "OPEN".
constexpr std::string_view DisputeStateName(DisputeState state) {
  switch (state) {
    case DisputeState::kOpen:
      return "OPEN";
    case DisputeState::kStands:
      return "STANDS";
    case DisputeState::kCorrected:
      return "CORRECTED";
  }
  return "";
}

// Why the line of a run cannot be disputed, the first reason that holds; empty when it can be.
// `line` is none where the payslip has no such line, `earlier` where nobody disputed it yet.
std::string_view FindReasonAgainstDispute(RunState run, std::optional<LineKind> line,
                                          std::optional<DisputeState> earlier);

// Why a dispute cannot be answered so; empty when it can be.
std::string_view FindReasonAgainstAnswer(DisputeState dispute, DisputeStep answer,
                                         std::string_view disputed_by,
                                         std::string_view answered_by);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_DISPUTE_H_
