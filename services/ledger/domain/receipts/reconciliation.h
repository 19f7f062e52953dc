// Finance's own receipts list against the ledger's payments of a month (LED-11). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_RECONCILIATION_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_RECONCILIATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kNoFinanceList = "NO_FINANCE_LIST";
inline constexpr std::string_view kUnknownDifference = "UNKNOWN_DIFFERENCE";
inline constexpr std::string_view kDifferencesOpen = "RECONCILIATION_DIFFERENCES_OPEN";

// A row of finance's list; empty texts are what it does not say. It names a receipt number, a
// reference, or a unit with a received date.
struct FinanceRow {
  int line = 0;
  std::string receipt_number;
  std::string external_reference;
  std::string unit_id;
  std::optional<Date> received_date;
  Fen amount;
};

// A payment of the month.
struct LedgerReceipt {
  std::string payment_id;
  std::string receipt_number;  // FormatReceiptNumber; empty while it has none
  std::string external_reference;
  std::string unit_id;
  Date received_date;
  Fen amount;
};

// The numbers are those of the proto.
enum class DifferenceKind : std::uint8_t {
  kOnlyInLedger = 1,
  kOnlyWithFinance = 2,
  kAmountDiffers = 3,
  kUnsureMatch = 4,
};

// "ONLY_IN_LEDGER", …
std::string_view DifferenceKindName(DifferenceKind kind);
std::optional<DifferenceKind> ParseDifferenceKind(std::string_view name);

struct Difference {
  DifferenceKind kind = DifferenceKind::kUnsureMatch;
  int line = 0;            // 0 without a row
  std::string payment_id;  // empty without a payment
  std::string unit_id;
  std::optional<Date> received_date;
  Fen finance;
  Fen ledger;
  std::string receipt_number;
  std::string external_reference;
  // All that makes it itself, the line apart: while it is the same text, it is the same difference.
  std::string identity;
};

struct Comparison {
  int matched_count = 0;
  Fen matched;
  int ledger_count = 0;
  Fen ledger;
  std::vector<Difference> differences;  // by line, then payments without a row by id
};

// Lays the rows against the payments. The same for any order of either. Every row and every payment
// is in exactly one match or one difference.
//
// A row with a receipt number belongs to the payment of that number, one without to the payments of
// its reference, one with neither to those of its unit and received date: there as many rows as
// payments of one amount match, and a single row and a single payment that are left over are one
// payment with different amounts. What names nothing of the month is only with finance. Two rows
// that name one payment, and rows and payments that agree in everything but their number, are
// unsure; so are a row and a payment that belong together and disagree about the unit.
Comparison CompareReceipts(std::span<const FinanceRow> rows,
                           std::span<const LedgerReceipt> payments);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_RECONCILIATION_H_
