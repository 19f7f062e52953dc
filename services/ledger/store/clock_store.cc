#include "services/ledger/store/clock_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

absl::StatusOr<std::optional<ClockSetting>> LoadSetting(db::Transaction& transaction,
                                                        bool for_update) {
  constexpr std::string_view kSelect =
      "SELECT shown_time, set_at FROM company_clock WHERE clock_id = 1";
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> row,
                           transaction.QueryOne(for_update ? std::string(kSelect) + " FOR UPDATE"
                                                           : std::string(kSelect)));
  if (!row) return std::optional<ClockSetting>();
  return std::optional(ClockSetting{row->Time("shown_time"), row->Time("set_at")});
}

absl::StatusOr<bool> AnythingPosted(db::Transaction& transaction) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction.Query("SELECT entry_id FROM journal_entry LIMIT 1"));
  return !rows.empty();
}

}  // namespace

absl::Time ClockSetting::At(absl::Time system_now) const {
  return shown_time + std::max(system_now - set_at, absl::ZeroDuration());
}

DevelopmentClock::DevelopmentClock(db::Database& database, absl::TimeZone zone,
                                   SystemNow system_now)
    : database_(database), zone_(zone), system_now_(std::move(system_now)) {}

CompanyTime DevelopmentClock::TimeOf(absl::Time time) const {
  // Whole microseconds, as the tables keep them.
  const absl::Time stored = absl::FromUnixMicros(absl::ToUnixMicros(time));
  return {stored, absl::ToCivilDay(stored, zone_), zone_};
}

absl::StatusOr<CompanyTime> DevelopmentClock::Now() {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<ClockSetting> setting,
                           database_.Ask("DevelopmentClock", [](db::Transaction& transaction) {
                             return LoadSetting(transaction, /*for_update=*/false);
                           }));
  const absl::Time system_now = system_now_();
  return TimeOf(setting ? setting->At(system_now) : system_now);
}

absl::StatusOr<CompanyTime> DevelopmentClock::Set(Date date) {
  return database_.Transact(
      "SetClock", [&](db::Transaction& transaction) -> absl::StatusOr<CompanyTime> {
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<ClockSetting> setting,
                                 LoadSetting(transaction, /*for_update=*/true));
        CUIJIAO_ASSIGN_OR_RETURN(const bool anything_posted, AnythingPosted(transaction));
        const absl::Time system_now = system_now_();
        const CompanyTime before = TimeOf(setting ? setting->At(system_now) : system_now);
        const bool never_used = !setting && !anything_posted;
        if (date < before.business_date && !never_used) {
          return Refusal(
              absl::StatusCode::kFailedPrecondition, kClockBackwards,
              fmt::format("the business date is {}; the clock does not go back to {}",
                          FormatDate(before.business_date), FormatDate(date)),
              {{"business_date", FormatDate(before.business_date)}, {"given", FormatDate(date)}});
        }
        const absl::Time noon = absl::FromCivil(absl::CivilHour(date) + 12, zone_);
        const absl::Time shown = never_used ? noon : std::max(noon, before.recorded_time);
        CUIJIAO_RETURN_IF_ERROR(
            transaction
                .Execute("INSERT INTO company_clock (clock_id, shown_time, set_at) VALUES (1, ?, ?)"
                         " ON DUPLICATE KEY UPDATE shown_time = VALUES(shown_time),"
                         " set_at = VALUES(set_at)",
                         {shown, system_now})
                .status());
        return TimeOf(shown);
      });
}

}  // namespace cuijiao::ledger
