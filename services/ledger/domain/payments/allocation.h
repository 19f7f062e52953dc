// How money goes to bills (LED-2; section 6, definitions 3 and 4). One unit's account is loaded,
// worked on by the decisions (payment, reversal, refund, settlement), and what they did to it is
// stored.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_ALLOCATION_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_ALLOCATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

// An amount as it is now, with the changes of the days since some day.
class DatedAmount {
 public:
  DatedAmount() = default;
  explicit DatedAmount(Fen now) : now_(now) {}

  // A change on `date` that `now` holds already.
  void Recall(Date date, Fen change) { changes_[date] += change; }
  // A new change on `date`.
  void Add(Date date, Fen change) {
    changes_[date] += change;
    now_ += change;
  }

  [[nodiscard]] Fen now() const { return now_; }
  // The least that it was on any day from `date` to now (definition 4). Taking that much on `date`
  // turns no day's amount negative.
  [[nodiscard]] Fen LeastFrom(Date date) const;
  [[nodiscard]] const std::map<Date, Fen>& changes() const { return changes_; }

 private:
  Fen now_;
  std::map<Date, Fen> changes_;
};

// A bill in work. The amounts of `bill` stay as they were loaded.
struct BillInWork {
  Bill bill;
  std::array<DatedAmount, 3> unpaid;  // by component, in their order
  Fen waived;
  Fen credited;
  Fen written_off;
  bool is_new = false;

  explicit BillInWork(Bill loaded);
  // Whether it differs from what was loaded.
  [[nodiscard]] bool Changed() const;
  [[nodiscard]] DatedAmount& Unpaid(BillComponent component);
  [[nodiscard]] const DatedAmount& Unpaid(BillComponent component) const;
  [[nodiscard]] Fen UnpaidNow() const;
  [[nodiscard]] ComponentAmounts UnpaidAmounts() const;
  // The bill with what was done to it.
  [[nodiscard]] Bill AsItStands() const;
};

// A payment's unused money.
struct PrepaymentInWork {
  std::string payment_id;
  Date received_date;
  DatedAmount amount;
  int allocation_count = 0;

  Fen loaded;  // what `amount` was when it was loaded
};

// A unit's account as it is loaded. Bills are all with anything unpaid, prepayments all with
// anything unused; the decision may need further bills (fully paid ones, that it reopens), which
// are among `bills` too. All changes of their amounts posted after `known_from` are recalled in
// them.
struct UnitAccount {
  std::string unit_id;
  std::string community_id;
  std::int64_t debt_version = 0;
  Fen prepayment;  // of all payments
  std::optional<Date> last_posting_date;
  Date known_from;
  std::vector<BillInWork> bills;              // by due date, id
  std::vector<PrepaymentInWork> prepayments;  // by received date, payment id

  // Recalls a journal line of the unit posted on `date`, as far as it is about these.
  void Recall(const JournalLine& line, Date date);
};

// The earliest day whose amounts a posting on `posting_date` looks at: what is recalled must reach
// back to it. Bills and prepayments of `account` are loaded, their changes not yet. With
// `money_may_come`, for all postings from that day on that follow each other, of which one may
// leave prepayment to the next.
Date NeededFrom(const UnitAccount& account, const PostingDays& days, Date posting_date,
                bool money_may_come = false);

// What a waiver gives up of a bill.
struct WaivedPart {
  std::string bill_id;
  Fen amount;

  friend bool operator==(const WaivedPart&, const WaivedPart&) = default;
};

// Money that went to a part of a bill.
struct BillShare {
  std::size_t bill = 0;        // index in the account's bills
  std::size_t prepayment = 0;  // index in the account's prepayments
  BillComponent component = BillComponent::kPrincipal;
  Fen amount;
  Date posting_date;
};

// A unit's account in work: what the decisions do to it, and the journal entries of that. Amounts
// never go below zero on any day. Not thread-safe.
class UnitPosting {
 public:
  UnitPosting(UnitAccount account, PostingDays days);

  [[nodiscard]] const UnitAccount& account() const { return account_; }
  [[nodiscard]] const PostingDays& days() const { return days_; }
  [[nodiscard]] const std::vector<JournalEntry>& entries() const { return entries_; }
  // New allocations, in the order of their making.
  [[nodiscard]] const std::vector<Allocation>& allocations() const { return allocations_; }
  [[nodiscard]] bool changed() const { return !entries_.empty(); }

  // The bill of that id among those loaded; null when it is not there.
  [[nodiscard]] BillInWork* FindBill(std::string_view bill_id);
  [[nodiscard]] PrepaymentInWork* FindPrepayment(std::string_view payment_id);

  // Definition 4: prepayment held goes to every bill that is due by itself, on its due date (or the
  // first open day, or the day it was made or reopened), oldest due date first, oldest payment's
  // money first. One entry a day and bill. Looks at days from `from` on, which are open.
  void UseDuePrepayments(Date from) { UseDue(from, /*by_itself=*/false); }
  // The same from the first day that can matter: what every posting of the unit begins with.
  // Nothing has touched the unit since it was up to date before, so that all of this fell due by
  // itself.
  void BringUpToDate() { UseDue(account_.known_from, /*by_itself=*/true); }

  // Puts new money of a payment into the account on its posting date: to the bills designated
  // (amount 0: all of it), then to those due by default, the rest held as prepayment. Money that
  // cannot go to a bill on the posting date (definition 4) goes there on the first day that it can.
  // What it leaves as unused prepayment is among `account().prepayments`.
  void PutIn(const Payment& payment, std::span<const Designation> designations);

  // Adds a new bill, posted on its posting date (today's posting day, or, of one of the time before
  // the suite, an open day before it) as `kind`: kBill, or kOpening for one of that time. Call
  // UseDuePrepayments for that day afterwards.
  void MakeBill(Bill bill, EntryKind kind);

  // Gives up principal of bills by a waiver from `date` on: what a bill did not owe on that day is
  // given up on the first day that it did. One entry a day.
  void Waive(std::string_view waiver_id, std::span<const WaivedPart> parts, Date date);

  // Changes what is owed of a bill (positive: more) by a line of `entry`, on its posting date.
  // `payment_id` is whose money moves; empty for none.
  void ChangeBill(JournalEntry& entry, BillInWork& bill, BillComponent component, Fen change,
                  std::string_view payment_id) const;
  // Likewise what is held of a payment's money (positive: more).
  static void ChangePrepayment(JournalEntry& entry, PrepaymentInWork& prepayment, Fen change);
  void Append(JournalEntry entry) { entries_.push_back(std::move(entry)); }

  // Held by all payments now.
  [[nodiscard]] Fen PrepaymentNow() const;
  // The unit's latest posting date now; none when nothing was ever posted.
  [[nodiscard]] std::optional<Date> LastPostingDate() const;
  // The account as it would be loaded once this posting is stored, for the next one of the same
  // transaction. It knows its changes from where this one does: `known_from` is for the next to
  // set.
  [[nodiscard]] UnitAccount AccountAfter() const;

 private:
  [[nodiscard]] std::vector<Date> DaysThatMatter(Date from) const;
  // Moves at most so much of a prepayment to a part of a bill, as far as both allow on `date`.
  Fen Share(std::size_t bill, BillComponent component, std::size_t prepayment, Fen at_most,
            Date date, std::vector<BillShare>& shares);
  void ShareDesignated(std::size_t prepayment, const Designation& designation, Date from,
                       std::vector<BillShare>& shares);
  void ShareDue(Date from, std::vector<BillShare>& shares);
  void UseDue(Date from, bool by_itself);
  void AppendUses(std::vector<BillShare> shares, bool by_itself);
  [[nodiscard]] JournalLine ReceivableLine(const BillShare& share) const;
  void Keep(const BillShare& share, bool from_prepayment);

  UnitAccount account_;
  const PostingDays days_;
  std::vector<JournalEntry> entries_;
  std::vector<Allocation> allocations_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_PAYMENTS_ALLOCATION_H_
