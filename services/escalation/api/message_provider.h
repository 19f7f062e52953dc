// Who sends messages to owners (ESC-10).
#ifndef CUIJIAO_SERVICES_ESCALATION_API_MESSAGE_PROVIDER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_MESSAGE_PROVIDER_H_

#include <span>

#include "absl/status/status.h"
#include "services/escalation/store/message_store.h"

namespace cuijiao::escalation {

// Thread-safe.
class MessageProvider {
 public:
  virtual ~MessageProvider() = default;
  // Takes messages over, all of them or, with an error, perhaps some. A message handed over again
  // (same id) has no further effect.
  virtual absl::Status HandOver(std::span<const MessageRow> messages) = 0;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_MESSAGE_PROVIDER_H_
