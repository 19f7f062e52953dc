// Units' accounts, loaded for decisions and stored after them, in one transaction with their
// journal (LED-2 to LED-4). The order of locks: the partition, then the units by id.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_POSTING_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_POSTING_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/domain/payments/allocation.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

// An allocation of a unit's payment.
struct UnitAllocation {
  std::string unit_id;
  Allocation allocation;
};

absl::Status InsertAllocations(db::Transaction& transaction,
                               std::span<const UnitAllocation> allocations);

// A unit to open. `posting_date` is the earliest day that decisions about it post on.
struct UnitToOpen {
  std::string unit_id;
  Date posting_date;
  // Several decisions follow each other on what is loaded (UnitPosting::AccountAfter).
  bool several = false;
};

// Lives in one transaction. The number of statements does not grow with the number of bills,
// payments, units or journals, but for the rows that are written.
class PostingStore {
 public:
  explicit PostingStore(JournalStore& journal) : journals_(&journal, 1) {}
  // For units of all of these, by id as LockAll gives them, of one transaction; at least one.
  explicit PostingStore(std::span<JournalStore> journals) : journals_(journals) {}

  // The account of one unit of the journals' communities, locked. `posting_date` is the earliest
  // day that the decision posts on; `wanted_bill_ids` are loaded even when nothing of them is
  // unpaid, as far as they exist, and payments of `wanted_payment_ids` even when nothing of them is
  // unused. NOT_FOUND / UNKNOWN_UNIT.
  absl::StatusOr<UnitPosting> OpenUnit(const std::string& unit_id, Date posting_date,
                                       std::span<const std::string> wanted_bill_ids = {},
                                       std::span<const std::string> wanted_payment_ids = {});
  // The same for many, by id; those that do not exist are left out.
  absl::StatusOr<std::vector<UnitPosting>> OpenUnits(
      std::span<const std::string> unit_ids, Date posting_date,
      std::span<const std::string> wanted_bill_ids = {},
      std::span<const std::string> wanted_payment_ids = {});
  // Their accounts, by unit; `known_from` is right for the earliest decision alone: set it to
  // NeededFrom before each of several. Each unit comes once.
  absl::StatusOr<std::map<std::string, UnitAccount>> LoadAccounts(
      std::span<const UnitToOpen> units, std::span<const std::string> wanted_bill_ids,
      std::span<const std::string> wanted_payment_ids = {});

  // Takes what was done: entries, bills, allocations, the account with its next version, and the
  // events of bills made and of prepayment used; nothing of a posting that did nothing. Entries
  // and events are in the order of taking. Of several postings of one unit each begins with the
  // account after the one before. The payment that the decision was about, if any, is stored by the
  // caller (PaymentStore), before Write; its allocations too.
  absl::Status Take(const UnitPosting& posting, std::string_view own_payment_id = {});
  // Writes what was taken, each kind of rows with one statement (prepayment used: one a payment).
  absl::Status Write();
  // Both, for one.
  absl::Status Keep(const UnitPosting& posting, std::string_view own_payment_id = {});

  [[nodiscard]] const PostingDays& days() const { return journals_.front().days(); }
  // The journal of a community, which is one of the store's.
  [[nodiscard]] JournalStore& JournalOf(std::string_view community_id);

  // The version of the unit's debt that Take gives it.
  static std::int64_t NextVersion(const UnitPosting& posting) {
    return posting.account().debt_version + (posting.changed() ? 1 : 0);
  }

 private:
  // A bill as it is to be, and how the server counts its row.
  struct BillToWrite {
    Bill bill;
    bool is_new = false;
  };
  // A unit's account as it is to be.
  struct AccountToWrite {
    std::string community_id;
    std::int64_t debt_version = 0;
    Fen prepayment;
    std::optional<Date> last_posting_date;
  };
  // Unused money of a payment that was stored before.
  struct PrepaymentToWrite {
    Fen loaded;
    Fen now;
    int allocation_count = 0;
  };

  [[nodiscard]] db::Transaction& transaction() { return journals_.front().transaction(); }
  absl::Status LoadBills(std::span<const std::string> unit_ids,
                         std::span<const std::string> wanted_bill_ids,
                         std::map<std::string, UnitAccount>& accounts);
  absl::Status LoadPrepayments(std::span<const std::string> wanted_payment_ids,
                               std::map<std::string, UnitAccount>& accounts);
  absl::Status LoadChanges(std::map<std::string, UnitAccount>& accounts);
  void TakeBills(JournalStore& journal, const UnitPosting& posting);
  void TakePrepayments(const UnitPosting& posting, std::string_view own_payment_id);
  void TellUses(JournalStore& journal, const UnitPosting& posting, std::string_view own_payment_id);
  absl::Status WriteBills();
  absl::Status WritePrepayments();
  absl::Status WriteAccounts();

  const std::span<JournalStore> journals_;
  // Taken and not written yet; by id, which is the order of their rows' locks.
  std::map<std::string, BillToWrite> bills_;
  std::map<std::string, AccountToWrite> accounts_;
  std::map<std::string, PrepaymentToWrite> prepayments_;
  std::vector<UnitAllocation> allocations_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_POSTING_STORE_H_
