// Hands messages of the outbox over to the provider (ESC-10).
#ifndef CUIJIAO_SERVICES_ESCALATION_API_OUTBOX_SENDER_H_
#define CUIJIAO_SERVICES_ESCALATION_API_OUTBOX_SENDER_H_

#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/escalation/api/escalation_context.h"

namespace cuijiao::escalation {

// A thread that pauses, goes over the pending messages, and begins anew, until it is destroyed.
// Messages are handed over at least once and, by their id, have one effect (file_provider.h).
class OutboxSender {
 public:
  // `context` outlives it.
  explicit OutboxSender(EscalationContext& context, absl::Duration pause = absl::Seconds(2));
  // A batch that is being handed over is finished.
  ~OutboxSender();
  OutboxSender(const OutboxSender&) = delete;
  OutboxSender& operator=(const OutboxSender&) = delete;

  // Hands over everything that is pending now. Before each batch the ledger is asked which of its
  // bills are still unpaid; messages of the others are cancelled. Batch by batch one transaction,
  // "escalation.hand_over", locks the messages, hands them over and marks them. A batch that
  // fails stays pending with one attempt more, and is given up after five. The first error.
  static absl::Status RunRound(EscalationContext& context);

 private:
  void Run();

  EscalationContext& context_;
  const absl::Duration pause_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_OUTBOX_SENDER_H_
