#include "common/db/row.h"

#include <cstdlib>
#include <iostream>
#include <limits>
#include <utility>

namespace cuijiao::db {
namespace {

[[noreturn]] void ProgrammingError(std::string_view column, std::string_view what) {
  std::cerr << "database column '" << column << "': " << what << "\n";
  std::abort();
}

// The number that `count` decimal digits of `text` from `at` on are; -1 when they are none such.
int NumberAt(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int number = 0;
  for (const char digit : text.substr(at, count)) {
    if (digit < '0' || digit > '9') return -1;
    number = number * 10 + (digit - '0');
  }
  return number;
}

// Answers of the database hold dates and times by the million, always in one form: reading them by
// a pattern costs as much as fetching them.
//
// "2017-03-15" at the beginning of `text`.
std::optional<cuijiao::Date> DateAt(std::string_view text) {
  const int year = NumberAt(text, 0, 4);
  const int month = NumberAt(text, 5, 2);
  const int day = NumberAt(text, 8, 2);
  if (year < 0 || month < 1 || day < 1 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const cuijiao::Date date(year, month, day);
  // What does not exist became another day.
  if (date.month() != month || date.day() != day) return std::nullopt;
  return date;
}

// "2017-03-15 12:00:00" or with up to six decimals.
std::optional<absl::Time> TimeOf(std::string_view text) {
  constexpr std::size_t kWhole = 19;
  const std::optional<cuijiao::Date> date = DateAt(text);
  const int hour = NumberAt(text, 11, 2);
  const int minute = NumberAt(text, 14, 2);
  const int second = NumberAt(text, 17, 2);
  const bool shaped = date && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
                      second < 60 && text[10] == ' ' && text[13] == ':' && text[16] == ':';
  if (!shaped) return std::nullopt;
  int micros = 0;
  if (text.size() > kWhole) {
    const std::size_t decimals = text.size() - kWhole - 1;
    if (text[kWhole] != '.' || decimals < 1 || decimals > 6) return std::nullopt;
    micros = NumberAt(text, kWhole + 1, decimals);
    if (micros < 0) return std::nullopt;
    for (std::size_t i = decimals; i < 6; ++i) micros *= 10;
  }
  return absl::FromCivil(
             absl::CivilSecond(date->year(), date->month(), date->day(), hour, minute, second),
             absl::UTCTimeZone()) +
         absl::Microseconds(micros);
}

template <typename T>
const T& Get(const Row::Cell& cell, std::string_view column) {
  if (const T* const value = std::get_if<T>(&cell)) return *value;
  if (std::holds_alternative<std::nullptr_t>(cell)) {
    ProgrammingError(column, "is NULL; ask with Optional");
  }
  ProgrammingError(column, std::holds_alternative<std::int64_t>(cell) ? "holds a number"
                                                                      : "holds text, no number");
}

}  // namespace

Row::Row(std::shared_ptr<const ColumnLabels> labels, std::vector<Cell> cells)
    : labels_(std::move(labels)), cells_(std::move(cells)) {}

const Row::Cell& Row::At(std::string_view column) const {
  for (std::size_t i = 0; i < labels_->size(); ++i) {
    if ((*labels_)[i] == column) return cells_[i];
  }
  ProgrammingError(column, "is not in the answer");
}

bool Row::IsNull(std::string_view column) const {
  return std::holds_alternative<std::nullptr_t>(At(column));
}

std::int64_t Row::Int64(std::string_view column) const {
  return Get<std::int64_t>(At(column), column);
}

std::int32_t Row::Int32(std::string_view column) const {
  const std::int64_t value = Int64(column);
  if (!std::in_range<std::int32_t>(value)) ProgrammingError(column, "does not fit 32 bits");
  return static_cast<std::int32_t>(value);
}

bool Row::Bool(std::string_view column) const { return Int64(column) != 0; }

cuijiao::Fen Row::Fen(std::string_view column) const { return cuijiao::Fen(Int64(column)); }

const std::string& Row::String(std::string_view column) const {
  return Get<std::string>(At(column), column);
}

cuijiao::Date Row::Date(std::string_view column) const {
  const std::string& text = String(column);
  const std::optional<cuijiao::Date> date = text.size() == 10 ? DateAt(text) : std::nullopt;
  if (!date) ProgrammingError(column, "holds no DATE");
  return *date;
}

absl::Time Row::Time(std::string_view column) const {
  const std::optional<absl::Time> time = TimeOf(String(column));
  if (!time) ProgrammingError(column, "holds no DATETIME");
  return *time;
}

std::optional<std::int64_t> Row::OptionalInt64(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(Int64(column));
}

std::optional<std::int32_t> Row::OptionalInt32(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(Int32(column));
}

std::optional<bool> Row::OptionalBool(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(Bool(column));
}

std::optional<cuijiao::Fen> Row::OptionalFen(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(Fen(column));
}

std::optional<std::string> Row::OptionalString(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(String(column));
}

std::optional<cuijiao::Date> Row::OptionalDate(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(Date(column));
}

std::optional<absl::Time> Row::OptionalTime(std::string_view column) const {
  return IsNull(column) ? std::nullopt : std::optional(Time(column));
}

}  // namespace cuijiao::db
