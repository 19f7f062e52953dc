// The outbox: messages to owners, each of a bill and owner once (N1, ESC-10).
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_MESSAGE_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_MESSAGE_STORE_H_

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/escalation/store/message_state.h"

namespace cuijiao::escalation {

struct MessageRow {
  std::string message_id;
  std::string community_id;
  std::string unit_id;
  std::string bill_id;
  std::string owner_id;
  std::string template_name;
  std::string text;
  std::string phone;  // empty: none is known
  MessageState state = MessageState::kPending;
  int attempts = 0;
  Date planned_date;
};

// A bill and an owner that it was written to.
using BillAndOwner = std::pair<std::string, std::string>;

// Messages that were planned together, and so are asked about together.
struct MessageBatch {
  std::string community_id;
  Date planned_date;
  std::vector<std::string> message_ids;
};

// Lives in one transaction.
class MessageStore {
 public:
  MessageStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // Which of the bills have been written about by the template, to whom.
  absl::StatusOr<std::set<BillAndOwner>> LoadWritten(std::string_view template_name,
                                                     std::span<const std::string> bill_ids);
  // Messages to hand over, as new ones: state and attempts are not taken from the rows.
  absl::Status InsertPending(std::span<const MessageRow> messages);
  // At most `limit` messages of the community after `after`, by id.
  absl::StatusOr<std::vector<MessageRow>> List(std::string_view community_id,
                                               std::string_view after, int limit);

  // At most `limit` pending messages after `after`, by id, cut before the first that belongs to
  // another community or day. Empty when none is left.
  absl::StatusOr<MessageBatch> LoadPendingBatch(std::string_view after, int limit);
  // Those of the messages that are still pending, locked, by id.
  absl::StatusOr<std::vector<MessageRow>> LockPending(std::span<const std::string> message_ids);
  // Ends pending messages: SENT, CANCELLED or FAILED. Others are left as they are.
  absl::Status EndPending(std::span<const std::string> message_ids, MessageState state);
  // One more attempt went wrong; messages with `max_attempts` of them are given up. The number of
  // those given up.
  absl::StatusOr<std::int64_t> NoteFailure(std::span<const std::string> message_ids,
                                           int max_attempts);

 private:
  absl::StatusOr<std::vector<MessageRow>> LoadMessages(std::string_view condition,
                                                       const db::Values& values);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_MESSAGE_STORE_H_
