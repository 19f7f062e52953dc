#include "services/ledger/domain/figures/ageing.h"

namespace cuijiao::ledger {
namespace {

struct BucketEnd {
  int last_month;
  AgeBucket bucket;
};

constexpr std::array<BucketEnd, kAgeBucketCount - 1> kBucketEnds = {{
    {0, AgeBucket::kNotDue},
    {3, AgeBucket::kMonths1To3},
    {6, AgeBucket::kMonths4To6},
    {12, AgeBucket::kMonths7To12},
    {24, AgeBucket::kMonths13To24},
}};

}  // namespace

AgeBucket AgeBucketOf(int months_overdue) {
  for (const BucketEnd& end : kBucketEnds) {
    if (months_overdue <= end.last_month) return end.bucket;
  }
  return AgeBucket::kMonthsOver24;
}

void AgeingSums::Add(Date due_date, Date date, Fen amount) {
  amounts_[static_cast<std::size_t>(AgeBucketOf(MonthsOverdue(due_date, date)))] += amount;
}

AgeingSums& AgeingSums::operator+=(const AgeingSums& other) {
  for (std::size_t i = 0; i < kAgeBucketCount; ++i) amounts_[i] += other.amounts_[i];
  return *this;
}

Fen AgeingSums::Outstanding() const {
  Fen sum;
  for (const Fen amount : amounts_) sum += amount;
  return sum;
}

}  // namespace cuijiao::ledger
