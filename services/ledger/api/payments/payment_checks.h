// What receipts and settlements are checked for before anything is loaded for the decision.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_CHECKS_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_CHECKS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/payment_store.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kCollaboratorRepeated = "COLLABORATOR_REPEATED";

// INVALID_ARGUMENT naming designated_by.
absl::Status DesignatorWithoutDesignations();

// The payer's choices of a request (LED-2), and who made them: whoever records them where the
// request names nobody. INVALID_ARGUMENT naming designated_by where it is given without
// designations.
template <typename Request>
absl::Status TakeDesignations(const Request& request, Receipt& receipt) {
  for (const v1::Designation& designation : request.designations()) {
    receipt.designations.push_back({designation.bill_id(), Fen(designation.amount_fen())});
  }
  if (request.designated_by() == v1::DESIGNATOR_UNSPECIFIED) return absl::OkStatus();
  if (request.designations().empty()) return DesignatorWithoutDesignations();
  receipt.designated_by = static_cast<Designator>(request.designated_by());
  return absl::OkStatus();
}

// Who records: the person behind the call, or the service itself.
std::string RecordedBy(const CallContext& call);

// The received date of what the call books against its business date and the policy's
// late_recording_days (LED-2). Asked for within AnswerOnce, so that a repeated request gets its
// answer however late it comes. Errors of the domain's CheckReceivedDate.
absl::Status CheckReceivedDate(const LedgerContext& context, const CallContext& call,
                               Date received_date);

// The unit and its place. NOT_FOUND / UNKNOWN_UNIT.
absl::StatusOr<UnitPlace> LoadKnownUnit(db::Transaction& transaction, const std::string& unit_id);

// NOT_FOUND / UNKNOWN_UNIT.
absl::Status UnknownUnit(const std::string& unit_id);

// Whom a receipt names, and where and when it was received.
struct CollectorQuestion {
  std::string community_id;
  Date received_date;
  std::string collector_id;  // empty for the responsible one
  std::vector<std::string> collaborator_ids;
};

// The credited collector of each receipt: the one given, or the responsible one of the unit's area
// on the received date; empty where there is none. Refused where nobody may be named twice
// (INVALID_ARGUMENT / COLLABORATOR_REPEATED) or somebody does not exist (FAILED_PRECONDITION /
// UNKNOWN_COLLECTOR naming the field and the id). The number of statements grows with that of the
// received dates alone.
absl::StatusOr<std::vector<absl::StatusOr<std::string>>> DecideCollectors(
    db::Transaction& transaction, std::span<const CollectorQuestion> questions);

// The same for one receipt of a unit.
absl::StatusOr<std::string> DecideCollector(db::Transaction& transaction, const UnitPlace& unit,
                                            Date received_date, const std::string& collector_id,
                                            const std::vector<std::string>& collaborator_ids);

// Checks a receipt as above, puts the credited collector into it (`collector_id` is the one given),
// and locks the journal of its unit's community.
absl::StatusOr<JournalStore> OpenJournalFor(const LedgerContext& context, const CallContext& call,
                                            db::Transaction& transaction,
                                            const std::string& collector_id, Receipt& receipt);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_PAYMENT_CHECKS_H_
