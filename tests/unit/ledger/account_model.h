// One unit's books kept in memory from the journal entries that the decisions make: what the
// decisions' tests post to, and look at as of any day.
#ifndef CUIJIAO_TESTS_UNIT_LEDGER_ACCOUNT_MODEL_H_
#define CUIJIAO_TESTS_UNIT_LEDGER_ACCOUNT_MODEL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ledger/domain/billing/adjustment.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/payments/allocation.h"
#include "services/ledger/domain/payments/refund.h"
#include "services/ledger/domain/payments/settlement.h"

namespace cuijiao::ledger {

class AccountModel {
 public:
  static constexpr std::string_view kUnit = "U1";

  PostingDays days;

  explicit AccountModel(Date business_date) { days.business_date = business_date; }

  // Makes a bill on today's posting day, and uses prepayment for it where it is due. Gives its id.
  std::string MakeBill(Date start, Date end, Date due, std::int64_t fen,
                       ComponentAmounts extra = {});
  // A monthly property bill, due on the last day of its month.
  std::string MakeMonthBill(int year, int month, std::int64_t fen);

  // Each posts and keeps what the decision made, or leaves everything as it is.
  absl::StatusOr<Payment> Pay(std::int64_t fen, Date received,
                              std::vector<Designation> designations = {});
  absl::StatusOr<Payment> Reverse(const std::string& payment_id);
  absl::StatusOr<Payment> Refund(const std::string& payment_id, std::int64_t fen);
  absl::StatusOr<Settlement> Settle(const std::string& waiver_id, std::int64_t waiver,
                                    std::int64_t cash, Date received);
  absl::StatusOr<Credit> CreditBill(const std::string& bill_id, BillComponent component,
                                    std::int64_t fen);
  absl::Status Charge(const std::string& bill_id, BillComponent component, std::int64_t fen);
  // Writes off all that is unpaid of the bills; gives what that was.
  std::vector<WrittenOffPart> WriteOffBills(const std::vector<std::string>& bill_ids);
  void ReviveParts(const std::vector<WrittenOffPart>& parts);
  // Moves to a business date and uses prepayment for what fell due.
  void MoveTo(Date business_date);
  void MoveToWithoutSweep(Date business_date) { days.business_date = business_date; }

  // A posting on the books as they are now, for quotes.
  [[nodiscard]] UnitPosting Open(Date posting_date, const std::vector<std::string>& wanted = {},
                                 const std::vector<std::string>& wanted_payments = {});

  [[nodiscard]] Fen Unpaid(const std::string& bill_id) const;
  [[nodiscard]] Fen UnpaidAsOf(const std::string& bill_id, Date date) const;
  [[nodiscard]] Fen PrepaymentAsOf(Date date) const;
  [[nodiscard]] Fen Prepayment() const { return PrepaymentAsOf(Date(2199, 1, 1)); }
  [[nodiscard]] const Payment& PaymentOf(const std::string& id) const { return payments_.at(id); }
  [[nodiscard]] const std::map<std::string, Payment>& payments() const { return payments_; }
  [[nodiscard]] const std::map<std::string, Bill>& bills() const { return bills_; }
  [[nodiscard]] const std::vector<JournalEntry>& journal() const { return journal_; }

  // What is wrong with the books, if anything: an entry that is not balanced, a bill, payment or
  // allocation that differs from the journal, an amount below zero on any day, a due bill unpaid
  // while prepayment is held.
  [[nodiscard]] std::string Fault() const;

 private:
  void Keep(const UnitPosting& posting);
  void KeepPayment(const Payment& payment) { payments_[payment.id] = payment; }
  [[nodiscard]] std::string FaultOfParts(const Bill& bill) const;
  [[nodiscard]] std::string FaultOfDays() const;

  std::map<std::string, Bill> bills_;
  std::map<std::string, Payment> payments_;
  std::map<std::string, std::vector<WaivedPart>> waived_;
  std::vector<JournalEntry> journal_;
  int next_payment_ = 1;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_UNIT_LEDGER_ACCOUNT_MODEL_H_
