#include "services/ledger/domain/statements/mapped_statement.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_reader.h"
#include "common/text/csv_table.h"
#include "common/text/encoding.h"
#include "common/text/written_forms.h"
#include "fmt/format.h"
#include "services/ledger/domain/statements/statement_rows.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxExternalIdBytes = 64;
constexpr std::string_view kSeparators = ",;\t|";

// How many of `letter` stand at the front.
std::size_t RunLength(std::string_view text, char letter) {
  return std::min(text.find_first_not_of(letter), text.size());
}

class MappedReading {
 public:
  explicit MappedReading(const StatementMapping& mapping) : mapping_(mapping) {
    file_.kind = StatementKind::kCsv;
    file_.method = mapping.method;
    file_.account = mapping.account;
  }

  absl::Status Take(const CsvRow& cells) {
    if (ended_) return absl::OkStatus();
    if (!columns_) return TakeHeading(cells);
    if (!mapping_.end_marker.empty() && cells.cells.front() == mapping_.end_marker) {
      ended_ = true;
      return absl::OkStatus();
    }
    ++file_.row_count;
    StatementRow row(*columns_, cells);
    if (cells.cells.size() < columns_->width()) {
      row.Fault("", kRowWidthWrong,
                fmt::format("the row has {} cells, the header has {}", cells.cells.size(),
                            columns_->width()));
    } else {
      ReadLine(row);
    }
    file_.faults.insert(file_.faults.end(), row.faults().begin(), row.faults().end());
    return absl::OkStatus();
  }

  absl::StatusOr<StatementFile> Finish() {
    if (!columns_) {
      return RefuseStatement(kHeaderWrong, fmt::format("no row has all columns of the mapping: {}",
                                                       fmt::join(Wanted(), ", ")));
    }
    if (!mapping_.end_marker.empty() && !ended_) {
      return RefuseStatement(kStatementIncomplete,
                             fmt::format("the file ends after {} rows, without '{}'",
                                         file_.row_count, mapping_.end_marker));
    }
    RefuseRepeatedLines(file_);
    return std::move(file_);
  }

 private:
  [[nodiscard]] std::vector<std::string> Wanted() const {
    std::vector<std::string> wanted = mapping_.remark_columns;
    for (const std::string& name :
         {mapping_.date_column, mapping_.amount_column, mapping_.credit_column,
          mapping_.debit_column, mapping_.payer_column, mapping_.external_id_column}) {
      if (!name.empty()) wanted.push_back(name);
    }
    return wanted;
  }

  absl::Status TakeHeading(const CsvRow& row) {
    absl::StatusOr<StatementColumns> columns = StatementColumns::Find(row, {});
    if (!columns.ok()) return absl::OkStatus();
    const std::vector<std::string> wanted = Wanted();
    if (std::all_of(wanted.begin(), wanted.end(),
                    [&](const std::string& name) { return columns->Has(name); })) {
      columns_ = *std::move(columns);
    }
    return absl::OkStatus();
  }

  Date DateOf(StatementRow& row) const {
    if (mapping_.date_format.empty()) return row.DateOf(mapping_.date_column);
    const absl::StatusOr<Date> date =
        ReadDateAs(mapping_.date_format, row.RequiredText(mapping_.date_column));
    if (date.ok()) return *date;
    row.Fault(mapping_.date_column, kCellNotADate, std::string(date.status().message()));
    return {};
  }

  // Signed: below zero it went out.
  Fen AmountOf(StatementRow& row) const {
    if (!mapping_.amount_column.empty()) return row.Amount(mapping_.amount_column);
    const Fen credit = row.OptionalAmount(mapping_.credit_column);
    const Fen debit =
        mapping_.debit_column.empty() ? Fen() : row.OptionalAmount(mapping_.debit_column);
    if (credit < Fen(0) || debit < Fen(0)) {
      row.Fault(credit < Fen(0) ? mapping_.credit_column : mapping_.debit_column, kSignWrong,
                fmt::format("{} is below zero", FormatYuan(std::min(credit, debit))));
    } else if (credit > Fen(0) && debit > Fen(0)) {
      row.Fault(mapping_.credit_column, kSignWrong,
                fmt::format("{} and {} in {} exclude each other", FormatYuan(credit),
                            FormatYuan(debit), mapping_.debit_column));
    }
    return credit - debit;
  }

  void ReadLine(StatementRow& row) {
    StatementLine line;
    line.line = row.line();
    line.date = DateOf(row);
    const Fen amount = AmountOf(row);
    line.amount = amount < Fen(0) ? -amount : amount;
    if (amount <= Fen(0)) {
      line.kind = StatementLineKind::kOther;
      line.why = amount == Fen(0) ? kZeroAmount : kOutgoing;
    }
    if (!mapping_.payer_column.empty()) line.payer = row.Text(mapping_.payer_column);
    for (const std::string& column : mapping_.remark_columns) {
      if (!line.remark.empty()) line.remark += " ";
      line.remark += row.Text(column);
    }
    if (!mapping_.external_id_column.empty()) {
      const std::string id = row.RequiredText(mapping_.external_id_column);
      if (id.size() > kMaxExternalIdBytes) {
        row.Fault(
            mapping_.external_id_column, kCellTooLong,
            fmt::format("the text has {} bytes, more than {}", id.size(), kMaxExternalIdBytes));
      }
      line.identity = fmt::format("CSV/{}/ID/{}", mapping_.account, id);
      line.external_reference = id;
    } else {
      const std::string content =
          fmt::format("CSV/{}/ROW/{}/{}/{}/{}", mapping_.account, FormatDate(line.date),
                      amount.value(), line.payer, line.remark);
      line.identity = fmt::format("{}/{}", content, ++occurrences_[content]);
    }
    if (row.faults().empty()) file_.lines.push_back(std::move(line));
  }

  const StatementMapping& mapping_;
  StatementFile file_;
  std::optional<StatementColumns> columns_;
  std::map<std::string, int> occurrences_;
  bool ended_ = false;
};

absl::Status WrongMapping(std::string message) {
  return RefuseStatement(kMappingWrong, std::move(message));
}

}  // namespace

absl::Status CheckMapping(const StatementMapping& mapping) {
  if (mapping.account.empty()) return WrongMapping("mapping.account is empty");
  if (mapping.date_column.empty()) return WrongMapping("mapping.date_column is empty");
  if (mapping.amount_column.empty() == mapping.credit_column.empty()) {
    return WrongMapping("mapping: exactly one of amount_column and credit_column must be set");
  }
  if (mapping.credit_column.empty() && !mapping.debit_column.empty()) {
    return WrongMapping("mapping.debit_column goes with credit_column");
  }
  if (kSeparators.find(mapping.separator) == std::string_view::npos) {
    return WrongMapping(
        fmt::format("mapping.separator '{}' is none of , ; | and a tab", mapping.separator));
  }
  const std::string& format = mapping.date_format;
  if (format.empty()) return absl::OkStatus();
  for (const auto& [letter, digits] : {std::pair{'Y', 4}, {'M', 2}, {'D', 2}}) {
    const auto count = std::count(format.begin(), format.end(), letter);
    const std::size_t run = RunLength(
        std::string_view(format).substr(std::min(format.find(letter), format.size())), letter);
    if (count != digits || run != static_cast<std::size_t>(digits)) {
      return WrongMapping(
          fmt::format("mapping.date_format '{}' must have YYYY, MM and DD once", format));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Date> ReadDateAs(std::string_view format, std::string_view text) {
  const auto wrong = [&] {
    return absl::InvalidArgumentError(
        fmt::format("'{}' is not a date that exists, written {}", text, format));
  };
  const std::string folded = FoldWidth(text);
  std::map<char, std::string> parts;
  std::size_t i = 0;
  for (; i < format.size(); ++i) {
    if (i >= folded.size()) return wrong();
    if (format[i] == 'Y' || format[i] == 'M' || format[i] == 'D') {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(folded[i]))) return wrong();
      parts[format[i]].push_back(folded[i]);
    } else if (format[i] != folded[i]) {
      return wrong();
    }
  }
  if (i < folded.size() && folded[i] != ' ' && folded[i] != 'T') return wrong();
  const absl::StatusOr<Date> date =
      ParseDate(fmt::format("{}-{}-{}", parts['Y'], parts['M'], parts['D']));
  return date.ok() ? date : wrong();
}

absl::StatusOr<StatementFile> ReadMappedStatement(std::string_view utf8,
                                                  const StatementMapping& mapping) {
  CUIJIAO_RETURN_IF_ERROR(CheckMapping(mapping));
  MappedReading reading(mapping);
  CsvLimits limits;
  limits.max_rows = kMaxStatementRows;
  const absl::Status read = ReadCsvRows(
      utf8, limits, [&](const CsvRow& row) { return reading.Take(row); }, mapping.separator);
  if (absl::IsResourceExhausted(read)) {
    return Refusal(absl::StatusCode::kResourceExhausted, kStatementTooLarge,
                   std::string(read.message()));
  }
  if (!read.ok()) return RefuseStatement(kStatementBroken, std::string(read.message()));
  return reading.Finish();
}

}  // namespace cuijiao::ledger
