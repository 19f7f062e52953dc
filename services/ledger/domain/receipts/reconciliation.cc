#include "services/ledger/domain/receipts/reconciliation.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <tuple>
#include <utility>

#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

struct KindWord {
  DifferenceKind kind;
  std::string_view name;
};
constexpr std::array kKindWords = {
    KindWord{DifferenceKind::kOnlyInLedger, "ONLY_IN_LEDGER"},
    KindWord{DifferenceKind::kOnlyWithFinance, "ONLY_WITH_FINANCE"},
    KindWord{DifferenceKind::kAmountDiffers, "AMOUNT_DIFFERS"},
    KindWord{DifferenceKind::kUnsureMatch, "UNSURE"},
};

std::string DateText(const std::optional<Date>& date) { return date ? FormatDate(*date) : ""; }

// Each text with its length, so that no two lists of texts look alike.
std::string Sealed(std::initializer_list<std::string_view> texts) {
  std::string sealed;
  for (const std::string_view text : texts) sealed += fmt::format("{}:{}", text.size(), text);
  return sealed;
}

std::string ContentOf(const FinanceRow& row) {
  return Sealed({row.receipt_number, row.external_reference, row.unit_id,
                 DateText(row.received_date), fmt::to_string(row.amount.value())});
}

std::string ContentOf(const LedgerReceipt& payment) {
  return Sealed({payment.payment_id, fmt::to_string(payment.amount.value())});
}

using Rows = std::vector<const FinanceRow*>;
using Payments = std::vector<const LedgerReceipt*>;

// What may belong together.
struct Group {
  Rows rows;
  Payments payments;
};

class Comparing {
 public:
  Comparison Run(std::span<const FinanceRow> rows, std::span<const LedgerReceipt> payments) {
    Rows by_line;
    for (const FinanceRow& row : rows) by_line.push_back(&row);
    std::ranges::sort(by_line, {}, &FinanceRow::line);
    Payments open;
    for (const LedgerReceipt& payment : payments) {
      open.push_back(&payment);
      ++result_.ledger_count;
      result_.ledger += payment.amount;
    }
    std::ranges::sort(open, {}, &LedgerReceipt::payment_id);
    Rows with_number;
    Rows with_reference;
    Rows others;
    for (const FinanceRow* row : by_line) {
      Rows& kind = !row->receipt_number.empty()       ? with_number
                   : !row->external_reference.empty() ? with_reference
                                                      : others;
      kind.push_back(row);
    }
    open =
        MatchNamed(with_number, open, &FinanceRow::receipt_number, &LedgerReceipt::receipt_number);
    open = MatchNamed(with_reference, open, &FinanceRow::external_reference,
                      &LedgerReceipt::external_reference);
    MatchByUnit(others, open);
    Finish();
    return std::move(result_);
  }

 private:
  // Rows that name a payment by a text of its own. Gives the payments that no row names.
  Payments MatchNamed(const Rows& rows, const Payments& open, std::string FinanceRow::*row_name,
                      std::string LedgerReceipt::*payment_name) {
    std::map<std::string, Group> groups;
    for (const FinanceRow* row : rows) groups[row->*row_name].rows.push_back(row);
    Payments left;
    for (const LedgerReceipt* payment : open) {
      const auto group = groups.find(payment->*payment_name);
      (group == groups.end() ? left : group->second.payments).push_back(payment);
    }
    for (auto& [name, group] : groups) {
      // One transfer may pay for several units.
      if (group.rows.size() > 1) group = WithoutEqual(std::move(group));
      if (group.rows.size() == 1 && group.payments.size() == 1) {
        Pair(*group.rows.front(), *group.payments.front());
      } else if (group.rows.empty()) {
        left.insert(left.end(), group.payments.begin(), group.payments.end());
      } else if (group.payments.empty()) {
        for (const FinanceRow* row : group.rows) OnlyWithFinance(*row);
      } else {
        Unsure(group);
      }
    }
    std::ranges::sort(left, {}, &LedgerReceipt::payment_id);
    return left;
  }

  // Matches what agrees in unit and amount, as often on one side as on the other.
  Group WithoutEqual(Group group) {
    std::map<std::pair<std::string, Fen>, Group> equal;
    for (const FinanceRow* row : group.rows) {
      equal[{row->unit_id, row->amount}].rows.push_back(row);
    }
    for (const LedgerReceipt* payment : group.payments) {
      equal[{payment->unit_id, payment->amount}].payments.push_back(payment);
    }
    Group rest;
    for (const auto& [key, same] : equal) {
      if (same.rows.size() == same.payments.size()) {
        for (const FinanceRow* row : same.rows) Match(*row);
        continue;
      }
      rest.rows.insert(rest.rows.end(), same.rows.begin(), same.rows.end());
      rest.payments.insert(rest.payments.end(), same.payments.begin(), same.payments.end());
    }
    return rest;
  }

  void MatchByUnit(const Rows& rows, const Payments& open) {
    std::map<std::tuple<std::string, std::optional<Date>, Fen>, Group> equal;
    for (const FinanceRow* row : rows) {
      equal[{row->unit_id, row->received_date, row->amount}].rows.push_back(row);
    }
    for (const LedgerReceipt* payment : open) {
      equal[{payment->unit_id, payment->received_date, payment->amount}].payments.push_back(
          payment);
    }
    std::map<std::pair<std::string, std::optional<Date>>, Group> of_day;
    for (const auto& [key, group] : equal) {
      if (group.rows.size() == group.payments.size()) {
        for (const FinanceRow* row : group.rows) Match(*row);
      } else if (!group.rows.empty() && !group.payments.empty()) {
        Unsure(group);
      } else {
        Group& day = of_day[{std::get<0>(key), std::get<1>(key)}];
        day.rows.insert(day.rows.end(), group.rows.begin(), group.rows.end());
        day.payments.insert(day.payments.end(), group.payments.begin(), group.payments.end());
      }
    }
    for (const auto& [key, group] : of_day) {
      if (group.rows.size() == 1 && group.payments.size() == 1) {
        Pair(*group.rows.front(), *group.payments.front());
        continue;
      }
      for (const FinanceRow* row : group.rows) OnlyWithFinance(*row);
      for (const LedgerReceipt* payment : group.payments) {
        Add(DifferenceKind::kOnlyInLedger, nullptr, payment, "");
      }
    }
  }

  void Pair(const FinanceRow& row, const LedgerReceipt& payment) {
    if (!row.unit_id.empty() && row.unit_id != payment.unit_id) {
      Add(DifferenceKind::kUnsureMatch, &row, &payment, "unit");
    } else if (row.amount != payment.amount) {
      Add(DifferenceKind::kAmountDiffers, &row, &payment, "");
    } else {
      Match(row);
    }
  }

  void Match(const FinanceRow& row) {
    ++result_.matched_count;
    result_.matched += row.amount;
  }

  void OnlyWithFinance(const FinanceRow& row) {
    Add(DifferenceKind::kOnlyWithFinance, &row, nullptr, "");
  }

  // Who else is in the group is a part of what each is unsure about.
  void Unsure(const Group& group) {
    const std::string sizes = fmt::format("{}/{}", group.rows.size(), group.payments.size());
    for (const FinanceRow* row : group.rows) Add(DifferenceKind::kUnsureMatch, row, nullptr, sizes);
    for (const LedgerReceipt* payment : group.payments) {
      Add(DifferenceKind::kUnsureMatch, nullptr, payment, sizes);
    }
  }

  void Add(DifferenceKind kind, const FinanceRow* row, const LedgerReceipt* payment,
           std::string_view more) {
    Difference& difference = result_.differences.emplace_back();
    difference.kind = kind;
    difference.identity = Sealed({DifferenceKindName(kind), more, row ? ContentOf(*row) : "",
                                  payment ? ContentOf(*payment) : ""});
    if (row != nullptr) {
      difference.line = row->line;
      difference.unit_id = row->unit_id;
      difference.received_date = row->received_date;
      difference.finance = row->amount;
      difference.receipt_number = row->receipt_number;
      difference.external_reference = row->external_reference;
    }
    if (payment == nullptr) return;
    difference.payment_id = payment->payment_id;
    difference.unit_id = payment->unit_id;
    difference.received_date = payment->received_date;
    difference.ledger = payment->amount;
    if (difference.receipt_number.empty()) difference.receipt_number = payment->receipt_number;
    if (difference.external_reference.empty()) {
      difference.external_reference = payment->external_reference;
    }
  }

  // Puts the differences in order, and tells those apart that say the same.
  void Finish() {
    std::ranges::sort(result_.differences, {}, [](const Difference& difference) {
      return std::tuple(difference.line == 0, difference.line,
                        std::string_view(difference.payment_id));
    });
    std::map<std::string, int> seen;
    for (Difference& difference : result_.differences) {
      const int number = ++seen[difference.identity];
      difference.identity += fmt::format("#{}", number);
    }
  }

  Comparison result_;
};

}  // namespace

std::string_view DifferenceKindName(DifferenceKind kind) {
  for (const KindWord& word : kKindWords) {
    if (word.kind == kind) return word.name;
  }
  std::abort();
}

std::optional<DifferenceKind> ParseDifferenceKind(std::string_view name) {
  for (const KindWord& word : kKindWords) {
    if (word.name == name) return word.kind;
  }
  return std::nullopt;
}

Comparison CompareReceipts(std::span<const FinanceRow> rows,
                           std::span<const LedgerReceipt> payments) {
  return Comparing().Run(rows, payments);
}

}  // namespace cuijiao::ledger
