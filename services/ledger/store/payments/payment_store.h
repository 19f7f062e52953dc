// Payments as they stand, with what their money is allocated to (LED-2, LED-3).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_PAYMENT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_PAYMENT_STORE_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock/company_clock.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/payments/allocation.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/journal/posting_store.h"

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

// Campaign windows (LED-12) by community.
class CampaignWindows {
 public:
  void Add(const std::string& community_id, Date from, Date to);
  // Whether the date lies in a window of the community's project.
  [[nodiscard]] bool Contain(const std::string& community_id, Date date) const;

 private:
  std::map<std::string, std::vector<std::pair<Date, Date>>> windows_;
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

  // New payments with their collaborators, designations and allocations.
  absl::Status Insert(std::span<const Payment> payments);
  absl::Status Insert(const Payment& payment) { return Insert({&payment, 1}); }
  // A payment that was reversed or refunded, with the allocations that still stand.
  // INTERNAL when it holds no longer what it held when it was loaded.
  absl::Status Update(const Payment& payment, Fen held_before);

  // The campaigns of the communities' projects that have a day from `from` to `to` (LED-12).
  absl::StatusOr<CampaignWindows> LoadCampaigns(std::span<const std::string> community_ids,
                                                Date from, Date to);

  absl::Status InsertWaivedParts(std::string_view waiver_id, std::span<const WaivedPart> parts);
  absl::StatusOr<std::vector<WaivedPart>> LoadWaivedParts(std::string_view waiver_id);

 private:
  absl::StatusOr<std::vector<Payment>> LoadWhere(std::string_view where, const db::Values& values);
  absl::Status AddParts(std::vector<Payment>& payments);

  db::Transaction& transaction_;
};

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
  Designator designated_by = Designator::kRecorder;  // of the designations, where there are any
  std::string external_reference;
  std::string recorded_by;
};

// The payment that the receipt becomes, under a new id, before anything is decided about it.
Payment NewPayment(JournalStore& journal, const Receipt& receipt);

// A receipt of a unit of that community.
struct PlacedReceipt {
  std::string community_id;
  Receipt receipt;
};

// The one path by which receipts come in: of a collector, a file, or suspense. Loads the units'
// accounts, decides (DecidePayment) in the given order, each on what those before it left, and
// stores payments, entries and the events PaymentRecorded in the journals of the units'
// communities, which are among `journals` (LockAll); the caller flushes them. The number of
// statements does not grow with that of the receipts. One outcome a receipt: UNKNOWN_UNIT and
// DecidePayment's errors leave nothing behind and do not touch the others. An error of the whole is
// the database's.
absl::StatusOr<std::vector<absl::StatusOr<Payment>>> RecordReceipts(
    std::span<JournalStore> journals, std::span<const PlacedReceipt> receipts);
// One alone, of a unit of the journal's community.
absl::StatusOr<Payment> RecordReceipt(JournalStore& journal, const Receipt& receipt);

// What Reverse and Refund of a payment share: loads the payment's account with every bill that it
// touches.
absl::StatusOr<UnitPosting> OpenUnitOf(PostingStore& store, const Payment& payment,
                                       std::span<const WaivedPart> waived_parts);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_PAYMENT_STORE_H_
