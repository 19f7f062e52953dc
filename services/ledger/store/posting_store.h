// Units' accounts, loaded for decisions and stored after them, in one transaction with their
// journal (LED-2 to LED-4). The order of locks: the partition, then the units by id.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_POSTING_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_POSTING_STORE_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/domain/allocation.h"
#include "services/ledger/store/journal_store.h"

namespace cuijiao::ledger {

// Lives in one transaction. The number of statements does not grow with the number of bills,
// payments or units, but for the rows that are written.
class PostingStore {
 public:
  explicit PostingStore(JournalStore& journal) : journal_(journal) {}

  // The account of one unit of the journal's community, locked. `posting_date` is the earliest day
  // that the decision posts on; `wanted_bill_ids` are loaded even when nothing of them is unpaid,
  // as far as they exist, and payments of `wanted_payment_ids` even when nothing of them is unused.
  // NOT_FOUND / UNKNOWN_UNIT.
  absl::StatusOr<UnitPosting> OpenUnit(const std::string& unit_id, Date posting_date,
                                       std::span<const std::string> wanted_bill_ids = {},
                                       std::span<const std::string> wanted_payment_ids = {});
  // The same for many, by id; those that do not exist are left out.
  absl::StatusOr<std::vector<UnitPosting>> OpenUnits(
      std::span<const std::string> unit_ids, Date posting_date,
      std::span<const std::string> wanted_bill_ids = {},
      std::span<const std::string> wanted_payment_ids = {});

  // Stores what was done: entries, bills, allocations, the account with its next version, and the
  // events of bills made and of prepayment used. Nothing of a posting that did nothing. The
  // payment that the decision was about, if any, is stored by the caller (PaymentStore); its
  // allocations too.
  absl::Status Keep(const UnitPosting& posting, std::string_view own_payment_id = {});

  [[nodiscard]] const PostingDays& days() const { return journal_.days(); }

  // The version of the unit's debt that Keep gives it.
  static std::int64_t NextVersion(const UnitPosting& posting) {
    return posting.account().debt_version + (posting.changed() ? 1 : 0);
  }

 private:
  absl::Status LoadBills(std::span<const std::string> unit_ids,
                         std::span<const std::string> wanted_bill_ids,
                         std::map<std::string, UnitAccount>& accounts);
  absl::Status LoadPrepayments(std::span<const std::string> wanted_payment_ids,
                               std::map<std::string, UnitAccount>& accounts);
  absl::Status LoadChanges(std::map<std::string, UnitAccount>& accounts);
  absl::Status KeepBills(const UnitPosting& posting);
  absl::Status KeepPrepayments(const UnitPosting& posting, std::string_view own_payment_id);
  absl::Status KeepAccount(const UnitPosting& posting);
  void TellUses(const UnitPosting& posting, std::string_view own_payment_id);

  JournalStore& journal_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_POSTING_STORE_H_
