#include "common/ids/id_source.h"

#include "absl/numeric/int128.h"
#include "absl/time/clock.h"

namespace cuijiao {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// 2017-01-01 00:00 UTC.
constexpr std::uint64_t kSeededStartMs = 1'483'228'800'000;

}  // namespace

bool IsId(std::string_view text) {
  // 26 digits of five bits are 130: the first holds no more than three.
  if (text.size() != kIdLength || text.front() > '7') return false;
  return text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string FormatUlid(const Ulid& ulid) {
  std::string text(kIdLength, '0');
  absl::uint128 bits = absl::MakeUint128(ulid.unix_ms << 16U | ulid.random_high, ulid.random_low);
  for (std::size_t digit = kIdLength; digit > 0; --digit) {
    text[digit - 1] = kAlphabet[static_cast<std::size_t>(absl::Uint128Low64(bits) & 31U)];
    bits >>= 5;
  }
  return text;
}

Ulid NextUlid(const Ulid& last, std::uint64_t unix_ms, std::uint16_t random_high,
              std::uint64_t random_low) {
  if (unix_ms > last.unix_ms) return {unix_ms, random_high, random_low};
  Ulid next = last;
  if (++next.random_low != 0) return next;
  if (++next.random_high != 0) return next;
  ++next.unix_ms;
  return next;
}

std::string SystemIdSource::NewId() {
  const absl::MutexLock lock(&mutex_);
  // The top bit of the random part stays clear, so that counting up within a millisecond never
  // reaches the next one.
  last_ = NextUlid(last_, static_cast<std::uint64_t>(absl::ToUnixMillis(absl::Now())),
                   absl::Uniform<std::uint16_t>(random_) & 0x7fffU,
                   absl::Uniform<std::uint64_t>(random_));
  return FormatUlid(last_);
}

SeededIdSource::SeededIdSource(std::uint64_t seed) : random_(seed), unix_ms_(kSeededStartMs) {}

std::string SeededIdSource::NewId() {
  const absl::MutexLock lock(&mutex_);
  const auto high = static_cast<std::uint16_t>(random_() & 0x7fffU);
  const std::uint64_t low = random_();
  return FormatUlid({unix_ms_++, high, low});
}

}  // namespace cuijiao
