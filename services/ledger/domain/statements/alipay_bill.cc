#include "services/ledger/domain/statements/alipay_bill.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "common/text/encoding.h"
#include "common/text/written_forms.h"
#include "fmt/format.h"
#include "services/ledger/domain/statements/statement_rows.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kTitle = "#支付宝业务明细查询";
constexpr std::string_view kAccount = "#账号";
constexpr std::string_view kEndOfRows = "业务明细列表结束";
constexpr std::string_view kReceiptTotals = "#交易合计";
constexpr std::string_view kRefundTotals = "#退款合计";

constexpr std::int64_t kMaxStatedCount = 1'000'000'000;
constexpr std::string_view kReceived = "商家实收(元)";
constexpr std::string_view kDiscount = "商家优惠(元)";

// What stands in brackets: "#账号：[2088…]" gives "2088…".
std::string InBrackets(std::string_view line) {
  const std::size_t begin = line.find('[');
  const std::size_t end = line.find(']', begin == std::string_view::npos ? 0 : begin);
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  return std::string(line.substr(begin + 1, end - begin - 1));
}

// One kind of business: how many rows, and their sums.
struct SummedGroup {
  std::int64_t count = 0;
  std::int64_t received_e5 = 0;
  std::int64_t discount_e5 = 0;
  bool readable = true;

  void Add(const StatementColumns& columns, const CsvRow& row) {
    ++count;
    for (auto [name, sum] : {std::pair{kReceived, &received_e5}, {kDiscount, &discount_e5}}) {
      const std::string_view cell = columns.Cell(row, name);
      const absl::StatusOr<std::int64_t> amount =
          cell.empty() ? absl::StatusOr<std::int64_t>(0) : ReadYuanE5(cell);
      readable = readable && amount.ok();
      AddE5(*sum, amount.value_or(0));
    }
  }
};

// "#交易合计：2笔，商家实收共1,200.00元，商家优惠共0.00元"
struct StatedGroup {
  std::int64_t count = 0;
  std::vector<std::int64_t> amounts_e5;
};

// The text that ends before `unit`, behind the last `after`; moves `rest` behind the unit.
std::optional<std::string> TakeUpTo(std::string_view& rest, std::string_view after,
                                    std::string_view unit) {
  const std::size_t end = rest.find(unit);
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view text = rest.substr(0, end);
  rest.remove_prefix(end + unit.size());
  if (const std::size_t begin = text.rfind(after); begin != std::string_view::npos) {
    text.remove_prefix(begin + after.size());
  }
  return std::string(Trimmed(text));
}

absl::StatusOr<StatedGroup> ReadStated(std::int64_t number, std::string_view line) {
  const std::string folded = FoldWidth(line);
  std::string_view rest = folded;
  StatedGroup stated;
  const absl::StatusOr<std::int64_t> count =
      ReadWrittenInteger(TakeUpTo(rest, ":", "笔").value_or(""), 0, kMaxStatedCount);
  if (!count.ok()) {
    return RefuseStatement(kStatementBroken,
                           fmt::format("line {} states no count (…笔): '{}'", number, line));
  }
  stated.count = *count;
  while (const std::optional<std::string> amount = TakeUpTo(rest, "共", "元")) {
    const absl::StatusOr<std::int64_t> value = ReadYuanE5(*amount);
    if (!value.ok()) {
      return RefuseStatement(kStatementBroken, fmt::format("line {}: {}", number,
                                                           std::string(value.status().message())));
    }
    stated.amounts_e5.push_back(*value);
  }
  return stated;
}

// Refunds are stated with a sign or without.
std::int64_t Magnitude(std::int64_t amount) { return amount < 0 ? -amount : amount; }

class AlipayReading {
 public:
  // Takes a line of the frame; rows are read afterwards, as CSV, from `rows_text`, which has an
  // empty line in its place.
  absl::Status TakeFrame(std::int64_t number, std::string_view line) {
    if (line.starts_with(kAccount)) file_.account = InBrackets(line);
    if (line.find(kEndOfRows) != std::string_view::npos) ended_ = true;
    if (line.starts_with(kReceiptTotals)) {
      CUIJIAO_ASSIGN_OR_RETURN(receipts_stated_, ReadStated(number, line));
    } else if (line.starts_with(kRefundTotals)) {
      CUIJIAO_ASSIGN_OR_RETURN(refunds_stated_, ReadStated(number, line));
    }
    return absl::OkStatus();
  }

  absl::Status TakeRow(const CsvRow& cells) {
    if (!columns_) return TakeHeader(cells);
    ++file_.row_count;
    StatementRow row(*columns_, cells);
    if (cells.cells.size() < columns_->width()) {
      kind_unknown_ = true;
      row.Fault("", kRowWidthWrong,
                fmt::format("the row has {} cells, the header has {}", cells.cells.size(),
                            columns_->width()));
    } else {
      ReadLine(cells, row);
    }
    file_.faults.insert(file_.faults.end(), row.faults().begin(), row.faults().end());
    return absl::OkStatus();
  }

  absl::StatusOr<StatementFile> Finish() {
    if (!columns_) {
      return RefuseStatement(kHeaderWrong, "there is no header (支付宝交易号,…)");
    }
    if (!ended_ || !receipts_stated_ || !refunds_stated_) {
      return RefuseStatement(
          kStatementIncomplete,
          fmt::format("the file ends after {} rows, without its closing line ({})", file_.row_count,
                      !ended_             ? kEndOfRows
                      : !receipts_stated_ ? kReceiptTotals
                                          : kRefundTotals));
    }
    StatedTotals totals;
    totals.Compare("交易合计 + 退款合计 count",
                   std::to_string(receipts_stated_->count + refunds_stated_->count),
                   std::to_string(file_.row_count));
    Compare("交易", *receipts_stated_, receipts_, totals);
    Compare("退款", *refunds_stated_, refunds_, totals);
    CUIJIAO_RETURN_IF_ERROR(totals.AsStatus());
    RefuseRepeatedLines(file_);
    return std::move(file_);
  }

 private:
  absl::Status TakeHeader(const CsvRow& header) {
    CUIJIAO_ASSIGN_OR_RETURN(
        columns_,
        StatementColumns::Find(
            header, {"支付宝交易号", "商户订单号", "业务类型", "商品名称", "完成时间", "对方账户",
                     "订单金额(元)", std::string(kReceived), std::string(kDiscount)}));
    file_.kind = StatementKind::kAlipay;
    file_.method = PaymentMethod::kAlipay;
    return absl::OkStatus();
  }

  void ReadLine(const CsvRow& cells, StatementRow& row) {
    StatementLine line;
    line.line = row.line();
    const std::string trade = row.RequiredText("支付宝交易号");
    const std::string merchant_order = row.Text("商户订单号");
    const std::string business = row.Text("业务类型");
    line.date = row.DateOf("完成时间");
    line.order = "ALIPAY/" + trade;
    line.external_reference = trade;
    line.order_text = merchant_order;
    line.payer = row.Text("对方账户");
    line.remark = row.Text("商品名称") + " " + row.Text("备注");
    line.fee = FenFromE5(row.OptionalAmountE5("服务费(元)"));
    const Fen amount = row.Amount("订单金额(元)");
    if (business == "交易") {
      receipts_.Add(*columns_, cells);
      line.identity = "ALIPAY/TRADE/" + trade;
      line.amount = amount;
      if (amount < Fen(0)) {
        row.Fault("订单金额(元)", kSignWrong,
                  fmt::format("a 交易 of {} is below zero", FormatYuan(amount)));
      }
      if (amount == Fen(0)) line.kind = StatementLineKind::kOther;
      if (amount == Fen(0)) line.why = kZeroAmount;
    } else if (business == "退款") {
      refunds_.Add(*columns_, cells);
      line.kind = StatementLineKind::kRefund;
      // The batch tells refunds of one trade apart.
      line.identity =
          fmt::format("ALIPAY/REFUND/{}/{}", trade, row.RequiredText("退款批次号/请求号"));
      line.amount = -amount;
      if (amount >= Fen(0)) {
        row.Fault("订单金额(元)", kSignWrong,
                  fmt::format("a 退款 of {} is not below zero", FormatYuan(amount)));
      }
    } else {
      row.Fault("业务类型", kWordUnknown, fmt::format("'{}' is neither 交易 nor 退款", business));
      kind_unknown_ = true;
    }
    if (row.faults().empty()) file_.lines.push_back(std::move(line));
  }

  void Compare(std::string_view name, const StatedGroup& stated, const SummedGroup& group,
               StatedTotals& totals) const {
    if (kind_unknown_) return;
    totals.Compare(fmt::format("{}合计 count", name), std::to_string(stated.count),
                   std::to_string(group.count));
    if (!group.readable) return;
    const std::int64_t sums[] = {group.received_e5, group.discount_e5};
    const std::string_view names[] = {"商家实收", "商家优惠"};
    for (std::size_t i = 0; i < 2 && i < stated.amounts_e5.size(); ++i) {
      totals.Compare(fmt::format("{}合计 {}", name, names[i]),
                     FormatYuanE5(Magnitude(stated.amounts_e5[i])),
                     FormatYuanE5(Magnitude(sums[i])));
    }
  }

  StatementFile file_;
  std::optional<StatementColumns> columns_;
  SummedGroup receipts_;
  SummedGroup refunds_;
  std::optional<StatedGroup> receipts_stated_;
  std::optional<StatedGroup> refunds_stated_;
  bool ended_ = false;
  // Which total some row belongs to is not known: then only their sum is compared.
  bool kind_unknown_ = false;
};

}  // namespace

bool IsAlipayBill(std::string_view utf8) {
  const std::size_t begin = utf8.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && utf8.substr(begin).starts_with(kTitle);
}

absl::StatusOr<StatementFile> ReadAlipayBill(std::string_view utf8) {
  AlipayReading reading;
  std::string rows_text;  // the same lines, those of the frame empty
  const auto take_line = [&](std::int64_t number, std::string_view line) -> absl::Status {
    const bool of_frame = line.starts_with('#');
    if (!of_frame) rows_text += line;
    rows_text += '\n';
    return of_frame ? reading.TakeFrame(number, line) : absl::OkStatus();
  };
  CUIJIAO_RETURN_IF_ERROR(ForEachTextLine(utf8, take_line));
  CsvLimits limits;
  limits.max_rows = kMaxStatementRows + 1;  // the header is one
  const absl::Status read =
      ReadCsvRows(rows_text, limits, [&](const CsvRow& row) { return reading.TakeRow(row); });
  if (absl::IsResourceExhausted(read)) {
    return Refusal(absl::StatusCode::kResourceExhausted, kStatementTooLarge,
                   std::string(read.message()));
  }
  if (!read.ok() && ReasonOf(read).empty()) {
    return RefuseStatement(kStatementBroken, std::string(read.message()));
  }
  CUIJIAO_RETURN_IF_ERROR(read);
  return reading.Finish();
}

}  // namespace cuijiao::ledger
