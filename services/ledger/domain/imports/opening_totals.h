// Control totals of the system before, laid against the ledger (LED-19). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_OPENING_TOTALS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_OPENING_TOTALS_H_

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/money/fen.h"
#include "services/ledger/domain/imports/import_cells.h"

namespace cuijiao::ledger {

// What a total sums; the numbers are those of the proto.
enum class OpeningFigure : std::uint8_t {
  kUnpaidPrincipal = 1,
  kUnpaidLateFee = 2,
  kUnpaidCosts = 3,
  kPrepayment = 4,
  kReceived = 5,
};

// What is compared. The period is a year, "2016", of what is unpaid, by due date; a month,
// "2017-03", of receipts, by received date; empty of prepayment.
struct OpeningTotalKey {
  std::string community_id;
  OpeningFigure figure = OpeningFigure::kUnpaidPrincipal;
  std::string period;
  friend auto operator<=>(const OpeningTotalKey&, const OpeningTotalKey&) = default;
};

// What the ledger holds; what is not there is zero.
using OpeningTotals = std::map<OpeningTotalKey, Fen>;

struct StatedTotal {
  OpeningTotalKey key;
  Fen amount;
  std::int64_t line = 0;
};

struct ReadTotal {
  StatedTotal total;  // to be used when there are no faults
  std::vector<RowFault> faults;
};

// Reads a row of ImportKind::kOpeningTotals.
ReadTotal ReadOpeningTotal(ImportRow row);

// What is wrong with rows that could be read: a community that is not the project's
// (UNKNOWN_COMMUNITY), a total that an earlier line states (ROW_REPEATED).
std::vector<RowFault> CheckOpeningTotals(const std::vector<StatedTotal>& stated,
                                         const std::set<std::string>& community_ids);

struct OpeningDifference {
  OpeningTotalKey key;
  Fen stated;
  Fen held;
  std::int64_t line = 0;  // 0 where the file says nothing
};

// Every total of which file and ledger say different things, by key. What one of them does not have
// is zero.
std::vector<OpeningDifference> CompareTotals(const std::vector<StatedTotal>& stated,
                                             const OpeningTotals& held);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_IMPORTS_OPENING_TOTALS_H_
