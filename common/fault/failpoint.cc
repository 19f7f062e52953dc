#include "common/fault/failpoint.h"
#include "fmt/format.h"

#ifdef CUIJIAO_FAILPOINTS

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace cuijiao::fault {
namespace {

constexpr absl::Duration kLongestPause = absl::Minutes(1);

enum class Kind { kKill, kError, kSleep, kPauseFile, kCount };

struct Action {
  Kind kind = Kind::kCount;
  std::string argument;
  absl::Duration pause;                // of kSleep
  std::optional<std::int64_t> at_hit;  // runs at this hit alone
};

absl::Status Unreadable(std::string_view action, std::string_view why) {
  return absl::InvalidArgumentError(fmt::format("failpoint action '{}': {}", action, why));
}

// What stands before and after the first `mark`; nothing after when there is none.
std::pair<std::string_view, std::string_view> SplitAt(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

absl::StatusOr<Action> ParseAction(std::string_view text) {
  Action action;
  std::string_view rest = text;
  if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) {
    std::int64_t hit = 0;
    if (!absl::SimpleAtoi(std::string(rest.substr(at + 1)), &hit) || hit < 1) {
      return Unreadable(text, "after '@' stands the number of a hit, from 1");
    }
    action.at_hit = hit;
    rest = rest.substr(0, at);
  }
  const auto [kind, argument] = SplitAt(rest, ':');
  action.argument = std::string(argument);
  if (kind == "kill") {
    action.kind = Kind::kKill;
  } else if (kind == "error") {
    action.kind = Kind::kError;
  } else if (kind == "count") {
    action.kind = Kind::kCount;
  } else if (kind == "sleep") {
    std::int64_t pause_ms = 0;
    if (!absl::SimpleAtoi(action.argument, &pause_ms) || pause_ms < 0) {
      return Unreadable(text, "sleep takes milliseconds");
    }
    action.kind = Kind::kSleep;
    action.pause = absl::Milliseconds(pause_ms);
  } else if (kind == "pause-file") {
    if (argument.empty()) return Unreadable(text, "pause-file takes a path");
    action.kind = Kind::kPauseFile;
  } else {
    return Unreadable(text, "known are kill, error, sleep, pause-file and count");
  }
  return action;
}

absl::Status WaitWhileExists(std::string_view name, const std::string& path) {
  const absl::Time end = absl::Now() + kLongestPause;
  while (std::filesystem::exists(path)) {
    if (absl::Now() > end) {
      return absl::DeadlineExceededError(
          fmt::format("failpoint {}: {} was not removed", name, path));
    }
    absl::SleepFor(absl::Milliseconds(2));
  }
  return absl::OkStatus();
}

absl::Status Perform(std::string_view name, const Action& action) {
  switch (action.kind) {
    case Kind::kKill:
      kill(getpid(), SIGKILL);
      // The signal is pending on this very process; nothing of the program may run on.
      while (true) pause();
    case Kind::kError:
      return absl::UnavailableError(action.argument.empty() ? fmt::format("failpoint {}", name)
                                                            : action.argument);
    case Kind::kSleep:
      absl::SleepFor(action.pause);
      return absl::OkStatus();
    case Kind::kPauseFile:
      return WaitWhileExists(name, action.argument);
    case Kind::kCount:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

// The armed points of the process. Made at first use from the environment, never destroyed.
class Registry {
 public:
  static Registry& Instance() {
    static Registry* const kRegistry = new Registry;
    return *kRegistry;
  }

  [[nodiscard]] bool armed() const { return armed_.load(std::memory_order_acquire) != 0; }

  void Arm(std::string_view name, Action action) {
    const absl::MutexLock lock(&mutex_);
    points_[std::string(name)] = Armed{std::move(action), 0};
    armed_.store(points_.size(), std::memory_order_release);
  }

  void Disarm(std::string_view name) {
    const absl::MutexLock lock(&mutex_);
    points_.erase(std::string(name));
    armed_.store(points_.size(), std::memory_order_release);
  }

  void DisarmAll() {
    const absl::MutexLock lock(&mutex_);
    points_.clear();
    armed_.store(0, std::memory_order_release);
  }

  std::int64_t Hits(std::string_view name) {
    const absl::MutexLock lock(&mutex_);
    const auto point = points_.find(name);
    return point == points_.end() ? 0 : point->second.hits;
  }

  // Counts and logs a hit; the action when it is its turn.
  std::optional<Action> Hit(std::string_view name) {
    const absl::MutexLock lock(&mutex_);
    const auto point = points_.find(name);
    if (point == points_.end()) return std::nullopt;
    Armed& armed = point->second;
    ++armed.hits;
    Log(name);
    if (armed.action.at_hit.value_or(armed.hits) != armed.hits) return std::nullopt;
    return armed.action;
  }

 private:
  struct Armed {
    Action action;
    std::int64_t hits = 0;
  };

  Registry() {
    if (const char* const log = std::getenv("CUIJIAO_FAILPOINT_LOG")) log_path_ = log;
    const char* const entries = std::getenv("CUIJIAO_FAILPOINTS");
    if (entries == nullptr) return;
    const std::vector<std::string> all = absl::StrSplit(entries, ';', absl::SkipWhitespace());
    for (const std::string& entry : all) {
      ArmFromEnvironment(entry);
    }
  }

  void ArmFromEnvironment(std::string_view entry) {
    const auto [name, text] = SplitAt(entry, '=');
    absl::StatusOr<Action> action = ParseAction(text);
    if (name.empty() || !action.ok()) {
      std::cerr << "CUIJIAO_FAILPOINTS: '" << entry << "': " << action.status().message() << "\n";
      std::abort();
    }
    Arm(name, *std::move(action));
  }

  // One write to a file opened for appending is whole, also when several processes share it.
  void Log(std::string_view name) const {
    if (log_path_.empty()) return;
    const int file = open(log_path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const std::string line = fmt::format("{}\n", name);
    if (file < 0 || write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
      std::cerr << "CUIJIAO_FAILPOINT_LOG: cannot write " << log_path_ << "\n";
      std::abort();
    }
    close(file);
  }

  std::string log_path_;
  std::atomic<std::size_t> armed_{0};
  absl::Mutex mutex_;
  std::map<std::string, Armed, std::less<>> points_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::Status Point(std::string_view name) {
  Registry& registry = Registry::Instance();
  if (!registry.armed()) return absl::OkStatus();
  const std::optional<Action> action = registry.Hit(name);
  return action ? Perform(name, *action) : absl::OkStatus();
}

absl::Status Arm(std::string_view name, std::string_view action) {
  absl::StatusOr<Action> parsed = ParseAction(action);
  if (!parsed.ok()) return parsed.status();
  Registry::Instance().Arm(name, *std::move(parsed));
  return absl::OkStatus();
}

void Disarm(std::string_view name) { Registry::Instance().Disarm(name); }

void DisarmAll() { Registry::Instance().DisarmAll(); }

std::int64_t Hits(std::string_view name) { return Registry::Instance().Hits(name); }

}  // namespace cuijiao::fault

#endif
