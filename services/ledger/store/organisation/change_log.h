// What puts changed of the organisation: kept, and listed (LED-7).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_CHANGE_LOG_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_CHANGE_LOG_H_

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/organisation/organisation_change.h"

namespace cuijiao::ledger {

// Who changes things, and when.
struct ChangeAuthor {
  std::string recorded_by;
  absl::Time recorded_time;
};

// A change of the thing with that id.
using ThingChange = std::pair<std::string, FieldChange>;

// A change as it is kept.
struct KeptChange {
  std::string id;
  absl::Time recorded_time;
  std::string recorded_by;
  FieldChange change;
};

// A place in a thing's list: before the change recorded then with that id.
struct ChangePosition {
  absl::Time recorded_time;
  std::string change_id;
};

// Lives in one transaction. Errors are the database's, and DATA_LOSS for bytes that cannot be
// decrypted.
class ChangeLog {
 public:
  ChangeLog(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // Changes of things of one kind, which the transaction has locked; the order is kept. A change is
  // recorded at the author's time, but after the last one of its thing: of two puts at a time the
  // one that came first may happen second. None costs nothing.
  absl::Status Keep(OrganisationKind kind, std::span<const ThingChange> changes, IdSource& ids,
                    const ChangeAuthor& author);

  // Whether there is such a thing.
  absl::StatusOr<bool> ThingExists(OrganisationKind kind, std::string_view thing_id);
  // The newest first, at most `limit`; from the newest on without `before`.
  absl::StatusOr<std::vector<KeptChange>> List(OrganisationKind kind, std::string_view thing_id,
                                               const std::optional<ChangePosition>& before,
                                               int limit);

 private:
  // When each of their things was changed last; without those that never were.
  absl::StatusOr<std::map<std::string, absl::Time>> LastTimes(OrganisationKind kind,
                                                              std::span<const ThingChange> changes);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_CHANGE_LOG_H_
