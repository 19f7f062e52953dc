// Statements put together from constant parts.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_SQL_TEXT_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_SQL_TEXT_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace cuijiao::ledger {

// The parts, one behind the other. Values are never parts: they go through placeholders.
inline std::string Concat(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_SQL_TEXT_H_
