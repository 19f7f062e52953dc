// The form in which what is hashed is written: no two lists of fields give the same bytes.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_HASH_FIELDS_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_HASH_FIELDS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace cuijiao::ledger {

inline void AppendField(std::string& bytes, std::string_view field) {
  absl::StrAppend(&bytes, field.size(), ":");
  bytes.append(field);
  bytes.push_back(';');
}

inline void AppendField(std::string& bytes, std::int64_t number) {
  AppendField(bytes, std::string_view(absl::StrCat(number)));
}

// What is not there, and is not the same as an empty field.
inline void AppendNothing(std::string& bytes) { bytes.append("-;"); }

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_HASH_FIELDS_H_
