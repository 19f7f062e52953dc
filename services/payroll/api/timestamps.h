// Points in time as messages carry them; whole microseconds, as stored.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_TIMESTAMPS_H_
#define CUIJIAO_SERVICES_PAYROLL_API_TIMESTAMPS_H_

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"

namespace cuijiao::payroll {

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_TIMESTAMPS_H_
