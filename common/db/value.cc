#include "common/db/value.h"

#include "fmt/format.h"

namespace cuijiao::db {

Value::Value(Date date) : storage_(FormatDate(date)) {}

// By hand: rows by the million carry a time, and formatting by a pattern costs as much as sending
// it.
Value::Value(absl::Time time) {
  const absl::TimeZone::CivilInfo utc = absl::UTCTimeZone().At(time);
  storage_ =
      fmt::format("{} {:02}:{:02}:{:02}.{:06}", FormatDate(Date(utc.cs)), utc.cs.hour(),
                  utc.cs.minute(), utc.cs.second(), absl::ToInt64Microseconds(utc.subsecond));
}

}  // namespace cuijiao::db
