// Pieces of SQL that depend on how many values there are, and on which are empty.
#ifndef CUIJIAO_COMMON_DB_SQL_LISTS_H_
#define CUIJIAO_COMMON_DB_SQL_LISTS_H_

#include <cstddef>
#include <string>

#include "common/db/value.h"

namespace cuijiao::db {

// "(?,?,?)" for `count` values; `count` is at least 1.
inline std::string Placeholders(std::size_t count) {
  std::string text = "(";
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ",?";
  return text + ")";
}

// NULL for an empty text.
inline Value NullIfEmpty(const std::string& text) {
  return text.empty() ? Value(nullptr) : Value(text);
}

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_SQL_LISTS_H_
