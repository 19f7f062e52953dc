#include "services/ledger/domain/figures/ageing.h"

#include <gtest/gtest.h>

#include <random>

namespace cuijiao::ledger {
namespace {

// due 2016-01-31; date → bucket, both sides of every bound
struct AgeCase {
  Date date;
  AgeBucket bucket;
};

class Buckets : public ::testing::TestWithParam<AgeCase> {};

TEST_P(Buckets, LED5_GoByMonthsOverdueClampedToTheMonthsEnd) {
  AgeingSums sums;
  sums.Add(Date(2016, 1, 31), GetParam().date, Fen(7));
  EXPECT_EQ(sums.Of(GetParam().bucket), Fen(7));
  EXPECT_EQ(sums.Outstanding(), Fen(7));
}

INSTANTIATE_TEST_SUITE_P(LED5, Buckets,
                         ::testing::Values(AgeCase{Date(2015, 1, 1), AgeBucket::kNotDue},
                                           AgeCase{Date(2016, 1, 31), AgeBucket::kNotDue},
                                           AgeCase{Date(2016, 2, 1), AgeBucket::kMonths1To3},
                                           AgeCase{Date(2016, 4, 30), AgeBucket::kMonths1To3},
                                           AgeCase{Date(2016, 5, 1), AgeBucket::kMonths4To6},
                                           AgeCase{Date(2016, 7, 31), AgeBucket::kMonths4To6},
                                           AgeCase{Date(2016, 8, 1), AgeBucket::kMonths7To12},
                                           AgeCase{Date(2017, 1, 31), AgeBucket::kMonths7To12},
                                           AgeCase{Date(2017, 2, 1), AgeBucket::kMonths13To24},
                                           AgeCase{Date(2018, 1, 31), AgeBucket::kMonths13To24},
                                           AgeCase{Date(2018, 2, 1), AgeBucket::kMonthsOver24}));

TEST(AgeingSums, LED17_BucketsAddUpToWhatIsOutstanding) {
  std::mt19937_64 random(5);
  AgeingSums sums;
  Fen added;
  for (int i = 0; i < 5000; ++i) {
    const Fen amount(static_cast<std::int64_t>(random() % 100'000));
    sums.Add(Date(2012, 1, 1) + static_cast<int>(random() % 3000), Date(2017, 3, 31), amount);
    added += amount;
  }
  EXPECT_EQ(sums.Outstanding(), added);
  AgeingSums doubled = sums;
  doubled += sums;
  EXPECT_EQ(doubled.Outstanding(), added + added);
}

}  // namespace
}  // namespace cuijiao::ledger
