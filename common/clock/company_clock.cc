#include "common/clock/company_clock.h"
#include "fmt/format.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"

namespace cuijiao {
namespace {

CompanyTime NoonOf(Date date) {
  return {absl::FromCivil(absl::CivilHour(date) + 12, absl::UTCTimeZone()), date};
}

}  // namespace

absl::StatusOr<absl::TimeZone> LoadCompanyZone(std::string_view name) {
  absl::TimeZone zone;
  if (name.empty() || !absl::LoadTimeZone(std::string(name), &zone)) {
    return absl::InvalidArgumentError(
        fmt::format("the system knows no time zone '{}' (is tzdata installed?)", name));
  }
  return zone;
}

absl::StatusOr<CompanyTime> SystemCompanyClock::Now() {
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(absl::Now()));
  return CompanyTime{now, absl::ToCivilDay(now, zone_), zone_};
}

FixedCompanyClock::FixedCompanyClock(Date business_date) : now_(NoonOf(business_date)) {}

absl::StatusOr<CompanyTime> FixedCompanyClock::Now() {
  const absl::MutexLock lock(&mutex_);
  return now_;
}

void FixedCompanyClock::Set(Date business_date) { Set(NoonOf(business_date)); }

void FixedCompanyClock::Set(CompanyTime now) {
  const absl::MutexLock lock(&mutex_);
  now_ = now;
}

void FixedCompanyClock::Fail(absl::Status status) {
  const absl::MutexLock lock(&mutex_);
  now_ = std::move(status);
}

}  // namespace cuijiao
