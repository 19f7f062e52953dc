// Who owes what where a unit has changed hands.
#include "services/ledger/domain/figures/debtors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cuijiao::ledger {
namespace {

using testing::ElementsAre;

// 310.00 for January 2017.
Bill January(Fen unpaid = Fen(31'000)) {
  Bill bill;
  bill.unit_id = "U1";
  bill.period_start = Date(2017, 1, 1);
  bill.period_end = Date(2017, 1, 31);
  bill.principal = Fen(31'000);
  bill.unpaid.principal = unpaid;
  return bill;
}

Ownership Owned(const std::string& owner_id, Date from, std::optional<Date> to = std::nullopt) {
  return {"U1", owner_id, {from, to}};
}

DebtPart Part(int from, int to, std::vector<std::string> owner_ids, std::int64_t fen) {
  return {Date(2017, 1, from), Date(2017, 1, to), std::move(owner_ids), {{}, {}, Fen(fen)}};
}

TEST(DivideByOwners, OneOwnerOwesAll) {
  EXPECT_THAT(DivideByOwners(January(), {}, {{Owned("O1", Date(2010, 1, 1))}}),
              ElementsAre(Part(1, 31, {"O1"}, 31'000)));
}

TEST(DivideByOwners, EachOwesTheDaysOfTheirOwn) {
  const std::vector<Ownership> sold = {Owned("O2", Date(2017, 1, 11)),
                                       Owned("O1", Date(2010, 1, 1), Date(2017, 1, 10))};
  EXPECT_THAT(DivideByOwners(January(), {}, sold),
              ElementsAre(Part(1, 10, {"O1"}, 10'000), Part(11, 31, {"O2"}, 21'000)));
}

TEST(DivideByOwners, ASaleOnTheBorderOfThePeriodDividesNothing) {
  EXPECT_THAT(DivideByOwners(January(), {},
                             {{Owned("O1", Date(2010, 1, 1), Date(2016, 12, 31)),
                               Owned("O2", Date(2017, 1, 1))}}),
              ElementsAre(Part(1, 31, {"O2"}, 31'000)));
  EXPECT_THAT(DivideByOwners(January(), {},
                             {{Owned("O1", Date(2010, 1, 1), Date(2017, 1, 31)),
                               Owned("O2", Date(2017, 2, 1))}}),
              ElementsAre(Part(1, 31, {"O1"}, 31'000)));
  EXPECT_THAT(DivideByOwners(January(), {},
                             {{Owned("O1", Date(2010, 1, 1), Date(2017, 1, 30)),
                               Owned("O2", Date(2017, 1, 31))}}),
              ElementsAre(Part(1, 30, {"O1"}, 30'000), Part(31, 31, {"O2"}, 1'000)));
}

TEST(DivideByOwners, JointOwnersOweTogether) {
  EXPECT_THAT(DivideByOwners(January(), {},
                             {{Owned("O2", Date(2010, 1, 1)), Owned("O1", Date(2010, 1, 1))}}),
              ElementsAre(Part(1, 31, {"O1", "O2"}, 31'000)));
}

TEST(DivideByOwners, DaysWithoutAnOwnerAreShown) {
  EXPECT_THAT(DivideByOwners(January(), {}, {{Owned("O1", Date(2017, 1, 31))}}),
              ElementsAre(Part(1, 30, {}, 30'000), Part(31, 31, {"O1"}, 1'000)));
  EXPECT_THAT(DivideByOwners(January(), {}, {{Owned("O1", Date(2010, 1, 1), Date(2017, 1, 30))}}),
              ElementsAre(Part(1, 30, {"O1"}, 30'000), Part(31, 31, {}, 1'000)));
  EXPECT_THAT(DivideByOwners(January(), {}, {}), ElementsAre(Part(1, 31, {}, 31'000)));
}

// The same owner again without a day between, as a corrected record leaves it.
TEST(DivideByOwners, RunsOfTheSameOwnersAreOne) {
  EXPECT_THAT(DivideByOwners(January(), {},
                             {{Owned("O1", Date(2010, 1, 1), Date(2017, 1, 10)),
                               Owned("O1", Date(2017, 1, 11), Date(2017, 1, 20)),
                               Owned("O2", Date(2017, 1, 21))}}),
              ElementsAre(Part(1, 20, {"O1"}, 20'000), Part(21, 31, {"O2"}, 11'000)));
}

TEST(DivideByOwners, WhatIsPaidIsPaidForTheFirstDays) {
  const std::vector<Ownership> sold = {Owned("O1", Date(2010, 1, 1), Date(2017, 1, 10)),
                                       Owned("O2", Date(2017, 1, 11))};
  EXPECT_THAT(DivideByOwners(January(Fen(21'000)), {}, sold),
              ElementsAre(Part(1, 10, {"O1"}, 0), Part(11, 31, {"O2"}, 21'000)));
  EXPECT_THAT(DivideByOwners(January(Fen(21'001)), {}, sold),
              ElementsAre(Part(1, 10, {"O1"}, 1), Part(11, 31, {"O2"}, 21'000)));
  EXPECT_THAT(DivideByOwners(January(Fen(20'999)), {}, sold),
              ElementsAre(Part(1, 10, {"O1"}, 0), Part(11, 31, {"O2"}, 20'999)));
  Bill credited = January(Fen(15'500));
  credited.credited = Fen(15'500);
  EXPECT_THAT(DivideByOwners(credited, {}, sold),
              ElementsAre(Part(1, 10, {"O1"}, 5'000), Part(11, 31, {"O2"}, 10'500)));
}

TEST(DivideByOwners, ThePartsOfEachComponentAddUp) {
  Bill bill = January(Fen(100));
  bill.principal = Fen(100);
  bill.unpaid.late_fee = Fen(7);
  bill.unpaid.cost = Fen(1);
  const auto parts = DivideByOwners(
      bill, {Fen(1), Fen(7), Fen(0)},
      {{Owned("O1", Date(2017, 1, 1), Date(2017, 1, 15)),
        Owned("O2", Date(2017, 1, 16), Date(2017, 1, 16)), Owned("O3", Date(2017, 1, 17))}});
  ASSERT_EQ(parts.size(), 3);
  // 100 × 15/31 = 48.39, × 16/31 = 51.61; 7 × 15/31 = 3.39, × 16/31 = 3.61; 1 × 15/31 = 0.48.
  EXPECT_EQ(parts[0].unpaid, (ComponentAmounts{Fen(0), Fen(3), Fen(48)}));
  EXPECT_EQ(parts[1].unpaid, (ComponentAmounts{Fen(1), Fen(1), Fen(4)}));
  EXPECT_EQ(parts[2].unpaid, (ComponentAmounts{Fen(0), Fen(3), Fen(48)}));
}

// Late fee and costs too: of 62 fen late fee the 20 of the first ten days are paid.
TEST(DivideByOwners, LED7_ChargesThatArePaidInPartArePaidForTheFirstDays) {
  const std::vector<Ownership> sold = {Owned("O1", Date(2010, 1, 1), Date(2017, 1, 10)),
                                       Owned("O2", Date(2017, 1, 11))};
  Bill bill = January(Fen(0));
  const auto late_fees = [&](std::int64_t unpaid) {
    bill.unpaid.late_fee = Fen(unpaid);
    const auto parts = DivideByOwners(bill, {Fen(31), Fen(62), Fen(0)}, sold);
    return std::pair(parts[0].unpaid.late_fee.value(), parts[1].unpaid.late_fee.value());
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(late_fees(62), Pair(20, 42));
  EXPECT_EQ(late_fees(43), Pair(1, 42));
  EXPECT_EQ(late_fees(42), Pair(0, 42));
  EXPECT_EQ(late_fees(41), Pair(0, 41));
  bill.unpaid.cost = Fen(25);
  const auto parts = DivideByOwners(bill, {Fen(31), Fen(62), Fen(0)}, sold);
  EXPECT_EQ(parts[0].unpaid.cost, Fen(4));
  EXPECT_EQ(parts[1].unpaid.cost, Fen(21));
}

}  // namespace
}  // namespace cuijiao::ledger
