// LED-13: the WeChat Pay and the Alipay merchant bill, as they come and as they must not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/unit/ledger_statements/statement_file.h"

namespace cuijiao::ledger {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Line, kind, amount, fee: "7 RECEIPT 630.98 3.79".
std::vector<std::string> WalletLines(const StatementFile& file) {
  std::vector<std::string> lines;
  for (const StatementLine& line : file.lines) {
    lines.push_back(std::to_string(line.line) + " " +
                    std::string(StatementLineKindName(line.kind)) + (line.pending ? "? " : " ") +
                    FormatYuan(line.amount) + " " + FormatYuan(line.fee));
  }
  return lines;
}

TEST(WechatBill, LED13_TypeAllWithRefundsOfEachState) {
  const StatementFile file = MustRead(BytesOf("wechat_all.csv"));
  EXPECT_EQ(file.kind, StatementKind::kWechatPay);
  EXPECT_EQ(file.method, PaymentMethod::kWechatPay);
  EXPECT_EQ(file.encoding, "UTF-8 BOM");
  EXPECT_EQ(file.account, "1230000109");
  EXPECT_EQ(file.row_count, 6);
  EXPECT_THAT(FaultsOf(file), ElementsAre());
  EXPECT_THAT(WalletLines(file), ElementsAre("2 REFUND? 100.00 0.00", "3 REVOCATION 0.00 0.00",
                                             "4 REFUND 50.00 -0.30", "5 RECEIPT 1234.50 7.41",
                                             "6 RECEIPT 200.00 1.20", "7 RECEIPT 630.98 3.79"));
  const StatementLine& receipt = file.lines.at(5);
  EXPECT_EQ(receipt.identity, "WECHAT_PAY/SUCCESS/4200000001201703080000000001");
  EXPECT_EQ(receipt.external_reference, "4200000001201703080000000001");
  EXPECT_EQ(receipt.order, "WECHAT_PAY/1230000109/M20170308001");
  EXPECT_EQ(receipt.date, Date(2017, 3, 8));
  EXPECT_EQ(receipt.order_text, "U1 M20170308001");
  EXPECT_EQ(receipt.remark, "3栋2单元501物业费");
  // A comma inside a cell parts nothing.
  EXPECT_EQ(file.lines.at(4).remark, "物业费, 一季度");
  // A refund names its order, and what it was while it was under way.
  EXPECT_EQ(file.lines.at(2).order, file.lines.at(4).order);
  EXPECT_EQ(file.lines.at(2).completes, "WECHAT_PAY/REFUND_PROCESSING/50000000012017031100000002");
  EXPECT_EQ(file.lines.at(0).identity, "WECHAT_PAY/REFUND_PROCESSING/50000000012017031100000001");
}

// A table program that saves the bill again quotes every cell, or those that need it.
TEST(WechatBill, LED13_ABillThatWasSavedAgainIsReadLikeTheFirst) {
  const StatementFile first = MustRead(BytesOf("wechat_all.csv"));
  std::string all;
  std::string some;
  std::istringstream lines(DecodeText(BytesOf("wechat_all.csv")).value().utf8);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> cells;
    if (line.starts_with('`')) {
      cells = absl::StrSplit(line.substr(1), ",`");
      for (std::string& cell : cells) cell.insert(0, "`");
    } else {
      cells = absl::StrSplit(line, ',');
    }
    std::vector<std::string> quoted;
    for (const std::string& cell : cells) quoted.push_back("\"" + cell + "\"");
    all += absl::StrJoin(quoted, ",") + "\r\n";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].find(',') != std::string::npos) cells[i] = quoted[i];
    }
    some += absl::StrJoin(cells, ",") + "\r\n";
  }
  ASSERT_NE(all, some);
  for (const std::string& saved : {all, some}) {
    const StatementFile file = MustRead(saved);
    EXPECT_EQ(file.account, first.account);
    EXPECT_THAT(FaultsOf(file), ElementsAre());
    EXPECT_EQ(WalletLines(file), WalletLines(first));
    for (std::size_t i = 0; i < first.lines.size(); ++i) {
      EXPECT_EQ(file.lines.at(i).identity, first.lines[i].identity);
      EXPECT_EQ(file.lines.at(i).remark, first.lines[i].remark);
    }
  }
  // A quote in what the wallet wrote is a letter like any other.
  EXPECT_EQ(MustRead(Exchanged("wechat_all.csv", "`物业费, 一季度", "`\"物业费\", 一季度"))
                .lines.at(4)
                .remark,
            "\"物业费\", 一季度");
  EXPECT_EQ(ReasonOf(Refused(some.substr(0, some.find("`6,`2065")) + "\"`6,`2065.48\n")),
            kStatementBroken);
}

TEST(WechatBill, LED13_TypeSuccessWithTheOlderHeader) {
  const StatementFile file = MustRead(BytesOf("wechat_success.csv"));
  EXPECT_EQ(file.encoding, "UTF-8");
  EXPECT_THAT(WalletLines(file), ElementsAre("2 RECEIPT 630.98 3.79"));
  // The same order as in the other type of bill.
  EXPECT_EQ(file.lines.at(0).identity, MustRead(BytesOf("wechat_all.csv")).lines.at(5).identity);
}

TEST(WechatBill, LED13_TotalsThatDifferRefuseTheFileWithBothFigures) {
  const absl::Status count = Refused(Exchanged("wechat_all.csv", "`6,`2065.48", "`7,`2065.48"));
  EXPECT_EQ(ReasonOf(count), kTotalsDiffer);
  EXPECT_THAT(std::string(count.message()),
              HasSubstr("总交易单数: the file states 7, its rows make 6"));
  // One fen, in the row and in the total; every total that differs is told.
  const absl::Status sums = Refused(Exchanged("wechat_all.csv", "`630.98", "`630.99"));
  EXPECT_EQ(ReasonOf(sums), kTotalsDiffer);
  EXPECT_THAT(std::string(sums.message()),
              HasSubstr("应结订单总金额: the file states 2065.48, its rows make 2065.49"));
  const absl::Status fee = Refused(Exchanged("wechat_all.csv", "`12.09288", "`12.09289"));
  EXPECT_THAT(std::string(fee.message()),
              HasSubstr("手续费总金额: the file states 12.09289, its rows make 12.09288"));
  EXPECT_EQ(ReasonOf(Refused(Exchanged("wechat_all.csv", "`6,`2065.48", "`6,`x"))),
            kStatementBroken);
}

TEST(WechatBill, LED13_AFileThatWasCutIsRefused) {
  const std::string whole = BytesOf("wechat_all.csv");
  const absl::Status cut = Refused(whole.substr(0, whole.find("总交易单数")));
  EXPECT_EQ(ReasonOf(cut), kStatementIncomplete);
  EXPECT_THAT(std::string(cut.message()), HasSubstr("after 6 rows"));
  EXPECT_EQ(ReasonOf(Refused(whole + whole.substr(3))), kStatementBroken);
  EXPECT_EQ(ReasonOf(Refused("交易时间,微信订单号,交易状态\n")), "HEADER_WRONG");
}

TEST(WechatBill, LED13_EveryBadRowIsListedWithLineAndValue) {
  const auto faults = [](const std::string& from, const std::string& to) {
    const StatementFile file = MustRead(Exchanged("wechat_all.csv", from, to));
    return std::pair(FaultsOf(file), file.faults.empty() ? "" : file.faults.at(0).message);
  };
  const auto [date, date_message] = faults("2017-03-10 09:00:01", "2017-02-30 09:00:01");
  EXPECT_THAT(date, ElementsAre("5 CELL_NOT_A_DATE"));
  EXPECT_THAT(date_message, HasSubstr("2017-02-30"));
  EXPECT_THAT(faults("2017-03-10 09:00:01", "2017-03-10 25:00:01").first,
              ElementsAre("5 CELL_NOT_A_DATE"));
  const auto [amount, amount_message] = faults("`1,234.50,`0.00,", "`12,34.50,`0.00,");
  EXPECT_THAT(amount, ElementsAre("5 CELL_NOT_AN_AMOUNT"));
  EXPECT_THAT(amount_message, HasSubstr("12,34.50"));
  EXPECT_THAT(faults("JSAPI,`REVOKED", "JSAPI,`LOST").first, ElementsAre("3 WORD_UNKNOWN"));
  EXPECT_THAT(faults("ORIGINAL,`SUCCESS", "ORIGINAL,`MAYBE").first, ElementsAre("4 WORD_UNKNOWN"));
  EXPECT_THAT(faults("CNY,`200.00", "USD,`200.00").first, ElementsAre("6 CURRENCY_UNKNOWN"));
  EXPECT_THAT(faults("`4200000001201703080000000001", "`4200000001201703090000000002").first,
              ElementsAre("7 ROW_REPEATED"));
  EXPECT_THAT(faults("`U1,`3.78588,`0.60%,", "`U1,").first, ElementsAre("7 ROW_WIDTH_WRONG"));
}

TEST(AlipayBill, LED13_FramesTabsAndRefundsInGb18030) {
  const StatementFile file = MustRead(BytesOf("alipay.csv"));
  EXPECT_EQ(file.kind, StatementKind::kAlipay);
  EXPECT_EQ(file.encoding, "GB18030");
  EXPECT_EQ(file.account, "20888888888888880156");
  EXPECT_THAT(FaultsOf(file), ElementsAre());
  EXPECT_THAT(WalletLines(file), ElementsAre("6 RECEIPT 500.00 -3.00", "7 RECEIPT 1200.00 -7.20",
                                             "8 REFUND 500.00 3.00"));
  EXPECT_EQ(file.lines.at(0).external_reference, "2017030821001004000000000011");
  EXPECT_EQ(file.lines.at(0).order, file.lines.at(2).order);
  EXPECT_NE(file.lines.at(0).identity, file.lines.at(2).identity);
  EXPECT_EQ(file.lines.at(0).date, Date(2017, 3, 8));
  EXPECT_THAT(file.lines.at(0).remark, HasSubstr("3栋2单元502"));
}

TEST(AlipayBill, LED13_HalfWidthBracketsAndLineEndsReadAlike) {
  std::string text = DecodeText(BytesOf("alipay.csv")).value().utf8;
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"（", "("}, {"）", ")"}, {"\r\n", "\n"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
      text.replace(at, from.size(), to);
    }
  }
  EXPECT_THAT(
      WalletLines(MustRead(text)),
      ElementsAre("6 RECEIPT 500.00 -3.00", "7 RECEIPT 1200.00 -7.20", "8 REFUND 500.00 3.00"));
}

TEST(AlipayBill, LED13_ClosingLinesThatDifferRefuseTheFileWithBothFigures) {
  const absl::Status count = Refused(Exchanged("alipay.csv", "交易合计：2笔", "交易合计：3笔"));
  EXPECT_EQ(ReasonOf(count), kTotalsDiffer);
  EXPECT_THAT(std::string(count.message()),
              HasSubstr("交易合计 count: the file states 3, its rows make 2"));
  const absl::Status sum = Refused(Exchanged("alipay.csv", "共1700.00元", "共1700.01元"));
  EXPECT_THAT(std::string(sum.message()), AllOf(HasSubstr("1700.01"), HasSubstr("1700.00")));
  EXPECT_EQ(ReasonOf(Refused(Exchanged("alipay.csv", "共-500.00元", "共-400.00元"))),
            kTotalsDiffer);
  // Refunds are stated without a sign too.
  EXPECT_EQ(Refused(Exchanged("alipay.csv", "共-500.00元", "共500.00元")), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Refused(Exchanged("alipay.csv", "交易合计：2笔", "交易合计：两笔"))),
            kStatementBroken);
}

TEST(AlipayBill, LED13_AFileThatWasCutIsRefused) {
  const std::string text = DecodeText(BytesOf("alipay.csv")).value().utf8;
  for (const char* end : {"#退款合计", "#交易合计", "2017030921001004000000000012"}) {
    EXPECT_EQ(ReasonOf(Refused(text.substr(0, text.find(end)))), kStatementIncomplete) << end;
  }
}

TEST(AlipayBill, LED13_TheRowsEndWhereTheFrameSaysSo) {
  EXPECT_EQ(ReasonOf(Refused(Exchanged("alipay.csv", "业务明细列表结束", "业务明细列表"))),
            kStatementIncomplete);
}

TEST(AlipayBill, LED13_EveryBadRowIsListed) {
  const auto faults = [](const std::string& from, const std::string& to) {
    return FaultsOf(MustRead(Exchanged("alipay.csv", from, to)));
  };
  EXPECT_THAT(faults("退款\t", "转账\t"), ElementsAre("8 WORD_UNKNOWN"));
  EXPECT_THAT(faults(",-500.00,-500.00", ",500.00,-500.00"), ElementsAre("8 SIGN_WRONG"));
  EXPECT_THAT(faults(",500.00,500.00", ",-500.00,500.00"), ElementsAre("6 SIGN_WRONG"));
  EXPECT_THAT(faults("RB-1", ""), ElementsAre("8 CELL_EMPTY"));
}

// Of a row whose kind is not known it is not known which count it belongs to: then the sum of both
// counts must hold.
TEST(AlipayBill, LED13_ARowOfUnknownKindIsCountedAllTheSame) {
  std::string text = Exchanged("alipay.csv", "退款\t", "转账\t");
  EXPECT_EQ(Refused(text), absl::OkStatus());
  text.replace(text.find("#交易合计：2笔"), std::string("#交易合计：2笔").size(), "#交易合计：3笔");
  const absl::Status refused = Refused(text);
  EXPECT_EQ(ReasonOf(refused), kTotalsDiffer);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("the file states 4, its rows make 3"));
}

}  // namespace
}  // namespace cuijiao::ledger
