// Finance's list against the ledger (LED-11).
#include "services/ledger/domain/receipts/reconciliation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "services/ledger/domain/receipts/finance_list.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Date kDay(2017, 3, 8);

FinanceRow ByNumber(int line, const char* number, std::int64_t fen, const char* unit = "") {
  return {line, number, "", unit, {}, Fen(fen)};
}
FinanceRow ByReference(int line, const char* reference, std::int64_t fen, const char* unit = "") {
  return {line, "", reference, unit, {}, Fen(fen)};
}
FinanceRow ByUnit(int line, const char* unit, Date date, std::int64_t fen) {
  return {line, "", "", unit, date, Fen(fen)};
}
LedgerReceipt PaymentOf(const char* id, const char* number, const char* reference, const char* unit,
                        std::int64_t fen, Date date = kDay) {
  return {id, number, reference, unit, date, Fen(fen)};
}

// "ONLY_IN_LEDGER 0 Y1".
std::vector<std::string> Told(const Comparison& comparison) {
  std::vector<std::string> told;
  for (const Difference& difference : comparison.differences) {
    told.push_back(std::string(DifferenceKindName(difference.kind)) + " " +
                   std::to_string(difference.line) + " " + difference.payment_id);
  }
  return told;
}

Comparison Compared(const std::vector<FinanceRow>& rows,
                    const std::vector<LedgerReceipt>& payments) {
  return CompareReceipts(rows, payments);
}

TEST(CompareReceipts, LED11_MatchesByReceiptNumberWhateverElseTheRowSays) {
  const Comparison compared = Compared(
      {ByNumber(2, "P1-2017-000001", 100)},
      {PaymentOf("Y1", "P1-2017-000001", "", "U1", 100), PaymentOf("Y2", "", "", "U1", 100)});
  EXPECT_EQ(compared.matched_count, 1);
  EXPECT_EQ(compared.matched, Fen(100));
  EXPECT_EQ(compared.ledger_count, 2);
  EXPECT_EQ(compared.ledger, Fen(200));
  EXPECT_THAT(Told(compared), ElementsAre("ONLY_IN_LEDGER 0 Y2"));
}

TEST(CompareReceipts, LED11_MatchesByReferenceWhereThereIsNoNumber) {
  const Comparison compared =
      Compared({ByReference(2, "T9", 100), ByUnit(3, "U1", kDay, 100)},
               {PaymentOf("Y1", "", "", "U1", 100), PaymentOf("Y2", "N2", "T9", "U1", 100)});
  EXPECT_EQ(compared.matched_count, 2);
  EXPECT_THAT(compared.differences, IsEmpty());
}

TEST(CompareReceipts, LED11_MatchesByUnitDateAndAmountElse) {
  EXPECT_EQ(Compared({ByUnit(2, "U1", kDay, 100)}, {PaymentOf("Y1", "N1", "T1", "U1", 100)})
                .matched_count,
            1);
  EXPECT_THAT(
      Told(Compared({ByUnit(2, "U1", kDay + 1, 100)}, {PaymentOf("Y1", "N1", "T1", "U1", 100)})),
      ElementsAre("ONLY_WITH_FINANCE 2 ", "ONLY_IN_LEDGER 0 Y1"));
  EXPECT_THAT(
      Told(Compared({ByUnit(2, "U2", kDay, 100)}, {PaymentOf("Y1", "N1", "T1", "U1", 100)})),
      ElementsAre("ONLY_WITH_FINANCE 2 ", "ONLY_IN_LEDGER 0 Y1"));
}

TEST(CompareReceipts, LED11_OneFenIsADifferentAmount) {
  for (const FinanceRow& row :
       {ByNumber(2, "N1", 101), ByReference(2, "T1", 99), ByUnit(2, "U1", kDay, 101)}) {
    const Comparison compared = Compared({row}, {PaymentOf("Y1", "N1", "T1", "U1", 100)});
    ASSERT_THAT(Told(compared), ElementsAre("AMOUNT_DIFFERS 2 Y1"));
    EXPECT_EQ(compared.differences[0].finance, row.amount);
    EXPECT_EQ(compared.differences[0].ledger, Fen(100));
    EXPECT_EQ(compared.differences[0].unit_id, "U1");
  }
}

TEST(CompareReceipts, LED11_ANumberOfNoPaymentOfTheMonthIsOnlyWithFinance) {
  // Unit, date and amount are not asked: the row says which receipt it means.
  EXPECT_THAT(
      Told(Compared({{2, "N7", "", "U1", kDay, Fen(100)}}, {PaymentOf("Y1", "N1", "", "U1", 100)})),
      ElementsAre("ONLY_WITH_FINANCE 2 ", "ONLY_IN_LEDGER 0 Y1"));
}

TEST(CompareReceipts, LED11_ARowThatNamesAnotherUnitIsUnsure) {
  EXPECT_THAT(
      Told(Compared({ByNumber(2, "N1", 100, "U2")}, {PaymentOf("Y1", "N1", "", "U1", 100)})),
      ElementsAre("UNSURE 2 Y1"));
}

TEST(CompareReceipts, LED11_TwoRowsOfOneNumberAreUnsure) {
  EXPECT_THAT(Told(Compared({ByNumber(2, "N1", 40), ByNumber(3, "N1", 60)},
                            {PaymentOf("Y1", "N1", "", "U1", 100)})),
              ElementsAre("UNSURE 2 ", "UNSURE 3 ", "UNSURE 0 Y1"));
}

TEST(CompareReceipts, LED11_ManyToOneIsUnsureAndAsManyAsThereAreMatch) {
  const std::vector<LedgerReceipt> two = {PaymentOf("Y1", "", "", "U1", 100),
                                          PaymentOf("Y2", "", "", "U1", 100)};
  EXPECT_THAT(Told(Compared({ByUnit(2, "U1", kDay, 100)}, two)),
              ElementsAre("UNSURE 2 ", "UNSURE 0 Y1", "UNSURE 0 Y2"));
  EXPECT_EQ(Compared({ByUnit(2, "U1", kDay, 100), ByUnit(3, "U1", kDay, 100)}, two).matched_count,
            2);
  EXPECT_THAT(Told(Compared({ByUnit(2, "U1", kDay, 100), ByUnit(3, "U1", kDay, 100),
                             ByUnit(4, "U1", kDay, 100)},
                            two)),
              SizeIs(5));
}

TEST(CompareReceipts, LED11_OneTransferForTwoUnitsMatchesUnitByUnit) {
  const std::vector<LedgerReceipt> payments = {PaymentOf("Y1", "", "T1", "U1", 100),
                                               PaymentOf("Y2", "", "T1", "U2", 200)};
  EXPECT_EQ(Compared({ByReference(2, "T1", 200, "U2"), ByReference(3, "T1", 100, "U1")}, payments)
                .matched_count,
            2);
  EXPECT_THAT(
      Told(Compared({ByReference(2, "T1", 200, "U2"), ByReference(3, "T1", 101, "U1")}, payments)),
      ElementsAre("AMOUNT_DIFFERS 3 Y1"));
  EXPECT_THAT(Told(Compared({ByReference(2, "T1", 300)}, payments)),
              ElementsAre("UNSURE 2 ", "UNSURE 0 Y1", "UNSURE 0 Y2"));
}

TEST(CompareReceipts, LED11_ADifferenceIsTheSameWhereverItsRowStands) {
  const LedgerReceipt payment = PaymentOf("Y1", "N1", "", "U1", 100);
  const auto identity = [&](const FinanceRow& row) {
    return Compared({row}, {payment}).differences.at(0).identity;
  };
  EXPECT_EQ(identity(ByNumber(2, "N1", 90)), identity(ByNumber(9, "N1", 90)));
  EXPECT_NE(identity(ByNumber(2, "N1", 90)), identity(ByNumber(2, "N1", 91)));
  // Equal rows are told apart.
  const Comparison twice = Compared({ByNumber(2, "N7", 90), ByNumber(3, "N7", 90)}, {});
  ASSERT_THAT(twice.differences, SizeIs(2));
  EXPECT_NE(twice.differences[0].identity, twice.differences[1].identity);
  // And who else there is to be unsure about is a part of it.
  const auto unsure = [&](int rows) {
    std::vector<FinanceRow> same;
    for (int i = 0; i < rows; ++i) same.push_back(ByNumber(2 + i, "N1", 90));
    return Compared(same, {payment}).differences.back().identity;
  };
  EXPECT_NE(unsure(2), unsure(3));
}

// Lists of few units, dates, amounts and names, so that everything clashes with everything.
TEST(CompareReceipts, LED11_EveryRowAndPaymentIsInOneMatchOrOneDifferenceInAnyOrder) {
  std::mt19937 random(11);
  const auto pick = [&](int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
  };
  for (int round = 0; round < 2'000; ++round) {
    std::vector<FinanceRow> rows;
    std::vector<LedgerReceipt> payments;
    Fen row_sum;
    for (int i = pick(7); i > 0; --i) {
      FinanceRow row{
          i + 1, "", "", "U" + std::to_string(pick(2)), kDay + pick(2), Fen(100 + pick(2))};
      if (pick(3) == 0) row.receipt_number = "N" + std::to_string(pick(5));
      if (pick(3) == 0) row.external_reference = "T" + std::to_string(pick(3));
      row_sum += row.amount;
      rows.push_back(row);
    }
    for (int i = pick(7); i > 0; --i) {
      payments.push_back({"Y" + std::to_string(i), "N" + std::to_string(i),
                          pick(2) == 0 ? "" : "T" + std::to_string(pick(3)),
                          "U" + std::to_string(pick(2)), kDay + pick(2), Fen(100 + pick(2))});
    }
    const Comparison compared = CompareReceipts(rows, payments);
    std::multiset<int> lines;
    std::multiset<std::string> ids;
    std::set<std::string> identities;
    Fen row_rest;
    Fen payment_rest;
    for (const Difference& difference : compared.differences) {
      if (difference.line != 0) lines.insert(difference.line);
      if (!difference.payment_id.empty()) ids.insert(difference.payment_id);
      identities.insert(difference.identity);
      row_rest += difference.finance;
      payment_rest += difference.ledger;
    }
    EXPECT_EQ(lines.size(), std::set<int>(lines.begin(), lines.end()).size());
    EXPECT_EQ(ids.size(), std::set<std::string>(ids.begin(), ids.end()).size());
    EXPECT_EQ(identities.size(), compared.differences.size());
    EXPECT_EQ(lines.size() + static_cast<std::size_t>(compared.matched_count), rows.size());
    EXPECT_EQ(ids.size() + static_cast<std::size_t>(compared.matched_count), payments.size());
    EXPECT_EQ(row_rest + compared.matched, row_sum);
    EXPECT_EQ(payment_rest + compared.matched, compared.ledger);

    std::ranges::shuffle(rows, random);
    std::ranges::shuffle(payments, random);
    const Comparison shuffled = CompareReceipts(rows, payments);
    EXPECT_EQ(Told(shuffled), Told(compared));
  }
}

TEST(ReadFinanceReceipt, LED11_ARowNamesItsPaymentInOneOfThreeWays) {
  const auto faults = [](std::vector<std::string> cells) {
    const ReadFinanceRow read = ReadFinanceReceipt({7, std::move(cells)});
    return read.faults.empty() ? std::string() : read.faults.front().reason;
  };
  // receipt_number, external_reference, unit_id, received_date, amount
  EXPECT_EQ(faults({"P1-2017-000001", "", "", "", "1,234.50"}), "");
  EXPECT_EQ(faults({"", "T1", "", "", "1.00"}), "");
  EXPECT_EQ(faults({"", "", "U1", "2017年3月8日", "1.00"}), "");
  EXPECT_EQ(faults({"", "", "U1", "", "1.00"}), kPaymentNotNamed);
  EXPECT_EQ(faults({"", "", "", "2017-03-08", "1.00"}), kPaymentNotNamed);
  EXPECT_EQ(faults({"N1", "", "", "", ""}), "CELL_EMPTY");
  EXPECT_EQ(faults({"N1", "", "", "", "0.00"}), "CELL_NOT_AN_AMOUNT");
  EXPECT_EQ(faults({"N1", "", "", "8 March", "1.00"}), "CELL_NOT_A_DATE");
  const ReadFinanceRow read = ReadFinanceReceipt({7, {"N1", "", "U1", "2017/3/8", "1,234.5"}});
  EXPECT_EQ(read.row.line, 7);
  EXPECT_EQ(read.row.amount, Fen(123'450));
  EXPECT_EQ(read.row.received_date, kDay);
}

}  // namespace
}  // namespace cuijiao::ledger
