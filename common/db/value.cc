#include "common/db/value.h"

namespace cuijiao::db {

Value::Value(Date date) : storage_(absl::FormatCivilTime(date)) {}

Value::Value(absl::Time time)
    : storage_(absl::FormatTime("%E4Y-%m-%d %H:%M:%E6S", time, absl::UTCTimeZone())) {}

}  // namespace cuijiao::db
