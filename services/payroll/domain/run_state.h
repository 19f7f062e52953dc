// The life of a run (INC-11).
#ifndef CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_STATE_H_
#define CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_STATE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "common/calendar/date.h"

namespace cuijiao::payroll {

enum class RunState : std::uint8_t { kCalculated, kApproved, kReleased, kAcknowledged };
enum class RunStep : std::uint8_t { kCalculate, kApprove, kRelease, kAcknowledgeAll };

inline constexpr std::array kRunStates = {RunState::kCalculated, RunState::kApproved,
                                          RunState::kReleased, RunState::kAcknowledged};
inline constexpr std::array kRunSteps = {RunStep::kCalculate, RunStep::kApprove, RunStep::kRelease,
                                         RunStep::kAcknowledgeAll};

struct RunTransition {
  std::optional<RunState> from = {};  // none: there is no run yet
  RunStep step;
  RunState to;
};

// What is not listed is refused.
inline constexpr std::array kRunTransitions = {
    RunTransition{std::nullopt, RunStep::kCalculate, RunState::kCalculated},
    RunTransition{RunState::kCalculated, RunStep::kCalculate, RunState::kCalculated},
    RunTransition{RunState::kCalculated, RunStep::kApprove, RunState::kApproved},
    RunTransition{RunState::kApproved, RunStep::kRelease, RunState::kReleased},
    RunTransition{RunState::kReleased, RunStep::kAcknowledgeAll, RunState::kAcknowledged},
};

// Where `step` leads from `from`; none when it is refused.
constexpr std::optional<RunState> StateAfter(std::optional<RunState> from, RunStep step) {
  for (const RunTransition& transition : kRunTransitions) {
    if (transition.from == from && transition.step == step) return transition.to;
  }
  return std::nullopt;
}

// Whether the payroll system may pull the run's payouts.
constexpr bool IsReleased(RunState state) {
  return state == RunState::kReleased || state == RunState::kAcknowledged;
}

// A run is paid in the calendar month after its accounting month (INC-10).
constexpr Month PayMonthOf(Month month) { return month + 1; }

// "CALCULATED".
constexpr std::string_view RunStateName(RunState state) {
  switch (state) {
    case RunState::kCalculated:
      return "CALCULATED";
    case RunState::kApproved:
      return "APPROVED";
    case RunState::kReleased:
      return "RELEASED";
    case RunState::kAcknowledged:
      return "ACKNOWLEDGED";
  }
  return "";
}

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_DOMAIN_RUN_STATE_H_
