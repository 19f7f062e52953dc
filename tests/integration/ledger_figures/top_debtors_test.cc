// The store's merge of communities' debtors, against all of them sorted at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "common/db/database.h"
#include "fmt/format.h"
#include "services/ledger/store/figures/top_debtors.h"
#include "tests/support/must.h"
#include "tests/support/test_database.h"

namespace cuijiao::ledger {
namespace {

using support::Must;
using support::TestDatabase;

struct Owing {
  std::string unit_id;
  std::string community_id;
  std::int64_t overdue = 0;
  std::int64_t outstanding = 0;

  [[nodiscard]] std::int64_t Amount(DebtorOrder order) const {
    return order == DebtorOrder::kByOverdue ? overdue : outstanding;
  }
};

class TopDebtors : public testing::Test {
 protected:
  TopDebtors()
      : database_(
            TestDatabase::AdminOf(TestDatabase::FreshSchema("ledger", "services/ledger/schema"))) {}

  // Few amounts, so that many are equal; some owe nothing. Ids are in no order of communities.
  void PutUnits(const std::vector<int>& units_by_community) {
    std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same each time
    std::uniform_int_distribution<int> amount(0, 5);
    std::uniform_int_distribution<int> id(0, 999'999);
    std::vector<db::Values> rows;
    for (std::size_t community = 0; community < units_by_community.size(); ++community) {
      community_ids_.push_back(fmt::format("C{}", community));
      for (int i = 0; i < units_by_community[community]; ++i) {
        const std::int64_t overdue = 100 * amount(random);
        owing_.push_back({fmt::format("U{:06}-{}-{}", id(random), community, i),
                          community_ids_.back(), overdue, overdue + 100 * amount(random)});
        rows.push_back({owing_.back().unit_id, community_ids_.back(), 0, 0, 0, 0, 0, 0,
                        owing_.back().outstanding, overdue});
      }
    }
    Must(database_.Transact("PutFigures", [&](db::Transaction& transaction) {
      return transaction.InsertRows(
          "figure_unit",
          {"unit_id", "community_id", "received_fen", "received_outside_campaigns_fen",
           "receivable_fen", "historical_outstanding_fen", "historical_recovered_fen",
           "prepayment_fen", "outstanding_fen", "overdue_fen"},
          rows);
    }));
  }

  [[nodiscard]] std::vector<std::string> Sorted(DebtorOrder order) const {
    std::vector<Owing> owing = owing_;
    std::erase_if(owing, [&](const Owing& unit) { return unit.Amount(order) == 0; });
    std::ranges::sort(owing, [&](const Owing& a, const Owing& b) {
      return std::tuple(a.Amount(order), a.unit_id) > std::tuple(b.Amount(order), b.unit_id);
    });
    std::vector<std::string> shown;
    for (const Owing& unit : owing) {
      shown.push_back(fmt::format("{} {} {}", unit.unit_id, unit.community_id, unit.Amount(order)));
    }
    return shown;
  }

  // All pages of a size, one behind the other.
  std::vector<std::string> InPages(DebtorOrder order, int size) {
    std::vector<std::string> shown;
    std::optional<DebtorPosition> after;
    while (true) {
      const auto page = Must(database_.Read("TopDebtors", [&](db::Transaction& transaction) {
        return LoadTopDebtors(transaction, community_ids_, order, after, size);
      }));
      for (const TopDebtor& debtor : page) {
        shown.push_back(fmt::format("{} {} {}", debtor.unit_id, debtor.community_id,
                                    debtor.Amount(order).value()));
      }
      if (page.size() < static_cast<std::size_t>(size)) return shown;
      after = {page.back().Amount(order), page.back().unit_id};
    }
  }

  db::Database database_;
  std::vector<std::string> community_ids_;
  std::vector<Owing> owing_;
};

TEST_F(TopDebtors, PagesOfAnySizeAreTheOrderOfAll) {
  PutUnits({40, 0, 1, 260, 3, 17});
  for (const DebtorOrder order : {DebtorOrder::kByOverdue, DebtorOrder::kByOutstanding}) {
    const std::vector<std::string> right = Sorted(order);
    ASSERT_GT(right.size(), 200);
    for (const int size : {1, 2, 7, 100, 1001}) {
      EXPECT_EQ(InPages(order, size), right) << size;
    }
  }
}

TEST_F(TopDebtors, NoCommunitiesHaveNone) {
  EXPECT_THAT(InPages(DebtorOrder::kByOverdue, 10), testing::IsEmpty());
}

}  // namespace
}  // namespace cuijiao::ledger
