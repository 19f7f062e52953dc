#include "services/ledger/domain/billing/adjustment.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

JournalEntry AdjustingEntry(EntryKind kind, const UnitPosting& posting,
                            std::string_view reference_id) {
  return {kind, posting.account().unit_id, std::string(reference_id), posting.days().Today(), {}};
}

// Balances the receivable's line that was appended last by one of `account`.
void AppendContra(JournalEntry& entry, Account account) {
  const JournalLine receivable = entry.lines.back();
  entry.lines.push_back({account, -receivable.amount, receivable.bill_id, receivable.component, "",
                         receivable.historical});
}

absl::Status RefuseCredit(std::string_view reason, std::string_view bill_id, Fen creditable,
                          const std::string& what) {
  return Refusal(
      absl::StatusCode::kFailedPrecondition, reason,
      absl::StrCat("bill ", std::string(bill_id), " ", what),
      {{"bill_id", std::string(bill_id)}, {"creditable_fen", absl::StrCat(creditable.value())}});
}

// Takes money back from the allocations, the latest first, into their payments' prepayment.
Credit FreeAllocations(UnitPosting& posting, JournalEntry& entry, Fen amount,
                       std::vector<StandingAllocation>& standing) {
  Credit credit;
  for (StandingAllocation& place : standing) {
    if (credit.freed == amount) break;
    Allocation& allocation = place.allocation;
    const Fen taken = std::min(amount - credit.freed, allocation.amount);
    posting.ChangeBill(entry, *posting.FindBill(allocation.bill_id), allocation.component, taken,
                       allocation.payment_id);
    UnitPosting::ChangePrepayment(entry, *posting.FindPrepayment(allocation.payment_id), taken);
    allocation.amount -= taken;
    credit.freed += taken;
    credit.changed.push_back(allocation);
  }
  return credit;
}

void PostParts(UnitPosting& posting, EntryKind kind, std::string_view reference_id,
               std::span<const WrittenOffPart> parts) {
  JournalEntry entry = AdjustingEntry(kind, posting, reference_id);
  for (const WrittenOffPart& part : parts) {
    BillInWork& bill = *posting.FindBill(part.bill_id);
    const Fen change = kind == EntryKind::kWriteOff ? -part.amount : part.amount;
    posting.ChangeBill(entry, bill, part.component, change, "");
    AppendContra(entry, Account::kWriteOffExpense);
    bill.written_off -= change;
  }
  posting.Append(std::move(entry));
}

}  // namespace

absl::StatusOr<Credit> DecideCredit(UnitPosting& posting, std::string_view reference_id,
                                    std::string_view bill_id, BillComponent component, Fen amount,
                                    std::vector<StandingAllocation> standing) {
  posting.BringUpToDate();
  for (const Allocation& allocation : posting.allocations()) {
    if (allocation.bill_id != bill_id || allocation.component != component) continue;
    standing.push_back(
        {allocation, "", std::nullopt});  // used just now: of no settlement's arrears
  }
  BillInWork& bill = *posting.FindBill(bill_id);
  const Fen unpaid = bill.Unpaid(component).now();
  Fen creditable = unpaid;
  for (const StandingAllocation& place : standing) creditable += place.allocation.amount;
  if (amount > creditable) {
    return RefuseCredit(
        kCreditExceedsBill, bill_id, creditable,
        absl::StrCat("has ", creditable.value(),
                     " fen unpaid and paid of that part, less than amount_fen ", amount.value()));
  }
  std::ranges::sort(standing, std::ranges::greater(), [](const StandingAllocation& place) {
    return std::tie(place.allocation.posting_date, place.allocation.payment_id,
                    place.allocation.number);
  });
  const Fen paid_part = amount - std::min(amount, unpaid);
  Fen reached;
  for (const StandingAllocation& place : standing) {
    if (reached >= paid_part) break;
    reached += place.allocation.amount;
    if (IsOfSettlement(bill.bill.period_end, place.settled_year)) {
      return RefuseCredit(
          kCreditTouchesSettlement, bill_id, creditable,
          absl::StrCat("was paid by the settlement of waiver ", place.waiver_id,
                       "; crediting amount_fen ", amount.value(), " would touch it"));
    }
  }

  JournalEntry entry = AdjustingEntry(EntryKind::kCreditNote, posting, reference_id);
  Credit credit = FreeAllocations(posting, entry, paid_part, standing);
  posting.ChangeBill(entry, bill, component, -amount, "");
  AppendContra(entry, ChargeAccount(component));
  if (component == BillComponent::kPrincipal) bill.credited += amount;
  posting.Append(std::move(entry));
  posting.UseDuePrepayments(posting.days().Today());
  return credit;
}

absl::Status DecideCharge(UnitPosting& posting, std::string_view reference_id,
                          std::string_view bill_id, BillComponent component, Fen amount) {
  posting.BringUpToDate();
  BillInWork& bill = *posting.FindBill(bill_id);
  const Fen owed = bill.Unpaid(component).now() + amount;
  if (owed > Fen(kMaxAmountFen)) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kAmountTooLarge,
                   absl::StrCat("bill ", std::string(bill_id), " would owe ", owed.value(),
                                " fen of that part, more than ", kMaxAmountFen),
                   {{"bill_id", std::string(bill_id)}});
  }
  const EntryKind kind = component == BillComponent::kCost ? EntryKind::kCost : EntryKind::kLateFee;
  JournalEntry entry = AdjustingEntry(kind, posting, reference_id);
  posting.ChangeBill(entry, bill, component, amount, "");
  AppendContra(entry, ChargeAccount(component));
  posting.Append(std::move(entry));
  posting.UseDuePrepayments(posting.days().Today());
  return absl::OkStatus();
}

std::vector<WrittenOffPart> UnpaidParts(const UnitPosting& posting,
                                        std::span<const std::string> bill_ids) {
  std::vector<WrittenOffPart> parts;
  for (const BillInWork& work : posting.account().bills) {
    if (std::ranges::find(bill_ids, work.bill.id) == bill_ids.end()) continue;
    for (const BillComponent component : kAllComponents) {
      const Fen unpaid = work.Unpaid(component).now();
      if (unpaid > Fen(0)) parts.push_back({work.bill.id, component, unpaid});
    }
  }
  return parts;
}

void WriteOff(UnitPosting& posting, std::string_view reference_id,
              std::span<const WrittenOffPart> parts) {
  PostParts(posting, EntryKind::kWriteOff, reference_id, parts);
}

void Revive(UnitPosting& posting, std::string_view reference_id,
            std::span<const WrittenOffPart> parts) {
  posting.BringUpToDate();
  PostParts(posting, EntryKind::kRevival, reference_id, parts);
  posting.UseDuePrepayments(posting.days().Today());
}

}  // namespace cuijiao::ledger
