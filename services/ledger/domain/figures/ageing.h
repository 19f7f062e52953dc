// Outstanding amounts by age (LED-5; months overdue: section 6, definition 6). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_AGEING_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_AGEING_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::ledger {

enum class AgeBucket : std::uint8_t {
  kNotDue,
  kMonths1To3,
  kMonths4To6,
  kMonths7To12,
  kMonths13To24,
  kMonthsOver24,
};
inline constexpr std::size_t kAgeBucketCount = 6;

// The bucket of a debt that is `months_overdue` (0: not due) months overdue.
AgeBucket AgeBucketOf(int months_overdue);

// Amounts by age at one date. They add up to what was added.
class AgeingSums {
 public:
  // `amount` of bills due on `due_date`, as of `date`.
  void Add(Date due_date, Date date, Fen amount);
  AgeingSums& operator+=(const AgeingSums& other);

  [[nodiscard]] Fen Of(AgeBucket bucket) const {
    return amounts_[static_cast<std::size_t>(bucket)];
  }
  [[nodiscard]] Fen Outstanding() const;

  friend bool operator==(const AgeingSums&, const AgeingSums&) = default;

 private:
  std::array<Fen, kAgeBucketCount> amounts_ = {};
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_AGEING_H_
