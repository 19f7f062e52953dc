// LED-15: late fee, computed for a day.
#include "services/ledger/domain/billing/late_fee.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// 0.05 % a day from 2017 on, after 10 days of grace, at most 30 % of the principal.
const std::vector<LateFeeTerms> kTerms = {{Date(2017, 1, 1), 500, 10, 3000}};

// 1,000.00 due on 2017-01-31.
LateFeeBasis Basis() {
  return {.bill_id = "B",
          .due_date = Date(2017, 1, 31),
          .taken_over_through = {},
          .principal = Fen(1000'00),
          .changes = {},
          .charged_before = {}};
}

TEST(ComputeLateFee, LED15_GraceBearsNothing) {
  EXPECT_EQ(ComputeLateFee(Basis(), kTerms, Date(2017, 1, 31)).accrued, Fen(0));
  EXPECT_EQ(ComputeLateFee(Basis(), kTerms, Date(2017, 2, 10)).accrued, Fen(0));
  const LateFee first_day = ComputeLateFee(Basis(), kTerms, Date(2017, 2, 11));
  EXPECT_EQ(first_day.accrued, Fen(50));
  EXPECT_THAT(first_day.spans,
              ElementsAre(LateFeeSpan{Date(2017, 2, 11), Date(2017, 2, 11), Fen(1000'00), 500}));
}

TEST(ComputeLateFee, LED15_MoneyCountsFromTheDayItWasReceived) {
  LateFeeBasis basis = Basis();
  basis.changes[Date(2017, 2, 21)] = Fen(-400'00);
  const LateFee fee = ComputeLateFee(basis, kTerms, Date(2017, 2, 28));
  // 10 days of 1,000.00 and 8 days of 600.00 at 0.05 %.
  EXPECT_THAT(fee.spans,
              ElementsAre(LateFeeSpan{Date(2017, 2, 11), Date(2017, 2, 20), Fen(1000'00), 500},
                          LateFeeSpan{Date(2017, 2, 21), Date(2017, 2, 28), Fen(600'00), 500}));
  EXPECT_EQ(fee.accrued, Fen(5'00 + 2'40));
}

TEST(ComputeLateFee, LED15_PaidWithinTheGraceBearsNothing) {
  LateFeeBasis basis = Basis();
  basis.changes[Date(2017, 2, 11)] = Fen(-1000'00);
  EXPECT_THAT(ComputeLateFee(basis, kTerms, Date(2017, 12, 31)).spans, IsEmpty());
}

TEST(ComputeLateFee, LED15_RoundedOnceHalfAwayFromZero) {
  LateFeeBasis basis = Basis();
  basis.principal = Fen(10'00);  // 0.5 fen a day
  EXPECT_EQ(ComputeLateFee(basis, kTerms, Date(2017, 2, 11)).accrued, Fen(1));
  EXPECT_EQ(ComputeLateFee(basis, kTerms, Date(2017, 2, 12)).accrued, Fen(1));
  EXPECT_EQ(ComputeLateFee(basis, kTerms, Date(2017, 2, 13)).accrued, Fen(2));  // 1.5
  // Two spans of 0.5 fen: none is rounded by itself.
  const std::vector<LateFeeTerms> terms = {{Date(2017, 1, 1), 500, 10, 0},
                                           {Date(2017, 2, 12), 500, 10, 0}};
  const LateFee spans = ComputeLateFee(basis, terms, Date(2017, 2, 12));
  EXPECT_EQ(spans.spans.size(), 2U);
  EXPECT_EQ(spans.accrued, Fen(1));
}

TEST(ComputeLateFee, LED15_TheCapIsRoundedDownAndHolds) {
  LateFeeBasis basis = Basis();
  basis.principal = Fen(999'99);
  // 600 days bear 30 % of the principal: 299.997, of which 299.99 may be charged.
  const LateFee at_cap = ComputeLateFee(basis, kTerms, Date(2017, 2, 10) + 600);
  EXPECT_EQ(at_cap.accrued, Fen(300'00));
  EXPECT_EQ(at_cap.cap, Fen(299'99));
  EXPECT_EQ(at_cap.charge, Fen(299'99));
  const LateFee before = ComputeLateFee(basis, kTerms, Date(2017, 2, 10) + 599);
  EXPECT_EQ(before.charge, before.accrued);
  EXPECT_LT(before.charge, Fen(299'99));
}

TEST(ComputeLateFee, LED15_ChargesWhatIsNotChargedYet) {
  LateFeeBasis basis = Basis();
  basis.charged_before = Fen(49);
  EXPECT_EQ(ComputeLateFee(basis, kTerms, Date(2017, 2, 11)).charge, Fen(1));
  basis.charged_before = Fen(50);
  EXPECT_EQ(ComputeLateFee(basis, kTerms, Date(2017, 2, 11)).charge, Fen(0));
  basis.charged_before = Fen(51);
  EXPECT_EQ(ComputeLateFee(basis, kTerms, Date(2017, 2, 11)).charge, Fen(0));
}

TEST(ComputeLateFee, LED15_EachDayBearsTheRateInForceOnIt) {
  const std::vector<LateFeeTerms> terms = {
      {Date(2017, 2, 1), 500, 0, 0}, {Date(2017, 2, 5), 1000, 30, 0}, {Date(2017, 2, 7), 0, 0, 0}};
  const LateFee fee = ComputeLateFee(Basis(), terms, Date(2017, 3, 1));
  EXPECT_THAT(fee.spans,
              ElementsAre(LateFeeSpan{Date(2017, 2, 1), Date(2017, 2, 4), Fen(1000'00), 500},
                          LateFeeSpan{Date(2017, 2, 5), Date(2017, 2, 6), Fen(1000'00), 1000}));
  EXPECT_EQ(fee.accrued, Fen(2'00 + 2'00));
  EXPECT_FALSE(fee.cap.has_value());
}

TEST(ComputeLateFee, LED15_NoTermsNoFee) {
  EXPECT_EQ(ComputeLateFee(Basis(), {}, Date(2019, 1, 1)).charge, Fen(0));
}

TEST(ComputeLateFee, LED19_DaysBeforeTheBillWasTakenOverAreNotCountedAgain) {
  LateFeeBasis basis = Basis();
  basis.taken_over_through = Date(2017, 6, 30);
  const LateFee fee = ComputeLateFee(basis, kTerms, Date(2017, 7, 2));
  EXPECT_THAT(fee.spans,
              ElementsAre(LateFeeSpan{Date(2017, 7, 1), Date(2017, 7, 2), Fen(1000'00), 500}));
}

}  // namespace
}  // namespace cuijiao::ledger
