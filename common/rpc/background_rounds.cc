#include "common/rpc/background_rounds.h"

#include <utility>

#include "common/telemetry/logging.h"

namespace cuijiao {
namespace {

prometheus::Counter& RoundsThat(Metrics& metrics, const std::string& work, const char* outcome) {
  return metrics.Counter("cuijiao_background_rounds_total",
                         "Rounds of what the service does without being asked",
                         {{"work", work}, {"outcome", outcome}});
}

}  // namespace

BackgroundRounds::BackgroundRounds(std::string work, absl::Duration pause, Metrics& metrics,
                                   std::function<absl::Status()> round)
    : work_(std::move(work)),
      pause_(pause),
      round_(std::move(round)),
      done_(RoundsThat(metrics, work_, "ok")),
      failed_(RoundsThat(metrics, work_, "failed")),
      thread_([this] { Run(); }) {}

BackgroundRounds::~BackgroundRounds() {
  {
    const absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  thread_.join();
}

void BackgroundRounds::Run() {
  do {
    const absl::Status status = round_();
    (status.ok() ? done_ : failed_).Increment();
    if (!status.ok()) {
      LogEvent(spdlog::level::warn, "background round failed",
               {{"work", work_},
                {"code", absl::StatusCodeToString(status.code())},
                {"message", std::string(status.message())}});
    }
  } while (Pause());
}

bool BackgroundRounds::Pause() {
  const absl::MutexLock lock(&mutex_);
  const auto ending = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return ending_; };
  return !mutex_.AwaitWithTimeout(absl::Condition(&ending), pause_);
}

}  // namespace cuijiao
