// How the service's enums are written in its tables.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_CASE_WORDS_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_CASE_WORDS_H_

#include <array>

#include "common/db/enum_words.h"
#include "services/escalation/domain/case_step.h"
#include "services/escalation/domain/promise.h"
#include "services/escalation/domain/work.h"
#include "services/escalation/store/message_state.h"

namespace cuijiao::escalation {

using db::Word;

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
