#include "services/ledger/domain/imports/opening_totals.h"

#include <algorithm>
#include <utility>

#include "common/calendar/date.h"
#include "common/text/csv_table.h"
#include "fmt/format.h"
#include "services/ledger/domain/imports/import_check.h"
#include "services/ledger/domain/imports/import_rows.h"

namespace cuijiao::ledger {
namespace {

const std::vector<ImportWord>& FigureWords() {
  static const std::vector<ImportWord> kWords = {
      {"unpaid_principal", {"未收本金"}, static_cast<int>(OpeningFigure::kUnpaidPrincipal)},
      {"unpaid_late_fee", {"未收违约金"}, static_cast<int>(OpeningFigure::kUnpaidLateFee)},
      {"unpaid_costs", {"未收催收费用"}, static_cast<int>(OpeningFigure::kUnpaidCosts)},
      {"prepayment", {"预存余额", "预存"}, static_cast<int>(OpeningFigure::kPrepayment)},
      {"received", {"已收金额", "实收"}, static_cast<int>(OpeningFigure::kReceived)}};
  return kWords;
}

bool IsYear(const std::string& text) {
  return text.size() == 4 && text > "1900" && text < "2200" &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void CheckTotalPeriod(const OpeningTotalKey& key, ImportCells& cells) {
  switch (key.figure) {
    case OpeningFigure::kUnpaidPrincipal:
    case OpeningFigure::kUnpaidLateFee:
    case OpeningFigure::kUnpaidCosts:
      if (!IsYear(key.period)) {
        cells.Fault("period", kPeriodWrong,
                    fmt::format("{}: want the year of the due date, 2016", key.period));
      }
      return;
    case OpeningFigure::kReceived:
      if (!ParseMonth(key.period).ok()) {
        cells.Fault("period", kPeriodWrong,
                    fmt::format("{}: want the month of the received date, 2017-03", key.period));
      }
      return;
    case OpeningFigure::kPrepayment:
      if (!key.period.empty()) {
        cells.Fault("period", kPeriodWrong,
                    fmt::format("{}: prepayment has no period", key.period));
      }
      return;
  }
}

}  // namespace

ReadTotal ReadOpeningTotal(ImportRow row) {
  ReadTotal read;
  read.total.line = row.line;
  ImportCells cells(ImportKind::kOpeningTotals, std::move(row));
  OpeningTotalKey& key = read.total.key;
  key.community_id = cells.Id("community_id");
  key.figure = static_cast<OpeningFigure>(cells.Word("figure", FigureWords()));
  key.period = cells.OptionalText("period", 16);
  read.total.amount =
      cells.IsEmpty("amount") ? cells.Amount("amount") : cells.OptionalAmount("amount");
  if (cells.faults().empty()) CheckTotalPeriod(key, cells);
  read.faults = cells.faults();
  return read;
}

std::vector<RowFault> CheckOpeningTotals(const std::vector<StatedTotal>& stated,
                                         const std::set<std::string>& community_ids) {
  std::vector<RowFault> faults;
  std::map<OpeningTotalKey, std::int64_t> lines;
  for (const StatedTotal& total : stated) {
    ImportCells cells(ImportKind::kOpeningTotals, {total.line, {}});
    if (!community_ids.contains(total.key.community_id)) {
      cells.Fault("community_id", kUnknownCommunity,
                  fmt::format("the project has no community {}", total.key.community_id));
    }
    if (const auto [seen, is_first] = lines.try_emplace(total.key, total.line); !is_first) {
      cells.Fault("", kRowRepeated, fmt::format("line {} states the same total", seen->second));
    }
    faults.insert(faults.end(), cells.faults().begin(), cells.faults().end());
  }
  return faults;
}

std::vector<OpeningDifference> CompareTotals(const std::vector<StatedTotal>& stated,
                                             const OpeningTotals& held) {
  std::map<OpeningTotalKey, OpeningDifference> by_key;
  for (const auto& [key, amount] : held) by_key[key] = {key, Fen(0), amount, 0};
  for (const StatedTotal& total : stated) {
    OpeningDifference& difference = by_key[total.key];
    difference.key = total.key;
    difference.stated = total.amount;
    difference.line = total.line;
  }
  std::vector<OpeningDifference> differences;
  for (auto& [key, difference] : by_key) {
    if (difference.stated != difference.held) differences.push_back(std::move(difference));
  }
  return differences;
}

}  // namespace cuijiao::ledger
