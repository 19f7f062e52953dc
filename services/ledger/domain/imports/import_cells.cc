#include "services/ledger/domain/imports/import_cells.h"

#include <algorithm>
#include <cctype>

#include "common/status/cut_text.h"
#include "common/text/encoding.h"
#include "common/text/written_forms.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

constexpr std::size_t kMaxIdBytes = 32;
constexpr std::size_t kMaxShownBytes = 40;

bool IsIdCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("-_./:").find(c) != std::string_view::npos;
}

bool IsPlainId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdBytes &&
         std::all_of(text.begin(), text.end(), IsIdCharacter);
}

// "89.5" with 2 decimals: 8950. Nothing for what is no such number or too large.
std::optional<std::int64_t> ParseDecimal(std::string_view text, int decimals, std::int64_t max) {
  std::int64_t number = 0;
  int places = -1;  // of the decimals so far; -1 before the point
  bool any_digit = false;
  for (const char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9' || places == decimals) return std::nullopt;
    if (places >= 0) ++places;
    any_digit = true;
    number = number * 10 + (c - '0');
    if (number > max) return std::nullopt;
  }
  if (!any_digit) return std::nullopt;
  for (int i = std::max(places, 0); i < decimals; ++i) {
    number *= 10;
    if (number > max) return std::nullopt;
  }
  return number;
}

std::string FormatDecimal(std::int64_t number, int decimals) {
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  return fmt::format("{}.{:0{}}", number / unit, number % unit, decimals);
}

// Parts between ';', ',', '、' and their full-width forms, without spaces.
std::vector<std::string> SplitIds(std::string_view text) {
  std::string folded = FoldWidth(text);
  constexpr std::string_view kIdeographicComma = "、";
  for (std::size_t at = folded.find(kIdeographicComma); at != std::string::npos;
       at = folded.find(kIdeographicComma)) {
    folded.replace(at, kIdeographicComma.size(), ";");
  }
  std::vector<std::string> parts(1);
  for (const char c : folded) {
    if (c == ';' || c == ',') {
      parts.emplace_back();
    } else if (c != ' ') {
      parts.back() += c;
    }
  }
  std::erase(parts, "");
  return parts;
}

}  // namespace

std::string& ImportCells::Cell(std::string_view column) {
  return row_.cells[ImportColumnIndex(kind_, column)];
}

bool ImportCells::IsEmpty(std::string_view column) const {
  return row_.cells[ImportColumnIndex(kind_, column)].empty();
}

std::string ImportCells::Shown(std::string_view column) {
  if (ImportColumns(kind_)[ImportColumnIndex(kind_, column)].personal) return "***";
  return fmt::format("'{}'", CutText(Cell(column), kMaxShownBytes));
}

void ImportCells::Fault(std::string_view column, std::string_view reason,
                        std::string_view message) {
  faults_.push_back(
      {row_.line,
       column.empty() ? std::string()
                      : ImportColumnLabel(ImportColumns(kind_)[ImportColumnIndex(kind_, column)]),
       std::string(message), std::string(reason)});
}

std::string ImportCells::OptionalText(std::string_view column, std::size_t max_bytes) {
  const std::string& cell = Cell(column);
  if (cell.size() > max_bytes) {
    Fault(column, kCellTooLong,
          fmt::format("the text has {} bytes, more than {}", cell.size(), max_bytes));
    return {};
  }
  return cell;
}

std::string ImportCells::Text(std::string_view column, std::size_t max_bytes) {
  if (IsEmpty(column)) Fault(column, kCellEmpty, "the cell is empty");
  return OptionalText(column, max_bytes);
}

std::string ImportCells::OptionalId(std::string_view column) {
  std::string& cell = Cell(column);
  cell = FoldWidth(cell);
  if (!cell.empty() && !IsPlainId(cell)) {
    Fault(column, kIdInvalid,
          fmt::format("{} is no id of up to 32 letters and digits", Shown(column)));
  }
  return cell;
}

std::string ImportCells::Id(std::string_view column) {
  if (IsEmpty(column)) Fault(column, kCellEmpty, "the cell is empty");
  return OptionalId(column);
}

std::vector<std::string> ImportCells::Ids(std::string_view column) {
  std::string& cell = Cell(column);
  std::vector<std::string> ids = SplitIds(cell);
  if (!std::all_of(ids.begin(), ids.end(), [](const std::string& id) { return IsPlainId(id); })) {
    Fault(column, kIdInvalid, fmt::format("{} is no list of ids", Shown(column)));
    return {};
  }
  cell = fmt::format("{}", fmt::join(ids, ";"));
  return ids;
}

cuijiao::Date ImportCells::Date(std::string_view column) {
  if (IsEmpty(column)) {
    Fault(column, kCellEmpty, "the cell is empty");
    return {};
  }
  const auto date = ReadWrittenDate(Cell(column));
  if (!date.ok()) {
    Fault(column, kCellNotADate, fmt::format("{} is no date", Shown(column)));
    return {};
  }
  Cell(column) = FormatDate(*date);
  return *date;
}

Fen ImportCells::OptionalAmount(std::string_view column) {
  if (IsEmpty(column)) {
    Cell(column) = FormatYuan(Fen(0));
    return Fen(0);
  }
  const auto amount = ReadWrittenYuan(Cell(column));
  if (!amount.ok() || *amount < Fen(0) || *amount > Fen(kMaxAmountFen)) {
    Fault(column, kCellNotAnAmount,
          fmt::format("{} is no amount from 0 to 10,000,000,000 yuan", Shown(column)));
    return Fen(0);
  }
  Cell(column) = FormatYuan(*amount);
  return *amount;
}

Fen ImportCells::Amount(std::string_view column) {
  if (IsEmpty(column)) {
    Fault(column, kCellEmpty, "the cell is empty");
    return Fen(0);
  }
  const std::size_t faults_before = faults_.size();
  const Fen amount = OptionalAmount(column);
  if (faults_.size() == faults_before && amount == Fen(0)) {
    Fault(column, kCellNotAnAmount, "the amount must be above zero");
  }
  return amount;
}

std::int64_t ImportCells::Integer(std::string_view column, std::int64_t min, std::int64_t max) {
  if (IsEmpty(column)) {
    Fault(column, kCellEmpty, "the cell is empty");
    return min;
  }
  const auto number = ReadWrittenInteger(Cell(column), min, max);
  if (!number.ok()) {
    Fault(column, kCellNotANumber,
          fmt::format("{} is no whole number from {} to {}", Shown(column), min, max));
    return min;
  }
  Cell(column) = std::to_string(*number);
  return *number;
}

std::int64_t ImportCells::Decimal(std::string_view column, int decimals, std::int64_t max) {
  if (IsEmpty(column)) {
    Fault(column, kCellEmpty, "the cell is empty");
    return 0;
  }
  const std::optional<std::int64_t> number = ParseDecimal(FoldWidth(Cell(column)), decimals, max);
  if (!number) {
    Fault(column, kCellNotANumber,
          fmt::format("{} is no number with up to {} decimals, at most {}", Shown(column), decimals,
                      FormatDecimal(max, decimals)));
    return 0;
  }
  Cell(column) = FormatDecimal(*number, decimals);
  return *number;
}

int ImportCells::Word(std::string_view column, std::span<const ImportWord> words) {
  std::string& cell = Cell(column);
  if (cell.empty()) {
    Fault(column, kCellEmpty, "the cell is empty");
    return 0;
  }
  std::string lower = cell;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const ImportWord& word : words) {
    const bool is_chinese =
        std::find(word.chinese.begin(), word.chinese.end(), cell) != word.chinese.end();
    if (lower != word.english && !is_chinese) continue;
    cell = std::string(word.english);
    return word.value;
  }
  std::vector<std::string> known;
  for (const ImportWord& word : words) {
    known.push_back(fmt::format("{} ({})", word.chinese.front(), word.english));
  }
  Fault(column, kWordUnknown,
        fmt::format("{} is none of: {}", Shown(column), fmt::join(known, ", ")));
  return 0;
}

}  // namespace cuijiao::ledger
