// The standard company, and the statements that these tests import into it.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_STATEMENTS_STATEMENT_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_STATEMENTS_STATEMENT_WORLD_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cuijiao/ledger/v1/bank_statement.grpc.pb.h"
#include "tests/integration/ledger_money/money_world.h"

namespace cuijiao::ledger {

using Statements = v1::BankStatementService;
using Line = v1::BankStatementLine;

// A row of a WeChat Pay bill; amounts in yuan.
struct WechatRow {
  std::string order;
  std::string state;  // SUCCESS, REVOKED; or of a refund its own state
  std::string amount;
  std::string refund;  // its number; of refunds alone
  std::string goods;
  std::string attach;
  std::string date = "2017-03-10";
};

// A bill with its totals.
inline std::string WechatBill(const std::vector<WechatRow>& rows) {
  std::string text =
      "交易时间,商户号,微信订单号,商户订单号,交易状态,应结订单金额,微信退款单号,退款金额,"
      "退款状态,商品名称,商户数据包,手续费\r\n";
  std::int64_t received = 0;
  std::int64_t refunded = 0;
  for (const WechatRow& row : rows) {
    const std::int64_t fen = ParseYuan(row.amount).value().value();
    (row.refund.empty() ? received : refunded) += fen;
    absl::StrAppend(&text, "`", row.date, " 10:00:00,`1230000109,`4200", row.order, ",`M",
                    row.order, ",`", row.refund.empty() ? row.state : "REFUND", ",`",
                    row.refund.empty() ? row.amount : "0.00", ",`", row.refund, ",`",
                    row.refund.empty() ? "0.00" : row.amount, ",`");
    absl::StrAppend(&text, row.refund.empty() ? "" : row.state, ",`", row.goods, ",`", row.attach,
                    ",`0.60000\r\n");
  }
  absl::StrAppend(&text, "总交易单数,应结订单总金额,退款总金额,手续费总金额\r\n`", rows.size(),
                  ",`", FormatYuan(Fen(received)), ",`", FormatYuan(Fen(refunded)), ",`",
                  FormatYuan(Fen(static_cast<std::int64_t>(rows.size()) * 60)), "\r\n");
  return text;
}

class StatementWorld : public MoneyWorld {
 protected:
  [[nodiscard]] v1::ImportBankStatementRequest Request(const std::string& content,
                                                       const std::string& project = "P1") const {
    v1::ImportBankStatementRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_project_id(project);
    request.set_content(content);
    return request;
  }

  // A bank's table: date, amount, payer, remark, number.
  [[nodiscard]] v1::ImportBankStatementRequest BankRequest(
      const std::string& rows, const std::string& project = "P1") const {
    v1::ImportBankStatementRequest request =
        Request("date,amount,payer,remark,no\n" + rows, project);
    v1::BankStatementMapping& mapping = *request.mutable_mapping();
    mapping.set_account("6222");
    mapping.set_date_column("date");
    mapping.set_amount_column("amount");
    mapping.set_payer_column("payer");
    mapping.add_remark_columns("remark");
    mapping.set_external_id_column("no");
    return request;
  }

  absl::StatusOr<v1::ImportBankStatementResponse> Import(
      const v1::ImportBankStatementRequest& request) {
    return ledger_.Call<Statements>(&Statements::StubInterface::ImportBankStatement,
                                    ledger_.Finance(), request);
  }

  // An import that the call itself does not refuse.
  v1::ImportBankStatementResponse MustImport(const v1::ImportBankStatementRequest& request) {
    const auto response = Import(request);
    EXPECT_EQ(response.status(), absl::OkStatus());
    return response.ok() ? *response : v1::ImportBankStatementResponse();
  }

  std::vector<Line> Lines(Line::State state = Line::STATE_UNSPECIFIED,
                          const std::string& project = "P1") {
    v1::ListBankStatementLinesRequest request;
    request.set_project_id(project);
    request.set_state(state);
    const auto lines = ledger_.Call<Statements>(&Statements::StubInterface::ListBankStatementLines,
                                                ledger_.Finance(), request);
    EXPECT_EQ(lines.status(), absl::OkStatus());
    if (!lines.ok()) return {};
    return {lines->lines().begin(), lines->lines().end()};
  }

  // "2 RECEIPT BOOKED", "3 REFUND OPEN ORDER_UNKNOWN".
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const Line& line : Lines()) {
      std::string text = absl::StrCat(line.line(), " ", Line::Kind_Name(line.kind()).substr(5), " ",
                                      Line::State_Name(line.state()).substr(6));
      if (!line.reason().empty()) absl::StrAppend(&text, " ", line.reason());
      told.push_back(text);
    }
    return told;
  }

  absl::StatusOr<Line> Match(const std::string& line_id, const std::string& unit_id,
                             const std::string& payment_id = "") {
    v1::MatchBankStatementLineRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_line_id(line_id);
    request.set_unit_id(unit_id);
    request.set_payment_id(payment_id);
    return ledger_.Call<Statements>(&Statements::StubInterface::MatchBankStatementLine,
                                    ledger_.Finance(), request);
  }

  absl::StatusOr<Line> Dismiss(const std::string& line_id) {
    v1::DismissBankStatementLineRequest request;
    request.set_request_id(ledger_.NewRequestId());
    request.set_line_id(line_id);
    request.set_note("已线下处理");
    return ledger_.Call<Statements>(&Statements::StubInterface::DismissBankStatementLine,
                                    ledger_.Finance(), request);
  }

  std::vector<std::string> Faults(const v1::ImportBankStatementResponse& response) {
    std::vector<std::string> faults;
    for (const v1::RowError& error : response.row_errors()) {
      faults.push_back(absl::StrCat(error.line(), " ", error.reason()));
    }
    return faults;
  }
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_STATEMENTS_STATEMENT_WORLD_H_
