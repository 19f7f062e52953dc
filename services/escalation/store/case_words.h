// How the service's enums are written in its tables.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_CASE_WORDS_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_CASE_WORDS_H_

#include <array>
#include <cstdlib>
#include <string_view>

#include "services/escalation/domain/case_step.h"
#include "services/escalation/domain/promise.h"
#include "services/escalation/domain/work.h"
#include "services/escalation/store/message_state.h"

namespace cuijiao::escalation {

template <typename Enum>
struct Word {
  Enum value;
  std::string_view word;
};

// The word of `value`; a value without one ends the process.
template <typename Enum, std::size_t N>
std::string_view WordOf(const std::array<Word<Enum>, N>& words, Enum value) {
  for (const Word<Enum>& word : words) {
    if (word.value == value) return word.word;
  }
  std::abort();
}

// The value of a word that this service wrote; any other ends the process.
template <typename Enum, std::size_t N>
Enum ValueOf(const std::array<Word<Enum>, N>& words, std::string_view text) {
  for (const Word<Enum>& word : words) {
    if (word.word == text) return word.value;
  }
  std::abort();
}

inline constexpr std::array kChannelWords = {
    Word<ContactChannel>{ContactChannel::kPhone, "PHONE"},
    Word<ContactChannel>{ContactChannel::kVisitHome, "VISIT_HOME"},
    Word<ContactChannel>{ContactChannel::kVisitWorkplace, "VISIT_WORKPLACE"},
    Word<ContactChannel>{ContactChannel::kMessage, "MESSAGE"},
    Word<ContactChannel>{ContactChannel::kOffice, "OFFICE"},
};
inline constexpr std::array kOutcomeWords = {
    Word<ContactOutcome>{ContactOutcome::kPromised, "PROMISED"},
    Word<ContactOutcome>{ContactOutcome::kNoPromise, "NO_PROMISE"},
    Word<ContactOutcome>{ContactOutcome::kRefused, "REFUSED"},
    Word<ContactOutcome>{ContactOutcome::kNotReached, "NOT_REACHED"},
};
inline constexpr std::array kPromiseStateWords = {
    Word<PromiseState>{PromiseState::kOpen, "OPEN"},
    Word<PromiseState>{PromiseState::kKept, "KEPT"},
    Word<PromiseState>{PromiseState::kBroken, "BROKEN"},
};
inline constexpr std::array kTaskChannelWords = {
    Word<TaskChannel>{TaskChannel::kPhone, "PHONE"},
    Word<TaskChannel>{TaskChannel::kVisit, "VISIT"},
};
inline constexpr std::array kWorkKindWords = {
    Word<WorkKind>{WorkKind::kVisit, "VISIT"},
    Word<WorkKind>{WorkKind::kCall, "CALL"},
    Word<WorkKind>{WorkKind::kProblemHandled, "PROBLEM_HANDLED"},
    Word<WorkKind>{WorkKind::kOther, "OTHER"},
};
inline constexpr std::array kMessageStateWords = {
    Word<MessageState>{MessageState::kPending, "PENDING"},
    Word<MessageState>{MessageState::kSent, "SENT"},
    Word<MessageState>{MessageState::kCancelled, "CANCELLED"},
    Word<MessageState>{MessageState::kFailed, "FAILED"},
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_CASE_WORDS_H_
