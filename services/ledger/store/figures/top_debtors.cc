#include "services/ledger/store/figures/top_debtors.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/figures/kept_figures_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// The amount's column, and the key that has a community's units in its order. The key is named: a
// choice by estimates reads the community's units and sorts them.
struct OrderKey {
  std::string_view column;
  std::string_view key;
};

OrderKey KeyOf(DebtorOrder order) {
  return order == DebtorOrder::kByOverdue
             ? OrderKey{"overdue_fen", "figure_unit_by_overdue"}
             : OrderKey{"outstanding_fen", "figure_unit_by_outstanding"};
}

bool ComesBefore(const DebtorPosition& a, const DebtorPosition& b) {
  return a.amount != b.amount ? a.amount > b.amount : a.unit_id > b.unit_id;
}

// The units of one community in their order, read a little at a time.
class CommunityDebtors {
 public:
  CommunityDebtors(db::Transaction& transaction, std::string community_id, DebtorOrder order,
                   std::optional<DebtorPosition> after)
      : transaction_(&transaction),
        community_id_(std::move(community_id)),
        order_(order),
        after_(std::move(after)) {}

  // Reads the next `count`, when those that were read are used up.
  absl::Status Read(std::size_t count) {
    read_.clear();
    next_ = 0;
    const OrderKey key = KeyOf(order_);
    std::string behind;
    db::Values values;
    if (after_) {
      // As two ranges of the key, which is read from where the page before ended.
      behind = Concat({" AND ((f.", key.column, " = ? AND f.unit_id < ?) OR (f.", key.column,
                       " < ? AND f.", key.column, " > 0))"});
      values = {community_id_, after_->amount, after_->unit_id, after_->amount};
    } else {
      behind = Concat({" AND f.", key.column, " > 0"});
      values = {community_id_};
    }
    values.emplace_back(static_cast<std::int64_t>(count));
    CUIJIAO_RETURN_IF_ERROR(
        transaction_->QueryEach(Concat({"SELECT f.unit_id, f.", key.column,
                                        " AS amount_fen FROM figure_unit f FORCE INDEX (", key.key,
                                        ") WHERE f.community_id = ?", behind, " ORDER BY f.",
                                        key.column, " DESC, f.unit_id DESC LIMIT ?"}),
                                values, [&](const db::Row& row) {
                                  read_.push_back({row.Fen("amount_fen"), row.String("unit_id")});
                                  return absl::OkStatus();
                                }));
    has_more_ = read_.size() == count;
    if (!read_.empty()) after_ = read_.back();
    return absl::OkStatus();
  }

  [[nodiscard]] const std::string& community_id() const { return community_id_; }
  [[nodiscard]] bool HasNext() const { return next_ < read_.size(); }
  [[nodiscard]] const DebtorPosition& Next() const { return read_[next_]; }
  DebtorPosition Take() { return std::move(read_[next_++]); }
  // Whether the table may have units behind those that were read.
  [[nodiscard]] bool has_more() const { return has_more_; }

 private:
  db::Transaction* transaction_;
  std::string community_id_;
  DebtorOrder order_;
  std::optional<DebtorPosition> after_;  // the last that was read
  std::vector<DebtorPosition> read_;
  std::size_t next_ = 0;
  bool has_more_ = true;
};

}  // namespace

absl::StatusOr<std::vector<TopDebtor>> LoadTopDebtors(db::Transaction& transaction,
                                                      std::span<const std::string> community_ids,
                                                      DebtorOrder order,
                                                      const std::optional<DebtorPosition>& after,
                                                      int limit) {
  const auto wanted = static_cast<std::size_t>(limit);
  if (community_ids.empty()) return std::vector<TopDebtor>();
  // What a community contributes on average, and some more: few are asked twice.
  std::size_t at_once = std::min(wanted, 2 * wanted / community_ids.size() + 2);
  std::vector<CommunityDebtors> heap;
  const auto is_later = [](const CommunityDebtors& a, const CommunityDebtors& b) {
    return ComesBefore(b.Next(), a.Next());
  };
  for (const std::string& community_id : community_ids) {
    CommunityDebtors debtors(transaction, community_id, order, after);
    CUIJIAO_RETURN_IF_ERROR(debtors.Read(at_once));
    if (debtors.HasNext()) heap.push_back(std::move(debtors));
  }
  std::ranges::make_heap(heap, is_later);
  std::vector<TopDebtor> first;
  std::vector<std::string> unit_ids;
  while (!heap.empty() && first.size() < wanted) {
    std::ranges::pop_heap(heap, is_later);
    CommunityDebtors& largest = heap.back();
    unit_ids.push_back(largest.Take().unit_id);
    first.push_back({unit_ids.back(), largest.community_id(), {}});
    if (!largest.HasNext() && largest.has_more()) {
      // One community may have most of them.
      at_once = std::min(wanted, 2 * at_once);
      CUIJIAO_RETURN_IF_ERROR(largest.Read(at_once));
    }
    if (largest.HasNext()) {
      std::ranges::push_heap(heap, is_later);
    } else {
      heap.pop_back();
    }
  }
  CUIJIAO_ASSIGN_OR_RETURN(const auto figures, KeptFiguresStore(transaction).LoadUnits(unit_ids));
  for (TopDebtor& debtor : first) debtor.figures = figures.at(debtor.unit_id);
  return first;
}

}  // namespace cuijiao::ledger
