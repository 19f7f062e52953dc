// Identifiers: ULIDs, 26 characters of Crockford's base 32 (48 bits of milliseconds since 1970,
// then 80 bits of randomness). Their byte order is the order in which one source made them.
#ifndef CUIJIAO_COMMON_IDS_ID_SOURCE_H_
#define CUIJIAO_COMMON_IDS_ID_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/random/random.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace cuijiao {

inline constexpr std::size_t kIdLength = 26;

// Makes identifiers. Thread-safe. Every id is greater than those the same source made before,
// also within one millisecond and when the clock is set back.
class IdSource {
 public:
  virtual ~IdSource() = default;
  virtual std::string NewId() = 0;
};

// True for 26 characters of the alphabet that hold a 128-bit number.
bool IsId(std::string_view text);

// A ULID as a number, so that the next one within a millisecond is the last plus one.
struct Ulid {
  std::uint64_t unix_ms = 0;  // 48 bits
  std::uint16_t random_high = 0;
  std::uint64_t random_low = 0;
};

std::string FormatUlid(const Ulid& ulid);

// The successor of `last` in a later millisecond (fresh randomness) or in the same or an earlier
// one (`last` plus one). Pure.
Ulid NextUlid(const Ulid& last, std::uint64_t unix_ms, std::uint16_t random_high,
              std::uint64_t random_low);

// For programs: the system's clock and a generator seeded by the operating system.
class SystemIdSource : public IdSource {
 public:
  std::string NewId() override;

 private:
  absl::Mutex mutex_;
  absl::BitGen random_ ABSL_GUARDED_BY(mutex_);
  Ulid last_ ABSL_GUARDED_BY(mutex_);
};

// For tests and generated data: the same seed gives the same ids; one millisecond apart,
// beginning at 2017-01-01 00:00 UTC.
class SeededIdSource : public IdSource {
 public:
  explicit SeededIdSource(std::uint64_t seed);
  std::string NewId() override;

 private:
  absl::Mutex mutex_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t unix_ms_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_IDS_ID_SOURCE_H_
