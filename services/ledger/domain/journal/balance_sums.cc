#include "services/ledger/domain/journal/balance_sums.h"

#include <algorithm>

#include "fmt/format.h"

namespace cuijiao::ledger {

std::string BalanceSums::AllocationReference(std::string_view payment_id, std::string_view bill_id,
                                             std::string_view component) {
  return fmt::format("{}|{}|{}", payment_id, bill_id, component);
}

// Lines are taken off: what they make of a debt stands in them as it stands in the bill, all else
// with the opposite sign.
void BalanceSums::AddReceivable(const JournalLine& line, EntryKind kind) {
  const Weight weight = WeightOf(line.bill_id);
  const Fen less = -line.amount;
  const bool has_payment = !line.payment_id.empty();
  if (line.component == BillComponent::kPrincipal) {
    if (kind == EntryKind::kBill || kind == EntryKind::kOpening) {
      AddKept(KeptBalance::kBillPrincipal, weight, less);
    }
    AddKept(KeptBalance::kBillUnpaidPrincipal, weight, less);
    if (kind == EntryKind::kCreditNote && !has_payment) {
      AddKept(KeptBalance::kBillCredited, weight, line.amount);
    }
  } else if (line.component == BillComponent::kLateFee) {
    AddKept(KeptBalance::kBillUnpaidLateFee, weight, less);
  } else if (line.component == BillComponent::kCost) {
    AddKept(KeptBalance::kBillUnpaidCost, weight, less);
  }
  if ((kind == EntryKind::kWaiver || kind == EntryKind::kReversal) && !has_payment) {
    AddKept(KeptBalance::kBillWaived, weight, line.amount);
  }
  if (kind == EntryKind::kWriteOff || kind == EntryKind::kRevival) {
    AddKept(KeptBalance::kBillWrittenOff, weight, line.amount);
  }
}

void BalanceSums::AddToPayment(const JournalLine& line) {
  const Weight weight = WeightOf(line.payment_id);
  AddKept(KeptBalance::kPaymentHeld, weight, line.amount);
  if (line.account == Account::kPrepayment) {
    AddKept(KeptBalance::kPaymentPrepayment, weight, line.amount);
  } else if (line.component) {
    AddKept(KeptBalance::kAllocated,
            WeightOf(
                AllocationReference(line.payment_id, line.bill_id, ComponentName(*line.component))),
            line.amount);
  }
}

void BalanceSums::AddEntry(const JournalEntry& entry, std::string_view partition_id) {
  for (const JournalLine& line : entry.lines) {
    if (line.account == Account::kSuspense) {
      AddKept(KeptBalance::kSuspense, WeightOf(partition_id), line.amount);
      continue;
    }
    if (line.account == Account::kReceivable) {
      AddReceivable(line, entry.kind);
    } else if (line.account == Account::kPrepayment) {
      AddKept(KeptBalance::kUnitPrepayment, WeightOf(entry.unit_id), line.amount);
    } else {
      continue;
    }
    if (!line.payment_id.empty()) AddToPayment(line);
  }
}

bool BalanceSums::Agree() const {
  return std::ranges::all_of(sums_, [](Weight sum) { return sum == 0; });
}

}  // namespace cuijiao::ledger
