// The company's clock: the one place from which business dates and recorded times come.
#ifndef CUIJIAO_COMMON_CLOCK_COMPANY_CLOCK_H_
#define CUIJIAO_COMMON_CLOCK_COMPANY_CLOCK_H_

#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"

namespace cuijiao {

inline constexpr std::string_view kDefaultCompanyZone = "Asia/Shanghai";

struct CompanyTime {
  absl::Time recorded_time;  // when the suite learned of it; whole microseconds, as stored
  Date business_date;        // the company's day it counts for
  absl::TimeZone zone = absl::UTCTimeZone();  // in which the company's days begin and end

  [[nodiscard]] absl::Time BeginOf(Date day) const { return absl::FromCivil(day, zone); }
};

// Thread-safe. An error means that the time is not to be had (a clock kept in a database that
// is away); nothing may be booked then.
class CompanyClock {
 public:
  virtual ~CompanyClock() = default;
  virtual absl::StatusOr<CompanyTime> Now() = 0;
};

// An IANA zone by name. INVALID_ARGUMENT naming it when the system does not know it.
absl::StatusOr<absl::TimeZone> LoadCompanyZone(std::string_view name);

// The system's clock; the business date is today's date in `zone`.
class SystemCompanyClock : public CompanyClock {
 public:
  explicit SystemCompanyClock(absl::TimeZone zone) : zone_(zone) {}
  absl::StatusOr<CompanyTime> Now() override;

 private:
  const absl::TimeZone zone_;
};

// For tests: stands still until set.
class FixedCompanyClock : public CompanyClock {
 public:
  // The recorded time is noon UTC, which is the zone, of `business_date`.
  explicit FixedCompanyClock(Date business_date);
  explicit FixedCompanyClock(CompanyTime now) : now_(now) {}

  absl::StatusOr<CompanyTime> Now() override;
  void Set(Date business_date);
  void Set(CompanyTime now);
  // From here on Now() fails with `status`, until the clock is set.
  void Fail(absl::Status status);

 private:
  absl::Mutex mutex_;
  absl::StatusOr<CompanyTime> now_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CLOCK_COMPANY_CLOCK_H_
