// The life of a message in the outbox (ESC-10).
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_MESSAGE_STATE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_MESSAGE_STATE_H_

#include <cstdint>

namespace cuijiao::escalation {

enum class MessageState : std::uint8_t { kPending, kSent, kCancelled, kFailed };

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_MESSAGE_STATE_H_
