#include "services/demo/sample_statements.h"

#include <fmt/format.h>
#include <unicode/unistr.h>

#include <cstdint>

#include "common/text/csv_writer.h"
#include "common/text/encoding.h"

namespace cuijiao::demo {
namespace {

constexpr Fen kNobodys = Fen(8800);

std::string Gb18030(const std::string& utf8) {
  const auto text = icu::UnicodeString::fromUTF8(utf8);
  // No character has more than four bytes.
  std::string bytes(static_cast<std::size_t>(text.length()) * 4, '\0');
  const std::int32_t length = text.extract(0, text.length(), bytes.data(),
                                           static_cast<std::uint32_t>(bytes.size()), "GB18030");
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

// "翠湖花园3栋502室物业费".
std::string RemarkOf(const Payer& payer) {
  return fmt::format("{}{}物业费", payer.community, payer.unit->unit_no);
}

struct WechatCells {
  std::string order;
  std::string state = "SUCCESS";
  Fen amount = {};
  std::string refund = {};
  Fen refunded = {};
  std::string refund_state = {};
  std::string goods = "物业费";
  std::string attach = {};
};

std::string WechatRow(const WechatCells& cells, Date date) {
  const std::string amount = FormatYuan(cells.amount);
  const std::string refunded = FormatYuan(cells.refunded);
  return fmt::format(
      "`{} 10:21:33,`wx8888888888888888,`1230000109,`0,`,`{},`M{},`oUpF8uMuAJO,`JSAPI,`{},"
      "`CMB_DEBIT,`CNY,`{},`0.00,`{},`{},`{},`0.00,`{},`{},`{},`{},`0.00000,`0.60%,`{},`{},`\r\n",
      FormatDate(date), cells.order, cells.order, cells.state, amount, cells.refund, cells.refund,
      refunded, cells.refund.empty() ? "" : "ORIGINAL", cells.refund_state, cells.goods,
      cells.attach, amount, refunded);
}

}  // namespace

std::string SampleWechatBill(const Payer& by_page, const Payer& by_remark, Date date) {
  const Fen back = Fen(1000);
  const std::vector<WechatCells> rows = {
      {.order = "420000000120180103000002",
       .state = "REFUND",
       .refund = "500000000120180105000002",
       .refunded = back,
       .refund_state = "PROCESSING"},
      {.order = "420000000120180103000001",
       .state = "REFUND",
       .refund = "500000000120180105000001",
       .refunded = back,
       .refund_state = "SUCCESS"},
      {.order = "420000000120180103000003", .amount = kNobodys, .goods = "缴费"},
      {.order = "420000000120180103000002",
       .amount = by_remark.amount,
       .goods = RemarkOf(by_remark)},
      {.order = "420000000120180103000001", .amount = by_page.amount, .attach = by_page.unit->id},
  };
  std::string text =
      "\xEF\xBB\xBF"
      "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,"
      "交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,"
      "充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,"
      "费率备注\r\n";
  for (const WechatCells& row : rows) text += WechatRow(row, date);
  const std::string received = FormatYuan(by_page.amount + by_remark.amount + kNobodys);
  const std::string refunded = FormatYuan(back + back);
  return text + fmt::format(
                    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,"
                    "订单总金额,申请退款总金额\r\n`{},`{},`{},`0.00,`0.00000,`{},`{}\r\n",
                    rows.size(), received, refunded, received, refunded);
}

std::string SampleAlipayBill(const Payer& by_remark, Date date) {
  const auto row = [&](int number, const std::string& payer, Fen amount, const std::string& note) {
    return fmt::format(
        "20180103210010040000000000{0:02}\t,A-{0}\t,交易,物业费,{1} 09:12:44,{1} 09:12:50,,,,,{2},"
        "{3},{3},0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,0.00,0.00,{4}\r\n",
        number, FormatDate(date), payer, FormatYuan(amount), note);
  };
  return Gb18030(fmt::format(
      "#支付宝业务明细查询\r\n#账号：[20888888888888880156]\r\n"
      "#起始日期：[{0} 00:00:00]   终止日期：[{0} 23:59:59]\r\n"
      "#-----------------------------业务明细列表----------------------------\r\n"
      "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,"
      "终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,"
      "支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,"
      "卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\r\n"
      "{1}{2}"
      "#-----------------------------业务明细列表结束------------------------\r\n"
      "#交易合计：2笔，商家实收共{3}元，商家优惠共0.00元\r\n"
      "#退款合计：0笔，商家实收退款共0.00元，商家优惠退款共0.00元\r\n#导出时间：[{0} 23:59:59]\r\n",
      FormatDate(date), row(1, by_remark.unit->owner.name, by_remark.amount, RemarkOf(by_remark)),
      row(2, "*先生", kNobodys, ""), FormatYuan(by_remark.amount + kNobodys)));
}

std::string SampleCamt(const Payer& first, const Payer& second, const Payer& by_name_alone,
                       Date date) {
  const Fen opening = Fen(1'000'000);
  const Fen fee = Fen(500);
  const auto transaction = [](const Payer& payer, const std::string& remark,
                              std::string_view reference) {
    return fmt::format(
        "<TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy=\"CNY\">{}</Amt>"
        "<RltdPties><Dbtr><Pty><Nm>{}</Nm></Pty></Dbtr></RltdPties>"
        "<RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>",
        reference, FormatYuan(payer.amount), payer.unit->owner.name, remark);
  };
  const auto entry = [&](Fen amount, std::string_view direction, std::string_view reference,
                         const std::string& details) {
    return fmt::format(
        "      <Ntry><Amt Ccy=\"CNY\">{}</Amt><CdtDbtInd>{}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        "<BookgDt><Dt>{}</Dt></BookgDt><AcctSvcrRef>{}</AcctSvcrRef>{}</Ntry>\n",
        FormatYuan(amount), direction, FormatDate(date), reference, details);
  };
  const auto balance = [&](std::string_view code, Fen amount) {
    return fmt::format(
        "      <Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">{}</Amt>"
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{}</Dt></Dt></Bal>\n",
        code, FormatYuan(amount), FormatDate(date));
  };
  const Fen both = second.amount + by_name_alone.amount;
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\n"
      "  <BkToCstmrStmt>\n    <Stmt>\n"
      "      <Acct><Id><Othr><Id>6222000011112222</Id></Othr></Id><Ccy>CNY</Ccy></Acct>\n"
      "{}{}{}{}{}    </Stmt>\n  </BkToCstmrStmt>\n</Document>\n",
      balance("OPBD", opening), balance("CLBD", opening + first.amount + both - fee),
      entry(first.amount, "CRDT", "B180103-1",
            "<NtryDtls>" + transaction(first, RemarkOf(first), "E1") + "</NtryDtls>"),
      entry(both, "CRDT", "B180103-2",
            "<NtryDtls>" + transaction(second, RemarkOf(second), "E2") +
                transaction(by_name_alone, "物业费", "E3") + "</NtryDtls>"),
      entry(fee, "DBIT", "B180103-3", "<AddtlNtryInf>账户管理费</AddtlNtryInf>"));
}

std::string SampleBankCsv(const Payer& payer, Date date) {
  const std::string day = FormatDate(date);
  return Gb18030(
      fmt::format("中国工商银行 账户交易明细\r\n账号,6222000033334444\r\n"
                  "交易日期,摘要,收入,支出,对方户名,流水号\r\n"
                  "{0}{1}{2},{3},{4},,{5},T0001\r\n{0}{1}{2},转账,{6},,某贸易公司,T0002\r\n"
                  "合计,,{7},0.00,,\r\n",
                  day.substr(0, 4), day.substr(5, 2), day.substr(8, 2), RemarkOf(payer),
                  FormatYuan(payer.amount), payer.unit->owner.name, FormatYuan(kNobodys),
                  FormatYuan(payer.amount + kNobodys)));
}

std::string SampleReceipts(const Payer& by_cash, const Payer& by_card, Date date) {
  CsvWriter csv;
  csv.AddRow({"流水号", "房屋编号", "金额", "支付方式", "收款日期"});
  csv.AddRow({"GT-0001", by_cash.unit->id, FormatYuan(by_cash.amount), "现金", FormatDate(date)});
  csv.AddRow({"GT-0002", by_card.unit->id, FormatYuan(by_card.amount), "POS", FormatDate(date)});
  return Gb18030(csv.text().substr(kUtf8Mark.size()));
}

std::string SampleFinanceList(const std::vector<ListedReceipt>& receipts) {
  CsvWriter csv;
  csv.AddRow({"收据号", "房屋编号", "收款日期", "金额"});
  for (const ListedReceipt& receipt : receipts) {
    csv.AddRow({receipt.receipt_number, receipt.unit_id, receipt.received_date,
                FormatYuan(receipt.amount)});
  }
  return csv.text();
}

}  // namespace cuijiao::demo
