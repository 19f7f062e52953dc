// Whether the balances that are kept beside the journal are those of its lines (LED-4), found out
// in one pass over both and without keeping either. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_BALANCE_SUMS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_BALANCE_SUMS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/numeric/int128.h"
#include "common/money/fen.h"
#include "services/ledger/domain/journal/journal.h"

namespace cuijiao::ledger {

// What is kept of a bill, a unit, a payment, an allocation, a partition.
enum class KeptBalance : std::uint8_t {
  kBillPrincipal,
  kBillUnpaidPrincipal,
  kBillUnpaidLateFee,
  kBillUnpaidCost,
  kBillWaived,
  kBillCredited,
  kBillWrittenOff,
  kUnitPrepayment,
  kPaymentPrepayment,
  kPaymentHeld,
  kAllocated,  // of a payment, to one component of a bill
  kSuspense,
};
inline constexpr std::size_t kKeptBalances = static_cast<std::size_t>(KeptBalance::kSuspense) + 1;

// Adds up every balance, as the tables keep it less as the lines make it, each multiplied with a
// weight that belongs to what the balance is of. Where each is what the lines make of it, every sum
// is zero. Where one is not, its sum is zero with a probability below 2^-64, whatever the amounts
// are: weights are 128 bits that nobody knows beforehand, and sums are modulo 2^128.
//
// So it says that all is right; what is wrong is for others to find out.
class BalanceSums {
 public:
  using Weight = absl::uint128;
  // A weight for each reference: always the same in one pass, another in every pass.
  using Weigher = std::function<Weight(std::string_view reference)>;

  explicit BalanceSums(Weigher weigher) : weigher_(std::move(weigher)) {}

  [[nodiscard]] Weight WeightOf(std::string_view reference) const { return weigher_(reference); }
  // A balance that a table keeps.
  void AddKept(KeptBalance balance, Weight weight, Fen amount) {
    sums_[static_cast<std::size_t>(balance)] += weight * Weight(amount.value());
  }
  // What an entry makes of the balances; one that CheckEntry has let pass, of the partition.
  void AddEntry(const JournalEntry& entry, std::string_view partition_id);

  // Whether all balances are what the entries make of them.
  [[nodiscard]] bool Agree() const;

  // What a payment's allocation to a component is known by.
  static std::string AllocationReference(std::string_view payment_id, std::string_view bill_id,
                                         std::string_view component);

 private:
  void AddReceivable(const JournalLine& line, EntryKind kind);
  void AddToPayment(const JournalLine& line);

  Weigher weigher_;
  std::array<Weight, kKeptBalances> sums_ = {};
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_BALANCE_SUMS_H_
