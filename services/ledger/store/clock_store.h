// The company clock in development mode: it can be moved forward, and goes on steadily from there.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_CLOCK_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_CLOCK_STORE_H_

#include <functional>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"

namespace cuijiao::ledger {

// FAILED_PRECONDITION: the clock never goes back.
inline constexpr std::string_view kClockBackwards = "CLOCK_BACKWARDS";

// What the clock was set to, and the system's time when it was.
struct ClockSetting {
  absl::Time shown_time;
  absl::Time set_at;

  // What it shows at the system's time `system_now`. Never before `shown_time`, also when the
  // system's clock was set back.
  [[nodiscard]] absl::Time At(absl::Time system_now) const;
};

// Kept in the ledger's database, so that all replicas and services show the same. Until it is first
// set it shows the system's time. Thread-safe; asks the database each time, for another replica
// may have moved it.
class DevelopmentClock : public CompanyClock {
 public:
  using SystemNow = std::function<absl::Time()>;

  // `database` outlives the clock.
  DevelopmentClock(
      db::Database& database, absl::TimeZone zone,
      SystemNow system_now = [] { return absl::Now(); });

  absl::StatusOr<CompanyTime> Now() override;

  // Moves the clock to noon of `date`, or leaves it where it is when that is past already on the
  // same day. CLOCK_BACKWARDS when `date` is before the business date; the first setting may be any
  // day as long as nothing has been posted.
  absl::StatusOr<CompanyTime> Set(Date date);

 private:
  [[nodiscard]] CompanyTime TimeOf(absl::Time time) const;

  db::Database& database_;
  const absl::TimeZone zone_;
  const SystemNow system_now_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_CLOCK_STORE_H_
