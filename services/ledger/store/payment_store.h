// Payments as they stand, with what their money is allocated to (LED-2, LED-3).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_PAYMENT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_PAYMENT_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/allocation.h"
#include "services/ledger/domain/posting.h"
#include "services/ledger/store/journal_store.h"
#include "services/ledger/store/posting_store.h"

namespace cuijiao::ledger {

// Which payments to list: of a unit or of a community, posted from `from` to `to`.
struct PaymentFilter {
  std::string unit_id;
  std::string community_id;
  std::optional<Date> from;
  std::optional<Date> to;
};

// A place in the list: after the payment recorded then with that id.
struct PaymentPosition {
  absl::Time recorded_time = absl::UnixEpoch();
  std::string payment_id;
};

// Lives in one transaction; errors are the database's.
class PaymentStore {
 public:
  explicit PaymentStore(db::Transaction& transaction) : transaction_(transaction) {}

  // The payment with everything that belongs to it, or none.
  absl::StatusOr<std::optional<Payment>> Load(std::string_view payment_id);
  // The payment that settled the waiver, or none.
  absl::StatusOr<std::optional<Payment>> LoadByWaiver(std::string_view waiver_id);
  // By recorded time and id, at most `limit`.
  absl::StatusOr<std::vector<Payment>> List(const PaymentFilter& filter,
                                            const PaymentPosition& after, int limit);

  // A new payment with its collaborators, designations and allocations.
  absl::Status Insert(const Payment& payment);
  // A payment that was reversed or refunded, with the allocations that still stand.
  // INTERNAL when it holds no longer what it held when it was loaded.
  absl::Status Update(const Payment& payment, Fen held_before);

  // Whether the date lies in a campaign window of the community's project (LED-12).
  absl::StatusOr<bool> IsInCampaign(std::string_view community_id, Date received_date);

  absl::Status InsertWaivedParts(std::string_view waiver_id, std::span<const WaivedPart> parts);
  absl::StatusOr<std::vector<WaivedPart>> LoadWaivedParts(std::string_view waiver_id);

 private:
  absl::StatusOr<std::vector<Payment>> LoadWhere(std::string_view where, const db::Values& values);
  absl::Status AddParts(std::vector<Payment>& payments);

  db::Transaction& transaction_;
};

absl::Status InsertAllocations(db::Transaction& transaction, std::string_view unit_id,
                               std::span<const Allocation> allocations);

// A receipt to record: who paid what when. Its collector, where given, and its collaborators exist
// (the caller has checked), and so has the received date been.
struct Receipt {
  std::string unit_id;
  Fen amount;
  PaymentMethod method = PaymentMethod::kCash;
  Date received_date;
  std::string collector_id;
  std::vector<std::string> collaborator_ids;
  std::vector<Designation> designations;
  std::string external_reference;
  std::string recorded_by;
};

// The payment that the receipt becomes, under a new id, before anything is decided about it.
Payment NewPayment(JournalStore& journal, const Receipt& receipt);

// The one path by which receipts come in: of a collector, a file, or suspense. Loads the unit's
// account, decides (DecidePayment), stores payment, entries and the event PaymentRecorded in the
// journal of the unit's community; the caller flushes it. Errors: UNKNOWN_UNIT, and
// DecidePayment's.
absl::StatusOr<Payment> RecordReceipt(JournalStore& journal, const Receipt& receipt);

// What Reverse and Refund of a payment share: loads the payment's account with every bill that it
// touches.
absl::StatusOr<UnitPosting> OpenUnitOf(PostingStore& store, const Payment& payment,
                                       std::span<const WaivedPart> waived_parts);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_PAYMENT_STORE_H_
