// What a statement of a bank or wallet says, line by line, whatever its layout (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_LINE_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/imports/import_cells.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

// Reasons why a whole file is refused: INVALID_ARGUMENT, RESOURCE_EXHAUSTED for the last. The
// message names the line and the value, or both figures where two differ.
inline constexpr std::string_view kStatementUnknown = "STATEMENT_UNKNOWN";
inline constexpr std::string_view kStatementBroken = "STATEMENT_BROKEN";
inline constexpr std::string_view kStatementIncomplete = "STATEMENT_INCOMPLETE";
inline constexpr std::string_view kTotalsDiffer = "TOTALS_DIFFER";
inline constexpr std::string_view kBalanceDiffers = "BALANCE_DIFFERS";
inline constexpr std::string_view kDoctypeForbidden = "DOCTYPE_FORBIDDEN";
inline constexpr std::string_view kMappingMissing = "MAPPING_MISSING";
inline constexpr std::string_view kMappingNotWanted = "MAPPING_NOT_WANTED";
inline constexpr std::string_view kMappingWrong = "MAPPING_WRONG";
inline constexpr std::string_view kStatementTooLarge = "STATEMENT_TOO_LARGE";

// Reasons of rows, besides those of cells.
inline constexpr std::string_view kInOtherProject = "IN_ANOTHER_PROJECT";
inline constexpr std::string_view kSignWrong = "SIGN_WRONG";
inline constexpr std::string_view kCurrencyUnknown = "CURRENCY_UNKNOWN";
inline constexpr std::string_view kTransactionsDiffer = "TRANSACTIONS_DIFFER";

// Rows of one file; more are refused.
inline constexpr std::size_t kMaxStatementRows = 20'000;

enum class StatementKind : std::uint8_t { kWechatPay = 1, kAlipay = 2, kCamt053 = 3, kCsv = 4 };

// "WECHAT_PAY", "ALIPAY", "CAMT_053", "CSV".
std::string_view StatementKindName(StatementKind kind);
std::optional<StatementKind> ParseStatementKind(std::string_view name);

// What a line is about.
enum class StatementLineKind : std::uint8_t {
  kReceipt = 1,     // money came in
  kRefund = 2,      // money of an order was paid back, in full or in part
  kRevocation = 3,  // an order was undone
  kReturn = 4,      // the bank took a credit back
  kOther = 5,       // no money of owners; `why` says what
};

// "RECEIPT", "REFUND", "REVOCATION", "RETURN", "OTHER".
std::string_view StatementLineKindName(StatementLineKind kind);
std::optional<StatementLineKind> ParseStatementLineKind(std::string_view name);

// Why a line is not booked by itself.
inline constexpr std::string_view kZeroAmount = "ZERO_AMOUNT";
inline constexpr std::string_view kRefundFailed = "REFUND_FAILED";
inline constexpr std::string_view kOutgoing = "OUTGOING";
inline constexpr std::string_view kInformationOnly = "INFORMATION_ONLY";
inline constexpr std::string_view kStillProcessing = "STILL_PROCESSING";
inline constexpr std::string_view kOwnPaymentReturned = "OWN_PAYMENT_RETURNED";

// One movement of money.
struct StatementLine {
  std::int64_t line = 0;  // where it stands in the file, from 1
  StatementLineKind kind = StatementLineKind::kReceipt;
  // What is not final yet: listed, not booked.
  bool pending = false;
  // Set where a person must look at it, or where it is no receipt: a reason of those above.
  std::string why;
  // What makes it itself, in every file that has it.
  std::string identity;
  // The identity of the pending line that this one makes final; empty for none.
  std::string completes;
  // What its refunds name it by; of a refund what it names. Empty for none.
  std::string order;
  // What bank or wallet call it, at most 64 bytes.
  std::string external_reference;
  Fen amount;  // never negative
  Fen fee;     // of the wallet; kept beside the amount, not taken off; below zero when given back
  Date date;   // when the payer paid
  // Personal. `order_text` is what the company's own payment page wrote into the order; `remark`
  // anything else.
  std::string payer;
  std::string order_text;
  std::string remark;
};

// How receipts of a statement came in.
struct StatementFile {
  StatementKind kind = StatementKind::kCsv;
  PaymentMethod method = PaymentMethod::kBankTransfer;
  std::string encoding;  // "UTF-8", "UTF-8 BOM" or "GB18030"
  std::string account;   // the company's own: merchant or bank account; empty where none is told
  std::int64_t row_count = 0;
  std::vector<StatementLine> lines;  // those without faults, by line
  std::vector<RowFault> faults;
};

// Lists the second of two lines that are the same thing as a fault, and leaves it out.
void RefuseRepeatedLines(StatementFile& file);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_STATEMENT_LINE_H_
