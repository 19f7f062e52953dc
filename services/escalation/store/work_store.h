// Substantive work and who vouched for it (INC-5). Nothing here is ever changed.
#ifndef CUIJIAO_SERVICES_ESCALATION_STORE_WORK_STORE_H_
#define CUIJIAO_SERVICES_ESCALATION_STORE_WORK_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/escalation/domain/work.h"

namespace cuijiao::escalation {

// Who consented, when.
struct WorkConsent {
  std::string staff_id;
  absl::Time recorded_time;
};

struct WorkRow {
  std::string work_id;
  std::string unit_id;
  std::string community_id;
  std::string staff_id;
  WorkKind kind = WorkKind::kCall;
  Date happened_date;
  std::optional<Date> promised_date;
  absl::Time recorded_time;
  std::string note;
  // Both by time.
  std::vector<WorkConsent> acceptances;
  std::vector<WorkConsent> approvals;
};

enum class ConsentKind : std::uint8_t { kAcceptance, kApproval };

// A place in the list of work: by unit, then by id.
struct WorkPosition {
  std::string unit_id;
  std::string work_id;
};

// Lives in one transaction.
class WorkStore {
 public:
  WorkStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::Status Insert(const WorkRow& work);
  // The same consent of the same person again changes nothing.
  absl::Status InsertConsent(std::string_view work_id, ConsentKind kind,
                             const WorkConsent& consent);
  absl::StatusOr<std::optional<WorkRow>> Load(std::string_view work_id);
  // At most `limit` records of the units after `after`, by unit and id. Their notes are left out.
  absl::StatusOr<std::vector<WorkRow>> List(std::span<const std::string> unit_ids,
                                            const WorkPosition& after, int limit);

 private:
  absl::Status LoadConsents(std::vector<WorkRow>& works);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_STORE_WORK_STORE_H_
