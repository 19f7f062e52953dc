#include "tests/unit/ledger/account_model.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/payments/posting_payment.h"

namespace cuijiao::ledger {

std::string AccountModel::MakeBill(Date start, Date end, Date due, std::int64_t fen,
                                   ComponentAmounts extra) {
  Bill bill;
  bill.id = MakeBillId(kUnit, FeeKind::kProperty, start, end);
  bill.unit_id = std::string(kUnit);
  bill.period_start = start;
  bill.period_end = end;
  bill.due_date = due;
  bill.principal = Fen(fen);
  bill.unpaid = extra;
  bill.unpaid.principal = Fen(fen);
  bill.posting_date = days.Today();
  UnitPosting posting = Open(days.Today());
  posting.BringUpToDate();
  posting.MakeBill(bill, extra.Total() == Fen(0) ? EntryKind::kBill : EntryKind::kOpening);
  posting.UseDuePrepayments(days.Today());
  bills_[bill.id] = bill;
  Keep(posting);
  return bill.id;
}

std::string AccountModel::MakeMonthBill(int year, int month, std::int64_t fen) {
  const Month of(year, month);
  return MakeBill(FirstDayOf(of), LastDayOf(of), LastDayOf(of), fen);
}

UnitPosting AccountModel::Open(Date posting_date, const std::vector<std::string>& wanted,
                               const std::vector<std::string>& wanted_payments) {
  UnitAccount account;
  account.unit_id = std::string(kUnit);
  for (const auto& [id, bill] : bills_) {
    if (bill.unpaid.Total() > Fen(0) || std::ranges::count(wanted, id) > 0) {
      account.bills.emplace_back(bill);
    }
  }
  for (const auto& [id, payment] : payments_) {
    if (payment.prepayment == Fen(0) && std::ranges::count(wanted_payments, id) == 0) continue;
    account.prepayments.push_back({id, payment.received_date, DatedAmount(payment.prepayment),
                                   payment.allocation_count, payment.prepayment});
    account.prepayment += payment.prepayment;
  }
  account.known_from = NeededFrom(account, days, posting_date);
  for (const JournalEntry& entry : journal_) {
    if (entry.posting_date <= account.known_from) continue;
    for (const JournalLine& line : entry.lines) account.Recall(line, entry.posting_date);
  }
  return UnitPosting(std::move(account), days);
}

void AccountModel::Keep(const UnitPosting& posting) {
  for (const JournalEntry& entry : posting.entries()) journal_.push_back(entry);
  for (const BillInWork& work : posting.account().bills) {
    bills_.at(work.bill.id) = work.AsItStands();
  }
  for (const PrepaymentInWork& money : posting.account().prepayments) {
    const auto payment = payments_.find(money.payment_id);
    if (payment == payments_.end()) continue;
    payment->second.prepayment = money.amount.now();
    payment->second.allocation_count = money.allocation_count;
  }
  for (const Allocation& allocation : posting.allocations()) {
    const auto payment = payments_.find(allocation.payment_id);
    if (payment != payments_.end()) payment->second.allocations.push_back(allocation);
  }
}

absl::StatusOr<Payment> AccountModel::Pay(std::int64_t fen, Date received,
                                          std::vector<Designation> designations) {
  std::vector<std::string> wanted;
  for (const Designation& designation : designations) wanted.push_back(designation.bill_id);
  UnitPosting posting = Open(days.ForReceipt(received), wanted);
  Payment payment;
  payment.id = absl::StrCat("P", absl::Dec(next_payment_++, absl::kZeroPad4));
  payment.unit_id = std::string(kUnit);
  payment.amount = Fen(fen);
  payment.method = PaymentMethod::kWechatPay;
  payment.received_date = received;
  payment.designations = std::move(designations);
  absl::StatusOr<Payment> decided = DecidePayment(posting, payment);
  if (!decided.ok()) return decided;
  Keep(posting);
  KeepPayment(*decided);
  return decided;
}

absl::StatusOr<Payment> AccountModel::Reverse(const std::string& payment_id) {
  const Payment& payment = payments_.at(payment_id);
  std::vector<std::string> wanted;
  for (const Allocation& allocation : payment.allocations) wanted.push_back(allocation.bill_id);
  const std::vector<WaivedPart> parts = waived_[payment.waiver_id];
  for (const WaivedPart& part : parts) wanted.push_back(part.bill_id);
  UnitPosting posting = Open(days.Today(), wanted);
  absl::StatusOr<Payment> decided = DecideReversal(posting, payment, parts);
  if (!decided.ok()) return decided;
  Keep(posting);
  KeepPayment(*decided);
  return decided;
}

absl::StatusOr<Payment> AccountModel::Refund(const std::string& payment_id, std::int64_t fen) {
  const Payment& payment = payments_.at(payment_id);
  std::vector<std::string> wanted;
  for (const Allocation& allocation : payment.allocations) wanted.push_back(allocation.bill_id);
  UnitPosting posting = Open(days.Today(), wanted);
  absl::StatusOr<Payment> decided = DecideRefund(posting, payment, Fen(fen));
  if (!decided.ok()) return decided;
  Keep(posting);
  KeepPayment(*decided);
  return decided;
}

absl::StatusOr<Settlement> AccountModel::Settle(const std::string& waiver_id, std::int64_t waiver,
                                                std::int64_t cash, Date received) {
  UnitPosting posting = Open(days.ForReceipt(received));
  Payment payment;
  payment.id = absl::StrCat("P", absl::Dec(next_payment_++, absl::kZeroPad4));
  payment.unit_id = std::string(kUnit);
  payment.amount = Fen(cash);
  payment.received_date = received;
  payment.waiver_id = waiver_id;
  payment.waiver = Fen(waiver);
  absl::StatusOr<Settlement> decided = DecideSettlement(posting, payment);
  if (!decided.ok()) return decided;
  Keep(posting);
  KeepPayment(decided->payment);
  waived_[waiver_id] = decided->waived_parts;
  return decided;
}

absl::StatusOr<Credit> AccountModel::CreditBill(const std::string& bill_id, BillComponent component,
                                                std::int64_t fen) {
  std::vector<StandingAllocation> standing;
  std::vector<std::string> payment_ids;
  for (const auto& [id, payment] : payments_) {
    for (const Allocation& allocation : payment.allocations) {
      if (allocation.bill_id != bill_id || allocation.component != component) continue;
      standing.push_back({allocation, payment.waiver_id, payment.settled_year});
      payment_ids.push_back(id);
    }
  }
  UnitPosting posting = Open(days.Today(), {bill_id}, payment_ids);
  absl::StatusOr<Credit> credit =
      DecideCredit(posting, "CN", bill_id, component, Fen(fen), std::move(standing));
  if (!credit.ok()) return credit;
  Keep(posting);
  for (const Allocation& changed : credit->changed) {
    std::vector<Allocation>& allocations = payments_.at(changed.payment_id).allocations;
    const auto place = std::ranges::find(allocations, changed.number, &Allocation::number);
    if (changed.amount == Fen(0)) {
      allocations.erase(place);
    } else {
      *place = changed;
    }
  }
  return credit;
}

absl::Status AccountModel::Charge(const std::string& bill_id, BillComponent component,
                                  std::int64_t fen) {
  UnitPosting posting = Open(days.Today(), {bill_id});
  const absl::Status charged = DecideCharge(posting, "CH", bill_id, component, Fen(fen));
  if (charged.ok()) Keep(posting);
  return charged;
}

std::vector<WrittenOffPart> AccountModel::WriteOffBills(const std::vector<std::string>& bill_ids) {
  UnitPosting posting = Open(days.Today(), bill_ids);
  posting.BringUpToDate();
  std::vector<WrittenOffPart> parts = UnpaidParts(posting, bill_ids);
  if (!parts.empty()) WriteOff(posting, "WO", parts);
  Keep(posting);
  return parts;
}

void AccountModel::ReviveParts(const std::vector<WrittenOffPart>& parts) {
  std::vector<std::string> wanted;
  for (const WrittenOffPart& part : parts) wanted.push_back(part.bill_id);
  UnitPosting posting = Open(days.Today(), wanted);
  Revive(posting, "WO", parts);
  Keep(posting);
}

void AccountModel::MoveTo(Date business_date) {
  days.business_date = business_date;
  UnitPosting posting = Open(days.Today());
  posting.BringUpToDate();
  Keep(posting);
}

Fen AccountModel::Unpaid(const std::string& bill_id) const {
  return bills_.at(bill_id).unpaid.Total();
}

Fen AccountModel::UnpaidAsOf(const std::string& bill_id, Date date) const {
  Fen sum;
  for (const JournalEntry& entry : journal_) {
    if (entry.posting_date > date) continue;
    for (const JournalLine& line : entry.lines) {
      if (line.account == Account::kReceivable && line.bill_id == bill_id) sum += line.amount;
    }
  }
  return sum;
}

Fen AccountModel::PrepaymentAsOf(Date date) const {
  Fen sum;
  for (const JournalEntry& entry : journal_) {
    if (entry.posting_date > date) continue;
    for (const JournalLine& line : entry.lines) {
      if (line.account == Account::kPrepayment) sum -= line.amount;
    }
  }
  return sum;
}

std::string AccountModel::FaultOfParts(const Bill& bill) const {
  // Principal is unpaid, paid, waived, credited or written off.
  Fen principal = bill.unpaid.principal + bill.waived + bill.credited;
  Fen written_off;
  for (const auto& [id, payment] : payments_) {
    for (const Allocation& allocation : payment.allocations) {
      if (allocation.bill_id != bill.id) continue;
      if (allocation.component == BillComponent::kPrincipal) principal += allocation.amount;
    }
  }
  for (const JournalEntry& entry : journal_) {
    if (entry.kind != EntryKind::kWriteOff && entry.kind != EntryKind::kRevival) continue;
    for (const JournalLine& line : entry.lines) {
      if (line.account != Account::kReceivable || line.bill_id != bill.id) continue;
      written_off -= line.amount;
      if (line.component == BillComponent::kPrincipal) principal -= line.amount;
    }
  }
  if (written_off != bill.written_off) return absl::StrCat(bill.id, " is written off otherwise");
  if (principal != bill.principal) return absl::StrCat(bill.id, " lost principal");
  return "";
}

std::string AccountModel::FaultOfDays() const {
  std::set<Date> dates;
  for (const JournalEntry& entry : journal_) dates.insert(entry.posting_date);
  for (const Date date : dates) {
    std::map<std::string, Fen> owed;
    std::map<std::string, Fen> held;
    for (const JournalEntry& entry : journal_) {
      if (entry.posting_date > date) continue;
      for (const JournalLine& line : entry.lines) {
        if (line.account == Account::kReceivable) {
          owed[absl::StrCat(line.bill_id, "/", static_cast<int>(*line.component))] += line.amount;
        }
        if (line.account == Account::kPrepayment) held[line.payment_id] -= line.amount;
      }
    }
    for (const auto& [bill, amount] : owed) {
      if (amount < Fen(0)) return absl::StrCat("bill ", bill, " below zero on ", FormatDate(date));
    }
    for (const auto& [payment, amount] : held) {
      if (amount < Fen(0)) {
        return absl::StrCat("prepayment of ", payment, " below zero on ", FormatDate(date));
      }
    }
  }
  return "";
}

std::string AccountModel::Fault() const {
  for (const JournalEntry& entry : journal_) {
    if (const absl::Status status = CheckEntry(entry); !status.ok()) return status.ToString();
    if (entry.posting_date > days.Today()) return "an entry is posted after today";
  }
  Fen held;
  for (const auto& [id, payment] : payments_) {
    Fen allocated;
    int last = 0;
    for (const Allocation& allocation : payment.allocations) {
      allocated += allocation.amount;
      if (allocation.number <= last || allocation.number > payment.allocation_count) {
        return absl::StrCat("allocation numbers of ", id);
      }
      last = allocation.number;
    }
    if (allocated + payment.prepayment != payment.held) {
      return absl::StrCat(id, " holds other than its parts");
    }
    if (payment.state == PaymentState::kRecorded &&
        payment.held + payment.refunded != payment.amount) {
      return absl::StrCat(id, " lost money");
    }
    held += payment.prepayment;
  }
  if (held != Prepayment()) return "prepayment differs from the journal";
  bool owes_due = false;
  for (const auto& [id, bill] : bills_) {
    if (UnpaidAsOf(id, Date(2199, 1, 1)) != bill.unpaid.Total()) {
      return absl::StrCat(id, " differs from the journal");
    }
    if (const std::string fault = FaultOfParts(bill); !fault.empty()) return fault;
    owes_due = owes_due || (bill.due_date <= days.Today() && bill.unpaid.Total() > Fen(0));
  }
  if (owes_due && held > Fen(0)) return "prepayment is held while a due bill is unpaid";
  return FaultOfDays();
}

}  // namespace cuijiao::ledger
