#include "services/ledger/domain/statements/wechat_bill.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_reader.h"
#include "common/text/csv_table.h"
#include "fmt/format.h"
#include "services/ledger/domain/statements/statement_rows.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kTotalsBegin = "总交易单数";
constexpr std::string_view kRowCount = "总交易单数";

// A total and the column that it sums.
struct TotalOfColumn {
  std::string_view total;
  std::string_view column;
};
constexpr std::array kTotals = {
    TotalOfColumn{"应结订单总金额", "应结订单金额"},
    TotalOfColumn{"退款总金额", "退款金额"},
    TotalOfColumn{"充值券退款总金额", "充值券退款金额"},
    TotalOfColumn{"手续费总金额", "手续费"},
    TotalOfColumn{"订单总金额", "订单金额"},
    TotalOfColumn{"申请退款总金额", "申请退款金额"},
};

// As the wallet writes its rows: each cell begins with a backtick, so that it may hold commas, and
// quotes mean nothing.
bool IsAsTheWalletWrites(std::string_view line) {
  return line.starts_with('`') && line.find(",\"`") == std::string_view::npos;
}

// Other lines, and rows that a table program saved again and quoted, are CSV; without cells where
// the line is empty.
absl::StatusOr<CsvRow> SplitRow(std::int64_t number, std::string_view line) {
  CsvRow row{number, {}};
  if (IsAsTheWalletWrites(line)) {
    row.cells = absl::StrSplit(absl::string_view(line.data() + 1, line.size() - 1), ",`");
  } else {
    const absl::Status read = ReadCsvRows(line, CsvLimits{}, [&](CsvRow of_line) {
      row.cells = std::move(of_line.cells);
      return absl::OkStatus();
    });
    if (!read.ok()) {
      return RefuseStatement(kStatementBroken, fmt::format("line {} is no row of a table: {}",
                                                           number, std::string(read.message())));
    }
    for (std::string& cell : row.cells) {
      if (cell.starts_with('`')) cell.erase(0, 1);
    }
  }
  for (std::string& cell : row.cells) absl::StripAsciiWhitespace(&cell);
  return row;
}

// A column's sum over the rows; nothing when a cell of it cannot be read.
struct ColumnSum {
  std::int64_t yuan_e5 = 0;
  bool readable = true;
};

class WechatReading {
 public:
  absl::Status Take(std::int64_t number, std::string_view line) {
    CUIJIAO_ASSIGN_OR_RETURN(const CsvRow row, SplitRow(number, Trimmed(line)));
    if (row.cells.empty()) return absl::OkStatus();
    if (!columns_) return TakeHeader(row);
    if (!totals_ && row.cells.front().starts_with(kTotalsBegin)) {
      CUIJIAO_ASSIGN_OR_RETURN(totals_, StatementColumns::Find(row, {std::string(kRowCount)}));
      return absl::OkStatus();
    }
    if (!totals_) return TakeRow(row);
    if (closed_) {
      return RefuseStatement(kStatementBroken, fmt::format("line {} stands behind the totals of"
                                                           " line {}: this is more than one bill",
                                                           number, closed_line_));
    }
    return CheckTotals(row);
  }

  absl::StatusOr<StatementFile> Finish() {
    if (!columns_) return RefuseStatement(kHeaderWrong, "the file is empty");
    if (!closed_) {
      return RefuseStatement(kStatementIncomplete,
                             fmt::format("the file ends after {} rows, without its totals ({})",
                                         file_.row_count, kTotalsBegin));
    }
    RefuseRepeatedLines(file_);
    return std::move(file_);
  }

 private:
  absl::Status TakeHeader(const CsvRow& row) {
    CUIJIAO_ASSIGN_OR_RETURN(
        columns_, StatementColumns::Find(row, {"交易时间", "商户号", "微信订单号", "商户订单号",
                                               "交易状态", "应结订单金额", "商品名称"}));
    file_.kind = StatementKind::kWechatPay;
    file_.method = PaymentMethod::kWechatPay;
    return absl::OkStatus();
  }

  absl::Status TakeRow(const CsvRow& cells) {
    if (++file_.row_count > static_cast<std::int64_t>(kMaxStatementRows)) {
      return Refusal(
          absl::StatusCode::kResourceExhausted, kStatementTooLarge,
          fmt::format("line {}: there are more than {} rows", cells.line, kMaxStatementRows));
    }
    for (std::size_t i = 0; i < kTotals.size(); ++i) {
      const std::string_view cell = columns_->Cell(cells, kTotals.at(i).column);
      if (cell.empty()) continue;
      const absl::StatusOr<std::int64_t> amount = ReadYuanE5(cell);
      sums_.at(i).readable = sums_.at(i).readable && amount.ok();
      AddE5(sums_.at(i).yuan_e5, amount.value_or(0));
    }
    StatementRow row(*columns_, cells);
    if (cells.cells.size() != columns_->width()) {
      for (ColumnSum& sum : sums_) sum.readable = false;
      row.Fault("", kRowWidthWrong,
                fmt::format("the row has {} cells, the header has {}", cells.cells.size(),
                            columns_->width()));
    } else {
      ReadLine(row);
    }
    file_.faults.insert(file_.faults.end(), row.faults().begin(), row.faults().end());
    return absl::OkStatus();
  }

  void ReadLine(StatementRow& row) {
    StatementLine line;
    line.line = row.line();
    line.date = row.DateOf("交易时间");
    const std::string order = row.RequiredText("微信订单号");
    const std::string merchant = row.RequiredText("商户号");
    const std::string merchant_order = row.RequiredText("商户订单号");
    line.order = fmt::format("WECHAT_PAY/{}/{}", merchant, merchant_order);
    line.order_text = row.Text("商户数据包") + " " + merchant_order;
    line.remark = row.Text("商品名称");
    line.fee = FenFromE5(row.OptionalAmountE5("手续费"));
    if (const std::string currency = row.Text("货币种类"); !currency.empty() && currency != "CNY") {
      row.Fault("货币种类", kCurrencyUnknown, fmt::format("'{}' is not CNY", currency));
    }
    if (file_.account.empty()) file_.account = merchant;
    ReadState(row, order, line);
    if (row.faults().empty()) file_.lines.push_back(std::move(line));
  }

  static void ReadState(StatementRow& row, const std::string& order, StatementLine& line) {
    const std::string state = row.Text("交易状态");
    if (state == "SUCCESS" || state == "PROCESSING") {
      line.amount = row.Amount("应结订单金额");
      line.pending = state == "PROCESSING";
      line.identity = fmt::format("WECHAT_PAY/{}/{}", state, order);
      line.external_reference = order;
      if (state == "SUCCESS") line.completes = "WECHAT_PAY/PROCESSING/" + order;
      if (line.amount == Fen(0)) line.kind = StatementLineKind::kOther;
      if (line.amount == Fen(0)) line.why = kZeroAmount;
    } else if (state == "REFUND") {
      ReadRefund(row, line);
    } else if (state == "REVOKED") {
      line.kind = StatementLineKind::kRevocation;
      line.amount = row.OptionalAmount("退款金额");
      if (line.amount == Fen(0)) line.amount = row.OptionalAmount("应结订单金额");
      line.identity = "WECHAT_PAY/REVOKED/" + order;
      line.external_reference = order;
    } else {
      row.Fault("交易状态", kWordUnknown,
                fmt::format("'{}' is none of SUCCESS, REFUND, REVOKED, PROCESSING", state));
    }
    if (line.amount < Fen(0)) {
      row.Fault("", kSignWrong,
                fmt::format("the amount {} is below zero", FormatYuan(line.amount)));
    }
  }

  static void ReadRefund(StatementRow& row, StatementLine& line) {
    line.kind = StatementLineKind::kRefund;
    line.amount = row.Amount("退款金额");
    const std::string refund = row.RequiredText("微信退款单号");
    const std::string state = row.Text("退款状态");
    line.external_reference = refund;
    line.identity = "WECHAT_PAY/REFUND/" + refund;
    if (state == "SUCCESS") {
      line.completes = "WECHAT_PAY/REFUND_PROCESSING/" + refund;
    } else if (state == "PROCESSING" || state == "CHANGE") {
      line.pending = true;
      line.identity = "WECHAT_PAY/REFUND_PROCESSING/" + refund;
    } else if (state == "FAIL") {
      line.kind = StatementLineKind::kOther;
      line.why = kRefundFailed;
      line.identity = "WECHAT_PAY/REFUND_FAILED/" + refund;
      line.completes = "WECHAT_PAY/REFUND_PROCESSING/" + refund;
    } else {
      row.Fault("退款状态", kWordUnknown,
                fmt::format("'{}' is none of SUCCESS, PROCESSING, CHANGE, FAIL", state));
    }
  }

  absl::Status CheckTotals(const CsvRow& row) {
    closed_ = true;
    closed_line_ = row.line;
    StatedTotals totals;
    totals.Compare(kRowCount, totals_->Cell(row, kRowCount), std::to_string(file_.row_count));
    for (std::size_t i = 0; i < kTotals.size(); ++i) {
      const std::string_view cell = totals_->Cell(row, kTotals.at(i).total);
      if (cell.empty() || !sums_.at(i).readable) continue;
      const absl::StatusOr<std::int64_t> stated = ReadYuanE5(cell);
      if (!stated.ok()) {
        return RefuseStatement(kStatementBroken,
                               fmt::format("line {}, {}: {}", row.line, kTotals.at(i).total,
                                           std::string(stated.status().message())));
      }
      totals.Compare(kTotals.at(i).total, FormatYuanE5(*stated), FormatYuanE5(sums_.at(i).yuan_e5));
    }
    return totals.AsStatus();
  }

  StatementFile file_;
  std::optional<StatementColumns> columns_;
  std::optional<StatementColumns> totals_;
  std::array<ColumnSum, kTotals.size()> sums_;
  bool closed_ = false;
  std::int64_t closed_line_ = 0;
};

}  // namespace

bool IsWechatBill(std::string_view utf8) {
  const std::size_t begin = utf8.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return false;
  const std::string_view rest = utf8.substr(begin);
  const std::string_view header = rest.substr(0, rest.find_first_of("\r\n"));
  return header.find("微信订单号") != std::string_view::npos &&
         header.find("交易状态") != std::string_view::npos;
}

absl::StatusOr<StatementFile> ReadWechatBill(std::string_view utf8) {
  WechatReading reading;
  CUIJIAO_RETURN_IF_ERROR(ForEachTextLine(utf8, [&](std::int64_t number, std::string_view line) {
    return reading.Take(number, line);
  }));
  return reading.Finish();
}

}  // namespace cuijiao::ledger
