// Named places at which a test may make the program fail. They exist only in builds with
// CUIJIAO_FAILPOINTS; in others Point() is nothing at all.
//
// Armed by the environment of a process, at its first Point():
//   CUIJIAO_FAILPOINTS="waiver.settle.after_intent=kill;ApproveWaiver.before_commit=error@2"
// Each entry is name=action[:argument][@n]; with @n the action runs at the n-th hit alone (from 1),
// without it at every hit. Entries are separated by ';'. Actions:
//   kill               SIGKILL to the process itself
//   error[:text]       Point() returns UNAVAILABLE with the text
//   sleep:milliseconds
//   pause-file:path    waits while the file exists, at most one minute
//   count              only counts
// An entry that cannot be read ends the process with a message: a test must not run without its
// fault. With CUIJIAO_FAILPOINT_LOG=path each hit of an armed point appends its name as one line to
// that file before the action runs, so that a test in another process can see that it was hit.
#ifndef CUIJIAO_COMMON_FAULT_FAILPOINT_H_
#define CUIJIAO_COMMON_FAULT_FAILPOINT_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace cuijiao::fault {

#ifdef CUIJIAO_FAILPOINTS

inline constexpr bool kCompiledIn = true;

// Passes the point `name`. OK unless an action says otherwise. Thread-safe; an unarmed process pays
// one atomic load.
absl::Status Point(std::string_view name);

// Arms one point of this process: `action` as above, such as "error:disk gone@2". Its count
// begins anew. INVALID_ARGUMENT naming what cannot be read.
absl::Status Arm(std::string_view name, std::string_view action);
void Disarm(std::string_view name);
void DisarmAll();

// How often an armed point was passed; 0 for one that is not armed.
std::int64_t Hits(std::string_view name);

#else

inline constexpr bool kCompiledIn = false;

inline absl::Status Point(std::string_view) { return absl::OkStatus(); }
inline absl::Status Arm(std::string_view, std::string_view) {
  return absl::FailedPreconditionError("built without CUIJIAO_FAILPOINTS");
}
inline void Disarm(std::string_view) {}
inline void DisarmAll() {}
inline std::int64_t Hits(std::string_view) { return 0; }

#endif

// Arms a point for the life of a test's scope.
class ScopedFailpoint {
 public:
  ScopedFailpoint(std::string_view name, std::string_view action)
      : name_(name), armed_(Arm(name, action)) {}
  ~ScopedFailpoint() { Disarm(name_); }
  ScopedFailpoint(const ScopedFailpoint&) = delete;
  ScopedFailpoint& operator=(const ScopedFailpoint&) = delete;

  // OK, or why the point could not be armed.
  [[nodiscard]] const absl::Status& armed() const { return armed_; }
  [[nodiscard]] std::int64_t hits() const { return Hits(name_); }

 private:
  const std::string_view name_;  // a literal of the caller
  const absl::Status armed_;
};

}  // namespace cuijiao::fault

#endif  // CUIJIAO_COMMON_FAULT_FAILPOINT_H_
