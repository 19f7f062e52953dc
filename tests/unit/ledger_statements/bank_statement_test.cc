// LED-13: camt.053 and tables with a mapping, as they come and as they must not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/text/csv_table.h"
#include "tests/unit/ledger_statements/statement_file.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "RECEIPT 630.98 孙丽华 BR0001 OUTGOING".
std::vector<std::string> Lines(const StatementFile& file) {
  std::vector<std::string> lines;
  for (const StatementLine& line : file.lines) {
    std::string text(StatementLineKindName(line.kind));
    text += (line.pending ? "? " : " ") + FormatYuan(line.amount);
    for (const std::string& part : {line.payer, line.external_reference, line.why}) {
      if (!part.empty()) text += " " + part;
    }
    lines.push_back(text);
  }
  return lines;
}

// é alone in a file is 茅 in GB18030; a document says what it is in.
TEST(CamtStatement, LED13_ADocumentIsReadInTheEncodingThatItDeclares) {
  std::string latin = BytesOf("camt_02.xml");
  std::erase_if(latin, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  latin.replace(latin.find("<Nm></Nm>"), 9, "<Nm>Ren\xC3\xA9</Nm>");
  EXPECT_EQ(MustRead(latin).encoding, "UTF-8");
  EXPECT_EQ(MustRead(latin).lines.at(0).payer, "René");
  const std::size_t declared = latin.find("UTF-8");
  ASSERT_NE(declared, std::string::npos);
  EXPECT_EQ(ReasonOf(Refused(latin.replace(declared, 5, "GBK"))), kEncodingUnknown);
  latin.replace(latin.find("Ren\xC3\xA9"), 5, "\xD7\xA1\xD5\xAC");
  EXPECT_EQ(MustRead(latin).lines.at(0).payer, "住宅");
}

TEST(CamtStatement, LED13_VersionsAreReadByLocalNames) {
  for (const char* name : {"camt_02.xml", "camt_08.xml"}) {
    const StatementFile file = MustRead(BytesOf(name));
    EXPECT_EQ(file.kind, StatementKind::kCamt053);
    EXPECT_EQ(file.method, PaymentMethod::kBankTransfer);
    EXPECT_EQ(file.account, "6222000011112222");
    EXPECT_EQ(file.row_count, 5);
    EXPECT_THAT(FaultsOf(file), ElementsAre());
    EXPECT_THAT(Lines(file),
                ElementsAre("RECEIPT 630.98 孙丽华 BR0001", "RECEIPT 1000.00 胡志明 BR0002",
                            "RECEIPT 500.00 王小明 BR0002", "RETURN 100.00 BR0003",
                            "OTHER 50.00 BR0004 OUTGOING", "RECEIPT? 88.00 BR0005"))
        << name;
    EXPECT_EQ(file.lines.at(0).remark, "翠苑3栋2单元501 物业费");
    EXPECT_EQ(file.lines.at(2).remark, "管理费 & 其他");
    EXPECT_EQ(file.lines.at(0).date, Date(2017, 3, 10));
    EXPECT_EQ(file.lines.at(0).order, "CAMT/6222000011112222/E2E-1");
    EXPECT_EQ(file.lines.at(2).order, "");
    EXPECT_NE(file.lines.at(1).identity, file.lines.at(2).identity);
  }
  // The same entry in two versions of the message is one.
  EXPECT_EQ(MustRead(BytesOf("camt_02.xml")).lines.at(0).identity,
            MustRead(BytesOf("camt_08.xml")).lines.at(0).identity);
}

// On another day, with the bank's reference: known by what the payer gave, else by the bank's.
TEST(CamtStatement, LED13_WhatIsBookedNamesThePendingLineThatItCompletes) {
  const auto entry = [](const std::string& status, const std::string& day,
                        const std::string& reference, const std::string& end_to_end,
                        const std::string& amount) {
    return "<Ntry><Amt Ccy=\"CNY\">" + amount + "</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>" + status +
           "</Sts><ValDt><Dt>" + day + "</Dt></ValDt><AcctSvcrRef>" + reference +
           "</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>" + end_to_end +
           "</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>";
  };
  const auto line_of = [](const std::string& entry_text, const std::string& closing) {
    std::string text = Exchanged("camt_02.xml", ">11980.98<", ">" + closing + "<");
    const std::size_t summary = text.find("<TxsSummry>");
    text.erase(summary, text.find("</TxsSummry>") + sizeof("</TxsSummry>") - 1 - summary);
    text.insert(text.find("</Stmt>"), entry_text);
    return MustRead(text).lines.at(6);
  };
  const StatementLine pending =
      line_of(entry("PDNG", "2017-03-11", "NOTPROVIDED", "E9", "7.00"), "11980.98");
  EXPECT_EQ(pending.completes, "");
  // Still pending in the next statement: the same line.
  EXPECT_EQ(line_of(entry("PDNG", "2017-03-12", "BR9", "E9", "7.00"), "11980.98").identity,
            pending.identity);
  const StatementLine booked =
      line_of(entry("BOOK", "2017-03-13", "BR9", "E9", "7.00"), "11987.98");
  EXPECT_EQ(booked.completes, pending.identity);
  EXPECT_NE(booked.identity, pending.identity);
  EXPECT_NE(line_of(entry("BOOK", "2017-03-13", "BR9", "E9", "7.01"), "11987.99").completes,
            pending.identity);
  EXPECT_NE(line_of(entry("BOOK", "2017-03-13", "BR9", "E8", "7.00"), "11987.98").completes,
            pending.identity);

  const StatementLine by_bank =
      line_of(entry("PDNG", "2017-03-11", "BR8", "NOTPROVIDED", "7.00"), "11980.98");
  EXPECT_EQ(
      line_of(entry("BOOK", "2017-03-13", "BR8", "NOTPROVIDED", "7.00"), "11987.98").completes,
      by_bank.identity);
  EXPECT_EQ(line_of(entry("BOOK", "2017-03-13", "NOTPROVIDED", "NOTPROVIDED", "7.00"), "11987.98")
                .completes,
            "");
}

TEST(CamtStatement, LED13_Versions02To13AreReadAndNoOthers) {
  for (const char* version : {"02", "04", "13"}) {
    EXPECT_EQ(Refused(Exchanged("camt_02.xml", "053.001.02", std::string("053.001.") + version)),
              absl::OkStatus());
  }
  for (const char* version : {"01", "14", "xx"}) {
    const absl::Status refused =
        Refused(Exchanged("camt_02.xml", "053.001.02", std::string("053.001.") + version));
    EXPECT_EQ(ReasonOf(refused), kStatementUnknown);
    EXPECT_THAT(std::string(refused.message()), HasSubstr(version));
  }
  EXPECT_EQ(ReasonOf(Refused(Exchanged("camt_02.xml", "camt.053", "camt.054"))), kStatementUnknown);
}

TEST(CamtStatement, LED13_OpeningAndEntriesMustMakeTheClosingBalance) {
  const absl::Status off = Refused(Exchanged("camt_02.xml", ">11980.98<", ">11980.99<"));
  EXPECT_EQ(ReasonOf(off), kBalanceDiffers);
  EXPECT_THAT(std::string(off.message()),
              HasSubstr("opens with 10000.00, its booked entries make 1980.98, together 11980.98,"
                        " but it closes with 11980.99"));
  EXPECT_EQ(ReasonOf(Refused(Exchanged("camt_02.xml", "OPBD", "ITAV"))), kStatementIncomplete);
  EXPECT_EQ(ReasonOf(Refused(Exchanged("camt_02.xml", "CLBD", "ITBD"))), kStatementIncomplete);
  // What is pending is in no balance, what is booked in each.
  EXPECT_EQ(ReasonOf(Refused(Exchanged("camt_02.xml", "PDNG", "BOOK"))), kBalanceDiffers);
  const absl::Status count =
      Refused(Exchanged("camt_02.xml", "<NbOfNtries>5</NbOfNtries>", "<NbOfNtries>6</NbOfNtries>"));
  EXPECT_EQ(ReasonOf(count), kTotalsDiffer);
  EXPECT_THAT(std::string(count.message()),
              HasSubstr("TtlNtries/NbOfNtries: the file states 6, its rows make 5"));
}

TEST(CamtStatement, LED13_BalancesOfBillionsAreRead) {
  std::string text = Exchanged("camt_02.xml", ">10000.00<", ">9000000000.00<");
  text.replace(text.find(">11980.98<"), 10, ">9000001980.98<");
  EXPECT_EQ(Refused(text), absl::OkStatus());
}

TEST(CamtStatement, LED13_TransactionsMustMakeTheirEntry) {
  const StatementFile file =
      MustRead(Exchanged("camt_02.xml", "<Amt Ccy=\"CNY\">500.00</Amt></TxAmt>",
                         "<Amt Ccy=\"CNY\">499.99</Amt></TxAmt>"));
  EXPECT_THAT(FaultsOf(file), ElementsAre("25 TRANSACTIONS_DIFFER"));
  EXPECT_THAT(file.faults.at(0).message,
              HasSubstr("the entry is of 1500.00, its 2 transactions make 1499.99"));
  EXPECT_THAT(FaultsOf(MustRead(
                  Exchanged("camt_02.xml", "<Amt Ccy=\"CNY\">630.98", "<Amt Ccy=\"USD\">630.98"))),
              ElementsAre("15 CURRENCY_UNKNOWN"));
  EXPECT_THAT(FaultsOf(MustRead(Exchanged("camt_02.xml", "<Dt>2017-03-10</Dt></BookgDt><ValDt>",
                                          "<Dt>2017-02-30</Dt></BookgDt><ValDt>"))),
              ElementsAre("15 CELL_NOT_A_DATE"));
}

TEST(CamtStatement, LED13_BrokenXmlNamesTheLine) {
  const std::string whole = BytesOf("camt_02.xml");
  const absl::Status cut = Refused(whole.substr(0, whole.find("BR0002")));
  EXPECT_EQ(ReasonOf(cut), kStatementBroken);
  EXPECT_THAT(std::string(cut.message()), HasSubstr("line 28"));
  const absl::Status crossed =
      Refused(Exchanged("camt_02.xml", "<Ustrd>物业费</Ustrd>", "<Ustrd>物业费</RmtInf>"));
  EXPECT_EQ(ReasonOf(crossed), kStatementBroken);
  EXPECT_THAT(std::string(crossed.message()), HasSubstr("line 22"));
  const absl::Status amount = Refused(Exchanged("camt_02.xml", ">630.98<", ">630,98<"));
  EXPECT_EQ(ReasonOf(amount), kStatementBroken);
  EXPECT_THAT(std::string(amount.message()), HasSubstr("line 15: Amt: '630,98'"));
}

TEST(CamtStatement, LED13_NoEntitiesAndNoDepthWithoutEnd) {
  const std::string bomb =
      "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
  const std::string whole = BytesOf("camt_02.xml");
  EXPECT_EQ(ReasonOf(Refused(bomb + whole.substr(whole.find("<Document")))), kDoctypeForbidden);
  const std::string outside =
      "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>";
  EXPECT_EQ(ReasonOf(Refused(outside + whole.substr(whole.find("<Document")))), kDoctypeForbidden);
  // Without a declaration a name of an entity is only text.
  EXPECT_EQ(MustRead(Exchanged("camt_02.xml", "翠苑3栋", "&x;")).lines.at(0).remark,
            "&x;2单元501 物业费");
  std::string deep;
  for (int i = 0; i < 41; ++i) deep += "<a>";
  for (int i = 0; i < 41; ++i) deep += "</a>";
  EXPECT_EQ(ReasonOf(Refused(deep)), kStatementTooLarge);
  std::string wide = "<a>";
  for (int i = 0; i < 400'001; ++i) wide += "<b/>";
  EXPECT_EQ(ReasonOf(Refused(wide + "</a>")), kStatementTooLarge);
}

StatementMapping BankMapping() {
  StatementMapping mapping;
  mapping.account = "工行4444";
  mapping.date_column = "交易日期";
  mapping.date_format = "YYYYMMDD";
  mapping.credit_column = "收入";
  mapping.debit_column = "支出";
  mapping.payer_column = "对方户名";
  mapping.remark_columns = {"摘要"};
  mapping.external_id_column = "流水号";
  mapping.end_marker = "合计";
  return mapping;
}

TEST(MappedStatement, LED13_ColumnsAreFoundBehindTheBanksHeading) {
  const StatementFile file = MustRead(BytesOf("bank.csv"), BankMapping());
  EXPECT_EQ(file.encoding, "GB18030");
  EXPECT_EQ(file.account, "工行4444");
  EXPECT_EQ(file.row_count, 3);
  EXPECT_THAT(FaultsOf(file), ElementsAre());
  EXPECT_THAT(Lines(file), ElementsAre("RECEIPT 1230.98 孙丽华 T0001", "OTHER 5.00 T0002 OUTGOING",
                                       "RECEIPT 88.00 赵六 T0003"));
  EXPECT_EQ(file.lines.at(0).date, Date(2017, 3, 8));
  EXPECT_EQ(file.lines.at(0).line, 4);
  EXPECT_EQ(file.lines.at(0).identity, "CSV/工行4444/ID/T0001");
}

TEST(MappedStatement, LED13_WithoutAnIdARowIsItsContentAndItsNumberAmongEqualOnes) {
  StatementMapping mapping;
  mapping.account = "A";
  mapping.date_column = "date";
  mapping.date_format = "DD/MM/YYYY";
  mapping.amount_column = "amount";
  mapping.separator = ';';
  mapping.remark_columns = {"remark"};
  const std::string header = "date;amount;remark\n";
  const std::string one = "08/03/2017;88.00;rent\n";
  const StatementFile file = MustRead(header + one + one + "09/03/2017;-5;fee\n", mapping);
  EXPECT_THAT(Lines(file), ElementsAre("RECEIPT 88.00", "RECEIPT 88.00", "OTHER 5.00 OUTGOING"));
  EXPECT_NE(file.lines.at(0).identity, file.lines.at(1).identity);
  EXPECT_EQ(MustRead(header + one, mapping).lines.at(0).identity, file.lines.at(0).identity);
}

TEST(MappedStatement, LED13_EveryBadRowIsListed) {
  const auto faults = [](const std::string& from, const std::string& to) {
    return FaultsOf(MustRead(Exchanged("bank.csv", from, to), BankMapping()));
  };
  EXPECT_THAT(faults("20170309", "20170230"), ElementsAre("5 CELL_NOT_A_DATE"));
  EXPECT_THAT(faults("88.00", "八十八"), ElementsAre("6 CELL_NOT_AN_AMOUNT"));
  EXPECT_THAT(faults("88.00", "-88.00"), ElementsAre("6 SIGN_WRONG"));
  EXPECT_THAT(faults("手续费,,5.00", "手续费,1.00,5.00"), ElementsAre("5 SIGN_WRONG"));
  EXPECT_THAT(faults("T0003", ""), ElementsAre("6 CELL_EMPTY"));
  EXPECT_THAT(faults("T0003", "T0001"), ElementsAre("6 ROW_REPEATED"));
}

TEST(MappedStatement, LED13_AMappingThatDoesNotFitIsRefused) {
  const std::string bank = BytesOf("bank.csv");
  EXPECT_EQ(ReasonOf(Refused(bank)), kMappingMissing);
  EXPECT_EQ(ReasonOf(Refused(BytesOf("alipay.csv"), BankMapping())), kMappingNotWanted);
  StatementMapping mapping = BankMapping();
  mapping.payer_column = "付款人";
  EXPECT_EQ(ReasonOf(Refused(bank, mapping)), "HEADER_WRONG");
  mapping = BankMapping();
  mapping.end_marker = "总计";
  EXPECT_EQ(ReasonOf(Refused(bank, mapping)), kStatementIncomplete);
  mapping = BankMapping();
  mapping.amount_column = "收入";
  EXPECT_EQ(ReasonOf(Refused(bank, mapping)), kMappingWrong);
  for (const char* format : {"YYYY-MM", "YYMMDD", "YYYYMMDDD", "DD/MM/YYYY/DD"}) {
    mapping = BankMapping();
    mapping.date_format = format;
    EXPECT_EQ(ReasonOf(Refused(bank, mapping)), kMappingWrong) << format;
  }
}

TEST(StatementReader, LED13_FilesThatAreNoTextAreRefused) {
  EXPECT_EQ(ReasonOf(Refused(std::string("\xFF\xFE\x00u", 4))), kEncodingUnknown);
  EXPECT_EQ(ReasonOf(Refused(" \r\n")), kMappingMissing);
}

}  // namespace
}  // namespace cuijiao::ledger
