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
  cuijiao::Date date;
  if (!absl::ParseCivilTime(String(column), &date)) ProgrammingError(column, "holds no DATE");
  return date;
}

absl::Time Row::Time(std::string_view column) const {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%E4Y-%m-%d %H:%M:%E*S", String(column), absl::UTCTimeZone(), &time,
                       &error)) {
    ProgrammingError(column, "holds no DATETIME");
  }
  return time;
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
