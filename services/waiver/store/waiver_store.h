// Waivers and their history.
#ifndef CUIJIAO_SERVICES_WAIVER_STORE_WAIVER_STORE_H_
#define CUIJIAO_SERVICES_WAIVER_STORE_WAIVER_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/waiver/domain/waiver.h"

namespace cuijiao::waiver {

// Which waivers a list asks for; empty fields do not narrow it.
struct WaiverFilter {
  std::string unit_id;
  std::string community_id;
  std::string project_id;
  std::optional<WaiverState> state;
};

// A waiver that a system before settled.
struct OpeningWaiver {
  Waiver waiver;
  Date settle_date;
  std::string reference = {};  // among those of its unit and day
};

// Lives in one transaction; `cipher` outlives it. What people wrote is stored encrypted. Updates
// are guarded by the state that they leave; they answer whether the waiver was in it.
class WaiverStore {
 public:
  WaiverStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::Status Insert(const Waiver& waiver);
  // One that a system before settled (LED-19); it is SETTLED and signed. ABORTED / REQUEST_RACED
  // when the unit has one of that signature date and reference.
  absl::Status InsertOpening(const OpeningWaiver& opening);
  absl::StatusOr<std::optional<Waiver>> Load(std::string_view waiver_id);
  // The same, and nobody else changes it until the transaction ends.
  absl::StatusOr<std::optional<Waiver>> Lock(std::string_view waiver_id);

  // SUBMITTED → APPROVED.
  absl::StatusOr<bool> UpdateSigned(std::string_view waiver_id, const Signature& signature,
                                    int plan_year, Fen cash);
  // From one state to another where no settlement is on its way; not for those with a method of
  // their own here.
  absl::StatusOr<bool> UpdateState(std::string_view waiver_id, WaiverState from, WaiverState to);
  // Begins a settlement of an APPROVED waiver that is valid on `today`.
  absl::StatusOr<bool> UpdateSettlingBegun(std::string_view waiver_id, Date today);
  // Ends it without a posting.
  absl::StatusOr<bool> UpdateSettlingRefused(std::string_view waiver_id);
  // APPROVED → SETTLED.
  absl::StatusOr<bool> UpdateSettled(std::string_view waiver_id, std::string_view payment_id,
                                     Fen cash);

  // APPROVED waivers whose last day is before `today`, no settlement on its way; oldest first.
  absl::StatusOr<std::vector<std::string>> LoadOverdue(Date today, int limit);
  // Latest first, those before `before_id` (empty: from the latest).
  absl::StatusOr<std::vector<Waiver>> List(const WaiverFilter& filter, std::string_view before_id,
                                           int limit);
  // Signed by `manager_id` as manager in a calendar month, by date and id.
  absl::StatusOr<std::vector<Waiver>> LoadSignedInMonth(std::string_view manager_id, Month month);
  // Signed waivers of the plan year of these units that were not given back.
  absl::StatusOr<std::vector<Waiver>> LoadSignedOfUnits(int plan_year,
                                                        std::span<const std::string> unit_ids);
  // Communities that have a SETTLED waiver, by id.
  absl::StatusOr<std::vector<std::string>> LoadCommunitiesWithSettled();
  // Those of these units that a system before settled, with the dates of that.
  absl::StatusOr<std::vector<OpeningWaiver>> LoadOpening(std::span<const std::string> unit_ids);
  // When the first waiver of the project was asked for here; nothing where none was.
  absl::StatusOr<std::optional<Date>> FirstSubmitDate(std::string_view project_id);

  absl::Status InsertChange(const WaiverChange& change);
  // Oldest first.
  absl::StatusOr<std::vector<WaiverChange>> LoadChanges(std::string_view waiver_id);

 private:
  absl::StatusOr<std::optional<Waiver>> LoadOne(std::string_view sql, std::string_view waiver_id);
  absl::StatusOr<std::vector<Waiver>> LoadAll(std::string_view sql, const db::Values& values);
  // Whether exactly one row was changed.
  absl::StatusOr<bool> UpdateOne(std::string_view sql, const db::Values& values);

  absl::StatusOr<Waiver> WaiverOf(const db::Row& row) const;

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_STORE_WAIVER_STORE_H_
