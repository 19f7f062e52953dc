// What a statement's placeholder is bound to.
#ifndef CUIJIAO_COMMON_DB_VALUE_H_
#define CUIJIAO_COMMON_DB_VALUE_H_

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::db {

// Integers a BIGINT holds: every type but bool, characters and 64 bits without sign.
template <typename T>
concept BindableInteger =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
    !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> &&
    !std::same_as<T, char32_t> && (std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t));

// One value: NULL, BIGINT (integers, Fen, bool as 0 and 1), text or bytes, DATE, DATETIME(6).
// Constructed implicitly from exactly these types; double, enums, size_t and pointers do not
// compile. An enum is stored by a number or word of the store's own choosing.
class Value {
 public:
  using Storage = std::variant<std::nullptr_t, std::int64_t, std::string>;

  // Implicit, so that parameters are written as a list: {unit_id, amount, date}.
  // NOLINTBEGIN(google-explicit-constructor)
  Value(std::nullptr_t) : storage_(nullptr) {}
  template <BindableInteger T>
  Value(T number) : storage_(static_cast<std::int64_t>(number)) {}
  template <std::same_as<bool> T>
  Value(T truth) : storage_(std::int64_t{truth ? 1 : 0}) {}
  Value(Fen amount) : storage_(amount.value()) {}
  Value(const char* text) : storage_(std::string(text)) {}
  Value(std::string_view text) : storage_(std::string(text)) {}
  Value(std::string text) : storage_(std::move(text)) {}
  Value(Date date);
  // UTC, cut to whole microseconds.
  Value(absl::Time time);
  template <typename T>
  requires std::constructible_from<Value, T> Value(std::optional<T> maybe)
      : Value(maybe ? Value(*std::move(maybe)) : Value(nullptr)) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] const Storage& storage() const { return storage_; }

 private:
  Storage storage_;
};

using Values = std::vector<Value>;

}  // namespace cuijiao::db

#endif  // CUIJIAO_COMMON_DB_VALUE_H_
