#include "services/waiver/api/reversal_follower.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/status/macros.h"
#include "cuijiao/ledger/v1/feed.pb.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/store/feed_position_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

// Whether the event is dealt with; false for one that must be read again later.
absl::StatusOr<bool> Apply(WaiverContext& context, db::Transaction& transaction,
                           const ledger::v1::Event& event, const CompanyTime& now) {
  const ledger::v1::Payment& payment = event.payment_reversed();
  if (!event.has_payment_reversed() || payment.waiver_id().empty()) return true;
  WaiverStore store(transaction, context.cipher);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Waiver> waiver, store.Lock(payment.waiver_id()));
  if (!waiver) return true;
  if (waiver->settling) return false;
  if (waiver->payment_id != payment.id()) return true;
  const std::optional<WaiverState> to = StateAfter(waiver->state, WaiverStep::kReverse);
  if (!to) return true;
  CUIJIAO_ASSIGN_OR_RETURN(const bool changed, store.UpdateState(waiver->id, waiver->state, *to));
  if (!changed) return absl::AbortedError("the waiver changed meanwhile");
  CUIJIAO_RETURN_IF_ERROR(NoteChange(context, transaction, waiver->id, waiver->state, *to,
                                     {.changed_by = std::string(kServiceItself),
                                      .recorded_time = now.recorded_time,
                                      .reason = "payment " + payment.id() + " was reversed",
                                      .policy_version = context.policy.version,
                                      .evaluation = ""}));
  return true;
}

// Whether there may be more.
absl::StatusOr<bool> FollowOnce(WaiverContext& context, const std::string& community_id,
                                const CompanyTime& now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t position,
      context.database.Read("waiver.feed_position", [&](db::Transaction& transaction) {
        return FeedPositionStore(transaction).Load(community_id);
      }));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ledger::v1::Event> events,
                           context.feed.EventsAfter({}, community_id, position));
  if (events.empty()) return false;
  return context.database.Transact(
      "waiver.follow_feed", [&](db::Transaction& transaction) -> absl::StatusOr<bool> {
        std::int64_t reached = position;
        bool all_done = true;
        for (const ledger::v1::Event& event : events) {
          CUIJIAO_ASSIGN_OR_RETURN(all_done, Apply(context, transaction, event, now));
          if (!all_done) break;
          reached = event.sequence();
        }
        if (reached == position) return false;
        CUIJIAO_ASSIGN_OR_RETURN(
            const bool advanced,
            FeedPositionStore(transaction).Advance(community_id, position, reached));
        if (!advanced) return absl::AbortedError("another follower has moved on");
        return all_done;
      });
}

}  // namespace

absl::Status FollowReversals(WaiverContext& context, const CompanyTime& now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<std::string> communities,
      context.database.Read("waiver.communities", [&](db::Transaction& transaction) {
        return WaiverStore(transaction, context.cipher).LoadCommunitiesWithSettled();
      }));
  for (const std::string& community_id : communities) {
    bool more = true;
    while (more) {
      CUIJIAO_ASSIGN_OR_RETURN(more, FollowOnce(context, community_id, now));
    }
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::waiver
