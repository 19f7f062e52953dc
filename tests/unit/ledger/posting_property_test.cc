// Random lives of an account: whatever happens in whatever order, the books are right on every
// day (LED-4, definition 4).
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/ledger/account_model.h"

namespace cuijiao::ledger {
namespace {

class RandomLife {
 public:
  explicit RandomLife(std::uint64_t seed) : random_(seed), model_(Date(2017, 1, 1)) {
    model_.days.closed_through = Date(2016, 12, 31);
    for (int month = 7; month <= 12; ++month) {
      if (Below(2) == 0) model_.MakeMonthBill(2016, month, 1 + Below(500));
    }
  }

  // One random event; the names of those that were refused are no fault.
  void Step() {
    switch (Below(13)) {
      case 0:
      case 1:
        MoveOn();
        break;
      case 2:
        MakeBill();
        break;
      case 3:
        Reverse();
        break;
      case 4:
        Refund();
        break;
      case 5:
        Settle();
        break;
      case 6:
        Close();
        break;
      case 7:
        Credit();
        break;
      case 8:
        Charge();
        break;
      case 9:
        WriteOffOrRevive();
        break;
      default:
        Pay();
        break;
    }
  }

  [[nodiscard]] const AccountModel& model() const { return model_; }

 private:
  int Below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  void MoveOn() {
    const Date to = model_.days.business_date + Below(25);
    // Half of the time the next posting finds what fell due meanwhile.
    if (Below(2) == 0) {
      model_.MoveTo(to);
    } else {
      model_.MoveToWithoutSweep(to);
    }
  }

  void MakeBill() {
    const Month month = Month(model_.days.business_date) + (Below(4) - 1);
    const Date start = FirstDayOf(month);
    const std::string id =
        MakeBillId(AccountModel::kUnit, FeeKind::kProperty, start, LastDayOf(month));
    if (model_.bills().contains(id)) return;
    ComponentAmounts extra;
    if (Below(4) == 0) extra = {Fen(Below(20)), Fen(Below(20)), Fen(0)};
    model_.MakeBill(start, LastDayOf(month), start + Below(40), 1 + Below(500), extra);
  }

  void Pay() {
    std::vector<Designation> designations;
    for (const auto& [id, bill] : model_.bills()) {
      if (Below(6) == 0) designations.push_back({id, Fen(Below(100))});
    }
    (void)model_.Pay(1 + Below(900), model_.days.business_date - Below(40),
                     std::move(designations));
  }

  // A payment, chosen at random; empty without any.
  std::string AnyPayment() {
    if (model_.payments().empty()) return "";
    auto payment = model_.payments().begin();
    std::advance(payment, Below(static_cast<int>(model_.payments().size())));
    return payment->first;
  }

  void Reverse() {
    const std::string id = AnyPayment();
    if (!id.empty()) (void)model_.Reverse(id);
  }

  void Refund() {
    const std::string id = AnyPayment();
    if (!id.empty()) (void)model_.Refund(id, 1 + Below(300));
  }

  void Settle() {
    (void)model_.Settle("W" + std::to_string(++waivers_), 1 + Below(100), 1 + Below(1'500),
                        model_.days.business_date - Below(10));
  }

  // A bill, chosen at random; empty without any.
  std::string AnyBill() {
    if (model_.bills().empty()) return "";
    auto bill = model_.bills().begin();
    std::advance(bill, Below(static_cast<int>(model_.bills().size())));
    return bill->first;
  }

  void Credit() {
    const std::string id = AnyBill();
    const BillComponent component =
        Below(4) == 0 ? BillComponent::kLateFee : BillComponent::kPrincipal;
    if (!id.empty()) (void)model_.CreditBill(id, component, 1 + Below(300));
  }

  void Charge() {
    const std::string id = AnyBill();
    const BillComponent component = Below(2) == 0 ? BillComponent::kCost : BillComponent::kLateFee;
    if (!id.empty()) (void)model_.Charge(id, component, 1 + Below(50));
  }

  void WriteOffOrRevive() {
    if (!written_off_.empty() && Below(2) == 0) {
      model_.ReviveParts(written_off_);
      written_off_.clear();
      return;
    }
    const std::string id = AnyBill();
    if (!id.empty() && written_off_.empty()) written_off_ = model_.WriteOffBills({id});
  }

  void Close() {
    model_.MoveTo(model_.days.business_date);
    const Date last = model_.days.business_date - Below(20);
    if (last > *model_.days.closed_through) model_.days.closed_through = last;
  }

  std::mt19937_64 random_;
  AccountModel model_;
  int waivers_ = 0;
  std::vector<WrittenOffPart> written_off_;
};

TEST(PostingProperty, LED4_BooksAreRightAfterEveryEvent) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    RandomLife life(seed);
    for (int step = 0; step < 60; ++step) {
      life.Step();
      AccountModel books = life.model();
      books.MoveTo(books.days.business_date);  // what fell due meanwhile
      ASSERT_EQ(books.Fault(), "") << "seed " << seed << ", step " << step;
    }
  }
}

// LED-5: as-of answers of closed days do not change.
TEST(PostingProperty, LED5_NothingIsPostedIntoClosedDays) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RandomLife life(seed);
    for (int step = 0; step < 60; ++step) {
      const Date closed = *life.model().days.closed_through;
      const std::size_t before = life.model().journal().size();
      life.Step();
      for (std::size_t i = before; i < life.model().journal().size(); ++i) {
        ASSERT_GT(life.model().journal()[i].posting_date, closed) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace cuijiao::ledger
