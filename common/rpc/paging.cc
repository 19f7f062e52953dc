#include "common/rpc/paging.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "common/crypto/digest.h"
#include "common/rpc/canonical_bytes.h"
#include "common/status/reason.h"

namespace cuijiao {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kMacBytes = 16;

// Everything that says which query this is; not which page of it.
std::string QueryBytes(const Message& request) {
  const std::unique_ptr<Message> query(request.New());
  query->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    if (const FieldDescriptor* field = query->GetDescriptor()->FindFieldByName(name)) {
      query->GetReflection()->ClearField(query.get(), field);
    }
  }
  return CanonicalBytes(*query);
}

std::string MacOf(const std::string& secret, const Message& request, std::string_view position) {
  std::string bytes = Sha256(QueryBytes(request));
  bytes += position;
  return HmacSha256(secret, bytes).substr(0, kMacBytes);
}

absl::Status TokenInvalid() {
  return Refusal(absl::StatusCode::kInvalidArgument, kPageTokenInvalid,
                 "page_token is not one that this query gave; begin again without it.");
}

}  // namespace

std::int32_t EffectivePageSize(std::int32_t page_size) {
  return page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
}

PageTokens::PageTokens(std::string secret) : secret_(std::move(secret)) {}

std::string PageTokens::Make(const Message& request, std::string_view position) const {
  std::string token;
  absl::WebSafeBase64Escape(MacOf(secret_, request, position) + std::string(position), &token);
  return token;
}

absl::StatusOr<std::string> PageTokens::PositionOf(const Message& request) const {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_token");
  if (field == nullptr) return std::string();
  const std::string token = request.GetReflection()->GetString(request, field);
  if (token.empty()) return std::string();
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kMacBytes) {
    return TokenInvalid();
  }
  std::string position = bytes.substr(kMacBytes);
  const std::string mac = MacOf(secret_, request, position);
  if (CRYPTO_memcmp(mac.data(), bytes.data(), kMacBytes) != 0) return TokenInvalid();
  return position;
}

}  // namespace cuijiao
