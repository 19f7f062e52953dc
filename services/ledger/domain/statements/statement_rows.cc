#include "services/ledger/domain/statements/statement_rows.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_table.h"
#include "common/text/encoding.h"
#include "common/text/written_forms.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kE5PerFen = 1'000;
constexpr std::int64_t kMaxYuanE5 = kMaxAmountFen * kE5PerFen;

std::string ColumnKey(std::string_view name) {
  std::string key = absl::AsciiStrToLower(FoldWidth(name));
  absl::StripAsciiWhitespace(&key);
  return key;
}

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// "09:40:02" or "09:40".
bool IsTimeOfDay(std::string_view text) {
  if (text.size() != 5 && text.size() != 8) return false;
  constexpr int kBounds[] = {24, 60, 61};
  for (std::size_t i = 0; i * 3 < text.size(); ++i) {
    const std::string_view part = text.substr(i * 3, 2);
    int number = 0;
    if (!AllDigits(part) || !absl::SimpleAtoi(std::string(part), &number)) return false;
    if (number >= kBounds[i]) return false;
    if (i > 0 && text[i * 3 - 1] != ':') return false;
  }
  return true;
}

absl::StatusOr<Date> ReadDateWithTime(std::string_view text) {
  const std::size_t gap = text.find_first_of(" T");
  if (gap == std::string_view::npos) return ReadWrittenDate(text);
  if (!IsTimeOfDay(Trimmed(text.substr(gap + 1)))) {
    return absl::InvalidArgumentError(
        fmt::format("'{}' is not a time, written 2017-03-01 09:40:02", text));
  }
  return ReadWrittenDate(text.substr(0, gap));
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

absl::Status RefuseStatement(std::string_view reason, std::string message) {
  return Refusal(absl::StatusCode::kInvalidArgument, reason, std::move(message));
}

absl::Status ForEachTextLine(
    std::string_view text,
    absl::FunctionRef<absl::Status(std::int64_t, std::string_view)> on_line) {
  std::int64_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(line.size());
    text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
    CUIJIAO_RETURN_IF_ERROR(on_line(++number, line));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> ReadYuanE5(std::string_view text) {
  const std::string folded = FoldWidth(text);
  const std::size_t point = folded.find('.');
  const std::string_view decimals =
      point == std::string::npos ? std::string_view() : std::string_view(folded).substr(point + 1);
  const std::string_view rest = decimals.size() > 2 ? decimals.substr(2) : std::string_view();
  const auto wrong = [&] {
    return absl::InvalidArgumentError(fmt::format(
        "'{}' is not an amount in yuan with at most five decimals, at most 10 billion", text));
  };
  if (rest.size() > 3 || !AllDigits(rest)) return wrong();
  const absl::StatusOr<Fen> whole =
      ReadWrittenYuan(std::string_view(folded).substr(0, folded.size() - rest.size()));
  if (!whole.ok()) return wrong();
  std::int64_t tail = 0;
  if (!rest.empty()) {
    std::string padded(rest);
    padded.resize(3, '0');
    if (!absl::SimpleAtoi(padded, &tail)) return wrong();
  }
  if (folded.find('-') != std::string::npos) tail = -tail;
  if (whole->value() > kMaxYuanE5 / kE5PerFen || whole->value() < -kMaxYuanE5 / kE5PerFen) {
    return wrong();
  }
  return whole->value() * kE5PerFen + tail;
}

Fen FenFromE5(std::int64_t yuan_e5) {
  const std::int64_t half = yuan_e5 < 0 ? -kE5PerFen / 2 : kE5PerFen / 2;
  return Fen((yuan_e5 + half) / kE5PerFen);
}

absl::StatusOr<StatementColumns> StatementColumns::Find(const CsvRow& header,
                                                        const std::vector<std::string>& required) {
  StatementColumns columns;
  columns.width_ = header.cells.size();
  while (columns.width_ > 0 && header.cells[columns.width_ - 1].empty()) --columns.width_;
  std::vector<std::string> twice;
  for (std::size_t i = 0; i < columns.width_; ++i) {
    if (header.cells[i].empty()) continue;
    if (!columns.places_.emplace(ColumnKey(header.cells[i]), i).second) {
      twice.push_back(header.cells[i]);
    }
  }
  std::vector<std::string> missing;
  for (const std::string& name : required) {
    if (!columns.Has(name)) missing.push_back(name);
  }
  if (twice.empty() && missing.empty()) return columns;
  return RefuseStatement(
      kHeaderWrong,
      fmt::format("line {}, the header:{}{}{}{}", header.line,
                  missing.empty() ? "" : " missing columns: ", fmt::join(missing, ", "),
                  twice.empty() ? "" : " columns given twice: ", fmt::join(twice, ", ")));
}

bool StatementColumns::Has(std::string_view name) const {
  return places_.contains(ColumnKey(name));
}

std::string_view StatementColumns::Cell(const CsvRow& row, std::string_view name) const {
  const auto place = places_.find(ColumnKey(name));
  if (place == places_.end() || place->second >= row.cells.size()) return {};
  return row.cells[place->second];
}

std::string StatementRow::Text(std::string_view column) const {
  return std::string(columns_.Cell(row_, column));
}

std::string StatementRow::RequiredText(std::string_view column) {
  std::string text = Text(column);
  if (text.empty()) Fault(column, kCellEmpty, "the cell is empty");
  return text;
}

Date StatementRow::DateOf(std::string_view column) {
  const absl::StatusOr<Date> date = ReadDateWithTime(columns_.Cell(row_, column));
  if (date.ok()) return *date;
  Fault(column, kCellNotADate, std::string(date.status().message()));
  return {};
}

Fen StatementRow::Amount(std::string_view column) {
  const std::string_view cell = columns_.Cell(row_, column);
  if (cell.empty()) {
    Fault(column, kCellEmpty, "the cell is empty");
    return {};
  }
  const absl::StatusOr<Fen> amount = ReadWrittenYuan(cell);
  if (!amount.ok()) {
    Fault(column, kCellNotAnAmount, std::string(amount.status().message()));
    return {};
  }
  return *amount;
}

Fen StatementRow::OptionalAmount(std::string_view column) {
  return columns_.Cell(row_, column).empty() ? Fen() : Amount(column);
}

std::int64_t StatementRow::OptionalAmountE5(std::string_view column) {
  const std::string_view cell = columns_.Cell(row_, column);
  if (cell.empty()) return 0;
  const absl::StatusOr<std::int64_t> amount = ReadYuanE5(cell);
  if (amount.ok()) return *amount;
  Fault(column, kCellNotAnAmount, std::string(amount.status().message()));
  return 0;
}

void StatementRow::Fault(std::string_view column, std::string_view reason, std::string message) {
  faults_.push_back({row_.line, std::string(column), std::move(message), std::string(reason)});
}

void AddE5(std::int64_t& sum, std::int64_t yuan_e5) {
  if (__builtin_add_overflow(sum, yuan_e5, &sum)) {
    sum = yuan_e5 < 0 ? -std::numeric_limits<std::int64_t>::max()
                      : std::numeric_limits<std::int64_t>::max();
  }
}

std::string FormatYuanE5(std::int64_t yuan_e5) {
  if (yuan_e5 % kE5PerFen == 0) return FormatYuan(Fen(yuan_e5 / kE5PerFen));
  const std::int64_t magnitude = yuan_e5 < 0 ? -yuan_e5 : yuan_e5;
  return fmt::format("{}{}.{:05}", yuan_e5 < 0 ? "-" : "", magnitude / (kE5PerFen * 100),
                     magnitude % (kE5PerFen * 100));
}

void StatedTotals::Compare(std::string_view name, std::string_view stated,
                           std::string_view computed) {
  if (stated == computed) return;
  differences_.push_back(
      fmt::format("{}: the file states {}, its rows make {}", name, stated, computed));
}

absl::Status StatedTotals::AsStatus() const {
  if (differences_.empty()) return absl::OkStatus();
  return RefuseStatement(kTotalsDiffer, fmt::format("{}", fmt::join(differences_, "; ")));
}

}  // namespace cuijiao::ledger
