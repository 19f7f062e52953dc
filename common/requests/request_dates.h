// Dates of requests that the wrapper has validated (format FORMAT_DATE).
#ifndef CUIJIAO_COMMON_REQUESTS_REQUEST_DATES_H_
#define CUIJIAO_COMMON_REQUESTS_REQUEST_DATES_H_

#include <optional>
#include <string>

#include "common/calendar/date.h"

namespace cuijiao {

// `text` is a date, which its field's options have made sure of.
inline Date DateOf(const std::string& text) { return ParseDate(text).value(); }

// Nothing for an empty text.
inline std::optional<Date> OptionalDateOf(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(DateOf(text));
}

// `otherwise` for an empty text.
inline Date DateOr(const std::string& text, Date otherwise) {
  return OptionalDateOf(text).value_or(otherwise);
}

inline std::string FormatOptionalDate(const std::optional<Date>& date) {
  return date ? FormatDate(*date) : std::string();
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_REQUESTS_REQUEST_DATES_H_
