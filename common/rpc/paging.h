// Page tokens (aip.dev/158): opaque, and bound to the query that they continue.
#ifndef CUIJIAO_COMMON_RPC_PAGING_H_
#define CUIJIAO_COMMON_RPC_PAGING_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace cuijiao {

inline constexpr std::int32_t kDefaultPageSize = 100;
inline constexpr std::int32_t kMaxPageSize = 1000;
// Reason of INVALID_ARGUMENT: the token was not made here, or for another query.
inline constexpr std::string_view kPageTokenInvalid = "PAGE_TOKEN_INVALID";

// 0 gives the default, more than the maximum gives the maximum; negative sizes are refused by the
// constraints of the field (min: 0).
std::int32_t EffectivePageSize(std::int32_t page_size);

// Immutable, thread-safe.
class PageTokens {
 public:
  // `secret` is the same on every replica: TokenSigner::DeriveSecret("page tokens").
  explicit PageTokens(std::string secret);

  // The token with which `request` (a List request) goes on after `position`, which is whatever
  // the store needs (a key of at most 350 bytes, so that the token fits its field). Clients can
  // read the position, but not change it.
  [[nodiscard]] std::string Make(const google::protobuf::Message& request,
                                 std::string_view position) const;

  // The position in the `page_token` of `request`; empty text when the request has none (the first
  // page). INVALID_ARGUMENT / PAGE_TOKEN_INVALID when the rest of the request (all fields but
  // page_size and page_token) is not that for which the token was made.
  [[nodiscard]] absl::StatusOr<std::string> PositionOf(
      const google::protobuf::Message& request) const;

 private:
  const std::string secret_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_PAGING_H_
