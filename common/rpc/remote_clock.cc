#include "common/rpc/remote_clock.h"

#include "common/rpc/message_times.h"
#include "common/status/macros.h"

namespace cuijiao {
namespace {

using ledger::v1::ClockService;
using ledger::v1::GetClockRequest;

constexpr std::chrono::seconds kTrustedFor{1};

}  // namespace

RemoteClock::RemoteClock(Peer& ledger, absl::TimeZone zone)
    : ledger_(ledger), zone_(zone), stub_(ClockService::NewStub(ledger.channel())) {}

std::optional<CompanyTime> RemoteClock::FromLastAnswer() {
  const absl::MutexLock lock(&mutex_);
  if (!last_answer_) return std::nullopt;
  const auto passed = std::chrono::steady_clock::now() - last_answer_->received;
  if (passed >= kTrustedFor) return std::nullopt;
  const absl::Time time =
      last_answer_->time +
      absl::Microseconds(std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
  return CompanyTime{time, absl::ToCivilDay(time, zone_), zone_};
}

absl::StatusOr<CompanyTime> RemoteClock::Now() {
  if (const std::optional<CompanyTime> time = FromLastAnswer()) return *time;
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::Clock clock,
      ledger_.CallUnary(*stub_, &ClockService::StubInterface::GetClock, {}, GetClockRequest()));
  CUIJIAO_ASSIGN_OR_RETURN(const Date business_date, ParseDate(clock.business_date()));
  const absl::Time time = TimeOf(clock.record_time());
  const absl::MutexLock lock(&mutex_);
  last_answer_.reset();
  if (!clock.settable()) last_answer_ = Answer{time, std::chrono::steady_clock::now()};
  return CompanyTime{time, business_date, zone_};
}

}  // namespace cuijiao
