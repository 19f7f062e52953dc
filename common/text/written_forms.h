// Dates, months and amounts as people in China write them in their files.
#ifndef CUIJIAO_COMMON_TEXT_WRITTEN_FORMS_H_
#define CUIJIAO_COMMON_TEXT_WRITTEN_FORMS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao {

// All functions: full-width digits and signs are read like half-width ones, spaces around are
// dropped, and INVALID_ARGUMENT names the text that cannot be read.

// "2017-03-01", "2017/3/1", "2017年3月1日". The date exists and lies in 1900..2199.
absl::StatusOr<Date> ReadWrittenDate(std::string_view text);
// "2017-03", "2017/3", "2017年3月".
absl::StatusOr<Month> ReadWrittenMonth(std::string_view text);
// "1234.5", "1,234.50", "￥1,234.50", "1234.5元".
absl::StatusOr<Fen> ReadWrittenYuan(std::string_view text);
// A whole decimal number from `min` to `max`, "1,000" and "+5" included.
absl::StatusOr<std::int64_t> ReadWrittenInteger(std::string_view text, std::int64_t min,
                                                std::int64_t max);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_WRITTEN_FORMS_H_
