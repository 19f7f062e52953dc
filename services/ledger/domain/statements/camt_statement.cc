#include "services/ledger/domain/statements/camt_statement.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "fmt/format.h"
#include "services/ledger/domain/statements/camt_xml.h"
#include "services/ledger/domain/statements/statement_rows.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kNamespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
constexpr int kFirstVersion = 2;
constexpr int kLastVersion = 13;
constexpr std::string_view kCurrency = "CNY";
constexpr std::size_t kMaxReferenceBytes = 64;

absl::Status CheckVersion(const XmlElement& root) {
  const std::string name = root.Namespace();
  int version = 0;
  const bool is_camt = name.starts_with(kNamespace) && root.local_name() == "Document" &&
                       absl::SimpleAtoi(name.substr(kNamespace.size()), &version);
  if (is_camt && version >= kFirstVersion && version <= kLastVersion) return absl::OkStatus();
  return RefuseStatement(
      kStatementUnknown,
      fmt::format("the XML is no camt.053 of version 02 to 13: its root is {} of '{}'",
                  root.local_name(), name));
}

// "1234.50" without separators; up to five decimals, of which those behind the fen are zero.
absl::StatusOr<Fen> ReadXmlAmount(const std::string& text) {
  if (text.find(',') != std::string::npos) {
    return absl::InvalidArgumentError(fmt::format("'{}' is not an amount, written 1234.50", text));
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t amount_e5, ReadYuanE5(text));
  if (amount_e5 % 1'000 != 0) {
    return absl::InvalidArgumentError(fmt::format("'{}' is not a whole number of fen", text));
  }
  return Fen(amount_e5 / 1'000);
}

// Whether it is a credit; nothing when the text is neither.
std::optional<bool> ReadIsCredit(const XmlElement& element) {
  const std::string text = element.Child("CdtDbtInd").Text();
  if (text == "CRDT") return true;
  if (text == "DBIT") return false;
  return std::nullopt;
}

Fen Signed(Fen amount, bool is_credit) { return is_credit ? amount : -amount; }

// "BOOK", "PDNG", "INFO": from version 04 on in an element of its own.
std::string StatusOf(const XmlElement& entry) {
  const XmlElement status = entry.Child("Sts");
  const XmlElement code = status.Child("Cd");
  return code ? code.Text() : status.Text();
}

// A date, or the day of a time: "2017-03-05", "2017-03-05T09:40:00+08:00".
std::string DayOf(const XmlElement& element) {
  const XmlElement date = element.Child("Dt");
  return date ? date.Text() : element.Child("DtTm").Text().substr(0, 10);
}

std::string KnownReference(const XmlElement& element) {
  std::string text = element.Text();
  return text == "NOTPROVIDED" ? std::string() : text;
}

std::string JoinTexts(const std::vector<XmlElement>& elements) {
  std::vector<std::string> texts;
  for (const XmlElement& element : elements) {
    if (std::string text = element.Text(); !text.empty()) texts.push_back(std::move(text));
  }
  return fmt::format("{}", fmt::join(texts, " "));
}

// Counts and sums of entries of one direction, as the summary states them.
struct EntrySum {
  std::int64_t count = 0;
  std::int64_t booked_count = 0;
  Fen sum;
  Fen booked_sum;

  void Add(Fen amount, bool booked) {
    ++count;
    sum += amount;
    if (!booked) return;
    ++booked_count;
    booked_sum += amount;
  }
};

// Reads one Stmt into the file.
class CamtReading {
 public:
  CamtReading(const XmlText& text, StatementFile& file) : text_(text), file_(file) {}

  absl::Status Read(const XmlElement& statement) {
    const XmlElement id = statement.Child("Acct", "Id");
    account_ = id.Child("IBAN") ? id.Child("IBAN").Text() : id.Child("Othr", "Id").Text();
    if (account_.empty()) {
      return Broken(statement, "the statement names no account (Acct/Id)");
    }
    if (file_.account.empty()) file_.account = account_;
    for (const XmlElement& entry : statement.Children("Ntry")) {
      if (++file_.row_count > static_cast<std::int64_t>(kMaxStatementRows)) {
        return Refusal(absl::StatusCode::kResourceExhausted, kStatementTooLarge,
                       fmt::format("there are more than {} entries", kMaxStatementRows));
      }
      CUIJIAO_RETURN_IF_ERROR(ReadEntry(entry));
    }
    CUIJIAO_RETURN_IF_ERROR(CheckBalance(statement));
    return CheckSummary(statement.Child("TxsSummry"));
  }

 private:
  [[nodiscard]] absl::Status Broken(const XmlElement& element, std::string_view what) const {
    return RefuseStatement(kStatementBroken,
                           fmt::format("line {}: {}", text_.LineOf(element), what));
  }

  void Fault(const XmlElement& element, std::string_view name, std::string_view reason,
             std::string message) {
    file_.faults.push_back(
        {text_.LineOf(element), std::string(name), std::move(message), std::string(reason)});
  }

  absl::StatusOr<Fen> AmountOf(const XmlElement& element) const {
    const XmlElement amount = element.Child("Amt");
    const absl::StatusOr<Fen> read = ReadXmlAmount(amount.Text());
    if (!read.ok())
      return Broken(element, fmt::format("Amt: {}", std::string(read.status().message())));
    if (*read < Fen(0)) return Broken(element, fmt::format("Amt {} has a sign", amount.Text()));
    return *read;
  }

  // What the balance needs must be readable, or nothing of the file is believed; the rest is a
  // fault of the row.
  absl::Status ReadEntry(const XmlElement& entry) {
    CUIJIAO_ASSIGN_OR_RETURN(const Fen amount, AmountOf(entry));
    const std::optional<bool> is_credit = ReadIsCredit(entry);
    if (!is_credit) {
      return Broken(entry, fmt::format("CdtDbtInd '{}' is neither CRDT nor DBIT",
                                       entry.Child("CdtDbtInd").Text()));
    }
    const std::string status = StatusOf(entry);
    const bool booked = status == "BOOK";
    (*is_credit ? credits_ : debits_).Add(amount, booked);
    if (booked) moved_ += Signed(amount, *is_credit);

    StatementLine line;
    line.line = text_.LineOf(entry);
    if (const std::string currency = entry.Child("Amt").Attribute("Ccy"); currency != kCurrency) {
      Fault(entry, "Amt", kCurrencyUnknown, fmt::format("'{}' is not {}", currency, kCurrency));
      return absl::OkStatus();
    }
    const std::string day =
        entry.Child("BookgDt") ? DayOf(entry.Child("BookgDt")) : DayOf(entry.Child("ValDt"));
    const absl::StatusOr<Date> date = ParseDate(day);
    if (!date.ok()) {
      Fault(entry, "BookgDt", kCellNotADate, fmt::format("'{}' is not a date", day));
      return absl::OkStatus();
    }
    line.date = *date;
    const std::string reversal = entry.Child("RvslInd").Text();
    SetKind(*is_credit, reversal == "true" || reversal == "1", status, line);
    if (status != "BOOK" && status != "PDNG" && status != "INFO") {
      Fault(entry, "Sts", kWordUnknown, fmt::format("'{}' is none of BOOK, PDNG, INFO", status));
      return absl::OkStatus();
    }
    ReadTransactions(entry, amount, line);
    return absl::OkStatus();
  }

  static void SetKind(bool is_credit, bool is_reversal, std::string_view status,
                      StatementLine& line) {
    if (is_credit && is_reversal) {
      line.why = kOwnPaymentReturned;
    } else if (!is_credit && is_reversal) {
      line.kind = StatementLineKind::kReturn;
    } else if (!is_credit) {
      line.kind = StatementLineKind::kOther;
      line.why = kOutgoing;
    }
    line.pending = status == "PDNG";
    if (status == "INFO") {
      line.kind = StatementLineKind::kOther;
      line.why = kInformationOnly;
    }
  }

  // One line for each transaction of the entry; `line` holds what they share.
  void ReadTransactions(const XmlElement& entry, Fen amount, const StatementLine& line) {
    std::vector<XmlElement> transactions;
    for (const XmlElement& details : entry.Children("NtryDtls")) {
      const std::vector<XmlElement> more = details.Children("TxDtls");
      transactions.insert(transactions.end(), more.begin(), more.end());
    }
    if (transactions.empty()) transactions.emplace_back();
    std::vector<Fen> amounts;
    Fen sum;
    for (const XmlElement& transaction : transactions) {
      absl::StatusOr<Fen> part = amount;
      if (transactions.size() > 1) part = TransactionAmount(transaction);
      if (!part.ok()) {
        Fault(transaction, "TxDtls", kCellNotAnAmount, std::string(part.status().message()));
        return;
      }
      amounts.push_back(*part);
      sum += *part;
    }
    if (sum != amount) {
      Fault(entry, "TxDtls", kTransactionsDiffer,
            fmt::format("the entry is of {}, its {} transactions make {}", FormatYuan(amount),
                        transactions.size(), FormatYuan(sum)));
      return;
    }
    for (std::size_t i = 0; i < transactions.size(); ++i) {
      AddLine(entry, transactions[i], i, amounts[i], line);
    }
  }

  // Where versions write it: Amt, or AmtDtls/TxAmt/Amt.
  static absl::StatusOr<Fen> TransactionAmount(const XmlElement& transaction) {
    const XmlElement own = transaction.Child("Amt");
    const XmlElement amount = own ? own : transaction.Child("AmtDtls", "TxAmt", "Amt");
    CUIJIAO_ASSIGN_OR_RETURN(const Fen read, ReadXmlAmount(amount.Text()));
    if (amount.Attribute("Ccy") != kCurrency || read < Fen(0)) {
      return absl::InvalidArgumentError(fmt::format(
          "'{} {}' is no amount in {}", amount.Attribute("Ccy"), amount.Text(), kCurrency));
    }
    return read;
  }

  void AddLine(const XmlElement& entry, const XmlElement& transaction, std::size_t index,
               Fen amount, StatementLine line) {
    if (transaction) line.line = text_.LineOf(transaction);
    line.amount = amount;
    const XmlElement refs = transaction.Child("Refs");
    const std::string end_to_end = KnownReference(refs.Child("EndToEndId"));
    std::string reference = KnownReference(refs.Child("AcctSvcrRef"));
    if (reference.empty()) reference = KnownReference(entry.Child("AcctSvcrRef"));
    const std::string content =
        fmt::format("CAMT/{}/{}/{}/{}/{}/{}/{}/{}/{}", account_, reference, end_to_end,
                    StatementLineKindName(line.kind), line.why, line.pending ? "PENDING" : "BOOKED",
                    FormatDate(line.date), amount.value(), index);
    line.identity = Counted(content);
    // What is pending is booked on another day, with its bank's reference or another. It keeps the
    // payer's, and is known by that; without one, by the bank's; without both it stays a line of
    // its own.
    if (const std::string& known_by = end_to_end.empty() ? reference : end_to_end;
        !known_by.empty() && line.why != kInformationOnly) {
      const std::string pending =
          fmt::format("CAMT/{}/{}/{}/{}/{}", account_, known_by, StatementLineKindName(line.kind),
                      line.why, amount.value());
      if (line.pending) {
        line.identity = Counted(pending + "/PENDING");
      } else {
        line.completes = CountedAs(pending + "/PENDING", pending + "/BOOKED");
      }
    }
    if (!end_to_end.empty()) line.order = fmt::format("CAMT/{}/{}", account_, end_to_end);
    line.external_reference = (reference.empty() ? end_to_end : reference);
    if (line.external_reference.size() > kMaxReferenceBytes) {
      line.external_reference.resize(kMaxReferenceBytes);
    }
    const XmlElement debtor = transaction.Child("RltdPties", "Dbtr");
    const XmlElement name = debtor.Child("Nm");
    line.payer = name ? name.Text() : debtor.Child("Pty", "Nm").Text();
    line.order_text.clear();
    line.remark = JoinTexts(transaction.Child("RmtInf").Children("Ustrd"));
    if (const std::string more = entry.Child("AddtlNtryInf").Text(); line.remark.empty()) {
      line.remark = more;
    }
    if (line.kind == StatementLineKind::kReceipt && amount == Fen(0)) {
      line.kind = StatementLineKind::kOther;
      line.why = kZeroAmount;
    }
    file_.lines.push_back(std::move(line));
  }

  // The content with its number in the statement: two entries that say the same are two, as the
  // balance says.
  std::string Counted(const std::string& content) { return CountedAs(content, content); }
  // With the number that `of` has.
  std::string CountedAs(const std::string& content, const std::string& of) {
    return fmt::format("{}/{}", content, ++occurrences_[of]);
  }

  // The balance of a kind, signed.
  [[nodiscard]] absl::StatusOr<Fen> BalanceOf(const XmlElement& balance) const {
    CUIJIAO_ASSIGN_OR_RETURN(const Fen amount, AmountOf(balance));
    const std::optional<bool> is_credit = ReadIsCredit(balance);
    if (!is_credit) return Broken(balance, "the balance is neither CRDT nor DBIT");
    return Signed(amount, *is_credit);
  }

  [[nodiscard]] absl::Status CheckBalance(const XmlElement& statement) const {
    std::optional<Fen> opening;
    std::optional<Fen> closing;
    for (const XmlElement& balance : statement.Children("Bal")) {
      const std::string code = balance.Child("Tp", "CdOrPrtry", "Cd").Text();
      if (code != "OPBD" && code != "CLBD" && code != "PRCD") continue;
      CUIJIAO_ASSIGN_OR_RETURN(const Fen amount, BalanceOf(balance));
      if (code == "CLBD") closing = amount;
      // The day before closed with what this one opens with.
      if (code == "OPBD" || (code == "PRCD" && !opening)) opening = amount;
    }
    if (!opening || !closing) {
      return RefuseStatement(
          kStatementIncomplete,
          fmt::format("line {}: the statement of account {} lacks its {} balance",
                      text_.LineOf(statement), account_,
                      opening ? "closing (CLBD)" : "opening (OPBD)"));
    }
    if (*opening + moved_ == *closing) return absl::OkStatus();
    return RefuseStatement(
        kBalanceDiffers,
        fmt::format("line {}: account {} opens with {}, its booked entries make {}, together {},"
                    " but it closes with {}",
                    text_.LineOf(statement), account_, FormatYuan(*opening), FormatYuan(moved_),
                    FormatYuan(*opening + moved_), FormatYuan(*closing)));
  }

  // Banks count all entries, or those that are booked: both are right.
  static void CompareSum(const XmlElement& stated, std::string_view name, const EntrySum& computed,
                         StatedTotals& totals) {
    const std::string count = stated.Child("NbOfNtries").Text();
    if (!count.empty() && count != std::to_string(computed.booked_count)) {
      totals.Compare(fmt::format("{}/NbOfNtries", name), count, std::to_string(computed.count));
    }
    const std::string text = stated.Child("Sum").Text();
    if (text.empty()) return;
    const absl::StatusOr<Fen> sum = ReadXmlAmount(text);
    if (sum.ok() && *sum == computed.booked_sum) return;
    totals.Compare(fmt::format("{}/Sum", name), sum.ok() ? FormatYuan(*sum) : text,
                   FormatYuan(computed.sum));
  }

  [[nodiscard]] absl::Status CheckSummary(const XmlElement& summary) const {
    StatedTotals totals;
    const EntrySum all = {credits_.count + debits_.count,
                          credits_.booked_count + debits_.booked_count, credits_.sum + debits_.sum,
                          credits_.booked_sum + debits_.booked_sum};
    CompareSum(summary.Child("TtlNtries"), "TtlNtries", all, totals);
    CompareSum(summary.Child("TtlCdtNtries"), "TtlCdtNtries", credits_, totals);
    CompareSum(summary.Child("TtlDbtNtries"), "TtlDbtNtries", debits_, totals);
    return totals.AsStatus();
  }

  const XmlText& text_;
  StatementFile& file_;
  std::string account_;
  EntrySum credits_;
  EntrySum debits_;
  Fen moved_;
  std::map<std::string, int> occurrences_;
};

}  // namespace

bool IsXml(std::string_view utf8) {
  const std::size_t begin = utf8.find_first_not_of(" \t\r\n");
  return begin != std::string_view::npos && utf8[begin] == '<';
}

absl::StatusOr<StatementFile> ReadCamtStatement(std::string_view utf8) {
  CUIJIAO_ASSIGN_OR_RETURN(const XmlText text, XmlText::Parse(utf8));
  CUIJIAO_RETURN_IF_ERROR(CheckVersion(text.root()));
  StatementFile file;
  file.kind = StatementKind::kCamt053;
  file.method = PaymentMethod::kBankTransfer;
  const std::vector<XmlElement> statements = text.root().Child("BkToCstmrStmt").Children("Stmt");
  if (statements.empty()) {
    return RefuseStatement(kStatementIncomplete, "there is no statement (BkToCstmrStmt/Stmt)");
  }
  for (const XmlElement& statement : statements) {
    CUIJIAO_RETURN_IF_ERROR(CamtReading(text, file).Read(statement));
  }
  RefuseRepeatedLines(file);
  return file;
}

}  // namespace cuijiao::ledger
