#include "services/ledger/domain/payments/allocation.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "services/ledger/domain/billing/billing.h"

namespace cuijiao::ledger {
namespace {

std::size_t IndexOf(BillComponent component) { return static_cast<std::size_t>(component) - 1; }

}  // namespace

Fen DatedAmount::LeastFrom(Date date) const {
  Fen on_day = now_;
  Fen least = now_;
  for (auto change = changes_.rbegin(); change != changes_.rend() && change->first > date;
       ++change) {
    on_day -= change->second;
    least = std::min(least, on_day);
  }
  return least;
}

BillInWork::BillInWork(Bill loaded)
    : bill(std::move(loaded)),
      unpaid{DatedAmount(bill.unpaid.cost), DatedAmount(bill.unpaid.late_fee),
             DatedAmount(bill.unpaid.principal)},
      waived(bill.waived),
      credited(bill.credited),
      written_off(bill.written_off) {}

DatedAmount& BillInWork::Unpaid(BillComponent component) { return unpaid[IndexOf(component)]; }

const DatedAmount& BillInWork::Unpaid(BillComponent component) const {
  return unpaid[IndexOf(component)];
}

bool BillInWork::Changed() const {
  return is_new || UnpaidAmounts() != bill.unpaid || waived != bill.waived ||
         credited != bill.credited || written_off != bill.written_off;
}

Fen BillInWork::UnpaidNow() const { return UnpaidAmounts().Total(); }

ComponentAmounts BillInWork::UnpaidAmounts() const {
  return {unpaid[0].now(), unpaid[1].now(), unpaid[2].now()};
}

Bill BillInWork::AsItStands() const {
  Bill after = bill;
  after.unpaid = UnpaidAmounts();
  after.waived = waived;
  after.credited = credited;
  after.written_off = written_off;
  return after;
}

void UnitAccount::Recall(const JournalLine& line, Date date) {
  if (line.account == Account::kReceivable) {
    for (BillInWork& work : bills) {
      if (work.bill.id == line.bill_id) work.Unpaid(*line.component).Recall(date, line.amount);
    }
  } else if (line.account == Account::kPrepayment) {
    for (PrepaymentInWork& money : prepayments) {
      if (money.payment_id == line.payment_id) money.amount.Recall(date, -line.amount);
    }
  }
}

Date NeededFrom(const UnitAccount& account, const PostingDays& days, Date posting_date,
                bool money_may_come) {
  Date needed = posting_date;
  if (money_may_come || account.prepayment > Fen(0)) {
    for (const BillInWork& work : account.bills) {
      if (work.bill.due_date <= days.Today()) needed = std::min(needed, work.bill.due_date);
    }
  }
  return std::max(needed, days.FirstOpenDay());
}

UnitPosting::UnitPosting(UnitAccount account, PostingDays days)
    : account_(std::move(account)), days_(days) {
  std::ranges::sort(account_.bills, {}, [](const BillInWork& work) {
    return std::tie(work.bill.due_date, work.bill.id);
  });
  std::ranges::sort(account_.prepayments, {}, [](const PrepaymentInWork& prepayment) {
    return std::tie(prepayment.received_date, prepayment.payment_id);
  });
}

BillInWork* UnitPosting::FindBill(std::string_view bill_id) {
  for (BillInWork& work : account_.bills) {
    if (work.bill.id == bill_id) return &work;
  }
  return nullptr;
}

PrepaymentInWork* UnitPosting::FindPrepayment(std::string_view payment_id) {
  for (PrepaymentInWork& prepayment : account_.prepayments) {
    if (prepayment.payment_id == payment_id) return &prepayment;
  }
  return nullptr;
}

Fen UnitPosting::PrepaymentNow() const {
  Fen sum;
  for (const PrepaymentInWork& prepayment : account_.prepayments) sum += prepayment.amount.now();
  return sum;
}

std::optional<Date> UnitPosting::LastPostingDate() const {
  std::optional<Date> last = account_.last_posting_date;
  for (const JournalEntry& entry : entries_) {
    last = last ? std::max(*last, entry.posting_date) : entry.posting_date;
  }
  return last;
}

UnitAccount UnitPosting::AccountAfter() const {
  UnitAccount after = account_;
  if (!changed()) return after;
  ++after.debt_version;
  after.prepayment = PrepaymentNow();
  after.last_posting_date = LastPostingDate();
  for (BillInWork& work : after.bills) {
    work.bill = work.AsItStands();
    work.is_new = false;
  }
  std::erase_if(after.prepayments,
                [](const PrepaymentInWork& money) { return money.amount.now() == Fen(0); });
  for (PrepaymentInWork& money : after.prepayments) money.loaded = money.amount.now();
  return after;
}

void UnitPosting::UseDue(Date from, bool by_itself) {
  std::vector<BillShare> shares;
  ShareDue(from, shares);
  AppendUses(std::move(shares), by_itself);
}

void UnitPosting::PutIn(const Payment& payment, std::span<const Designation> designations) {
  const Date date = payment.posting_date;
  PrepaymentInWork money{payment.id, payment.received_date, DatedAmount(), 0, Fen(0)};
  money.amount.Add(date, payment.amount);
  const auto place = std::ranges::upper_bound(
      account_.prepayments, std::tie(money.received_date, money.payment_id), {},
      [](const PrepaymentInWork& other) {
        return std::tie(other.received_date, other.payment_id);
      });
  const auto index = static_cast<std::size_t>(place - account_.prepayments.begin());
  account_.prepayments.insert(place, std::move(money));

  std::vector<BillShare> shares;
  for (const Designation& designation : designations) {
    ShareDesignated(index, designation, date, shares);
  }
  ShareDue(date, shares);

  JournalEntry entry{EntryKind::kPayment, account_.unit_id, payment.id, date, {}};
  entry.lines.push_back(
      {CashAccount(payment.method), payment.amount, "", std::nullopt, payment.id, false});
  Fen rest = payment.amount;
  std::vector<BillShare> later;
  for (const BillShare& share : shares) {
    if (share.prepayment != index || share.posting_date != date) {
      later.push_back(share);
      continue;
    }
    rest -= share.amount;
    entry.lines.push_back(ReceivableLine(share));
    Keep(share, /*from_prepayment=*/false);
  }
  if (rest > Fen(0)) {
    entry.lines.push_back({Account::kPrepayment, -rest, "", std::nullopt, payment.id, false});
  }
  Append(std::move(entry));
  AppendUses(std::move(later), /*by_itself=*/false);
}

void UnitPosting::MakeBill(Bill bill, EntryKind kind) {
  BillInWork work{std::move(bill)};
  work.is_new = true;
  for (const BillComponent component : kAllComponents) {
    work.Unpaid(component).Recall(work.bill.posting_date, work.bill.unpaid.Of(component));
  }
  const int plan_year = days_.PlanYearOf(work.bill.posting_date);
  Append(kind == EntryKind::kOpening ? OpeningEntry(work.bill, plan_year)
                                     : BillEntry(work.bill, plan_year));
  const auto place = std::ranges::upper_bound(
      account_.bills, std::tie(work.bill.due_date, work.bill.id), {},
      [](const BillInWork& other) { return std::tie(other.bill.due_date, other.bill.id); });
  account_.bills.insert(place, std::move(work));
}

void UnitPosting::Waive(std::string_view waiver_id, std::span<const WaivedPart> parts, Date date) {
  const std::vector<Date> dates = DaysThatMatter(date);
  std::map<Date, JournalEntry> entries;
  for (const WaivedPart& part : parts) {
    BillInWork* bill = FindBill(part.bill_id);
    Fen left = part.amount;
    for (const Date day : dates) {
      const Fen taken = std::min(left, bill->Unpaid(BillComponent::kPrincipal).LeastFrom(day));
      if (taken == Fen(0)) continue;
      JournalEntry& entry =
          entries
              .try_emplace(
                  day,
                  JournalEntry{
                      EntryKind::kWaiver, account_.unit_id, std::string(waiver_id), day, {}})
              .first->second;
      ChangeBill(entry, *bill, BillComponent::kPrincipal, -taken, "");
      entry.lines.push_back({Account::kWaiverExpense, taken, part.bill_id,
                             BillComponent::kPrincipal, "", entry.lines.back().historical});
      left -= taken;
    }
    bill->waived += part.amount - left;
  }
  for (auto& [day, entry] : entries) Append(std::move(entry));
}

void UnitPosting::ChangeBill(JournalEntry& entry, BillInWork& bill, BillComponent component,
                             Fen change, std::string_view payment_id) const {
  bill.Unpaid(component).Add(entry.posting_date, change);
  entry.lines.push_back({Account::kReceivable, change, bill.bill.id, component,
                         std::string(payment_id),
                         IsHistorical(bill.bill.period_end, days_.PlanYearOf(entry.posting_date))});
}

void UnitPosting::ChangePrepayment(JournalEntry& entry, PrepaymentInWork& prepayment, Fen change) {
  prepayment.amount.Add(entry.posting_date, change);
  entry.lines.push_back(
      {Account::kPrepayment, -change, "", std::nullopt, prepayment.payment_id, false});
}

// Days on which more money or more debt may be free to use than on those before: amounts change,
// or a bill falls due.
std::vector<Date> UnitPosting::DaysThatMatter(Date from) const {
  std::set<Date> dates = {from};
  const auto add = [&](Date date) {
    if (date > from && date <= days_.Today()) dates.insert(date);
  };
  for (const BillInWork& work : account_.bills) {
    add(work.bill.due_date);
    for (const DatedAmount& amount : work.unpaid) {
      for (const auto& [date, change] : amount.changes()) add(date);
    }
  }
  for (const PrepaymentInWork& prepayment : account_.prepayments) {
    for (const auto& [date, change] : prepayment.amount.changes()) add(date);
  }
  return {dates.begin(), dates.end()};
}

Fen UnitPosting::Share(std::size_t bill, BillComponent component, std::size_t prepayment,
                       Fen at_most, Date date, std::vector<BillShare>& shares) {
  DatedAmount& owed = account_.bills[bill].Unpaid(component);
  DatedAmount& held = account_.prepayments[prepayment].amount;
  // What is there now bounds both; most bills have no costs and no late fee.
  if (owed.now() == Fen(0) || held.now() == Fen(0)) return Fen(0);
  const Fen amount = std::min({at_most, owed.LeastFrom(date), held.LeastFrom(date)});
  if (amount == Fen(0)) return Fen(0);
  owed.Add(date, -amount);
  held.Add(date, -amount);
  shares.push_back({bill, prepayment, component, amount, date});
  return amount;
}

void UnitPosting::ShareDesignated(std::size_t prepayment, const Designation& designation, Date from,
                                  std::vector<BillShare>& shares) {
  const BillInWork* work = FindBill(designation.bill_id);
  if (work == nullptr) return;  // nothing of it is unpaid
  const auto bill = static_cast<std::size_t>(work - account_.bills.data());
  Fen left = designation.amount == Fen(0) ? work->UnpaidNow() : designation.amount;
  for (const Date date : DaysThatMatter(from)) {
    for (const BillComponent component : kAllComponents) {
      left -= Share(bill, component, prepayment, left, date, shares);
    }
  }
}

void UnitPosting::ShareDue(Date from, std::vector<BillShare>& shares) {
  if (PrepaymentNow() == Fen(0)) return;
  for (const Date date : DaysThatMatter(from)) {
    for (std::size_t bill = 0; bill < account_.bills.size(); ++bill) {
      const BillInWork& work = account_.bills[bill];
      if (work.bill.due_date > date) break;  // in order of due dates
      for (const BillComponent component : kAllComponents) {
        for (std::size_t prepayment = 0; prepayment < account_.prepayments.size(); ++prepayment) {
          Share(bill, component, prepayment, work.Unpaid(component).now(), date, shares);
        }
      }
    }
  }
}

void UnitPosting::AppendUses(std::vector<BillShare> shares, bool by_itself) {
  // Within a day as they were shared: the bills that the payer named come in the payer's order, so
  // that the latest allocation is the last of it (LED-3).
  std::ranges::stable_sort(shares, {}, &BillShare::posting_date);
  std::map<std::pair<Date, std::size_t>, std::size_t> entry_of;  // by day and bill
  for (const BillShare& share : shares) {
    const auto [place, is_new] =
        entry_of.try_emplace({share.posting_date, share.bill}, entries_.size());
    if (is_new) {
      Append({EntryKind::kPrepaymentUse,
              account_.unit_id,
              account_.bills[share.bill].bill.id,
              share.posting_date,
              {},
              by_itself});
    }
    const std::string& payment_id = account_.prepayments[share.prepayment].payment_id;
    JournalEntry& entry = entries_[place->second];
    entry.lines.push_back(
        {Account::kPrepayment, share.amount, "", std::nullopt, payment_id, false});
    entry.lines.push_back(ReceivableLine(share));
    Keep(share, /*from_prepayment=*/true);
  }
}

JournalLine UnitPosting::ReceivableLine(const BillShare& share) const {
  const Bill& bill = account_.bills[share.bill].bill;
  return {Account::kReceivable,
          -share.amount,
          bill.id,
          share.component,
          account_.prepayments[share.prepayment].payment_id,
          IsHistorical(bill.period_end, days_.PlanYearOf(share.posting_date))};
}

void UnitPosting::Keep(const BillShare& share, bool from_prepayment) {
  PrepaymentInWork& prepayment = account_.prepayments[share.prepayment];
  const Bill& bill = account_.bills[share.bill].bill;
  allocations_.push_back({prepayment.payment_id, ++prepayment.allocation_count, bill.id,
                          share.component, share.amount, share.posting_date, from_prepayment,
                          IsHistorical(bill.period_end, days_.PlanYearOf(share.posting_date))});
}

}  // namespace cuijiao::ledger
