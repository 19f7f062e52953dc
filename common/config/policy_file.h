// The typed policy file: every parameter of the scheme, read and checked at start.
#ifndef CUIJIAO_COMMON_CONFIG_POLICY_FILE_H_
#define CUIJIAO_COMMON_CONFIG_POLICY_FILE_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "cuijiao/policy/v1/policy.pb.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace cuijiao {

struct LoadedPolicy {
  policy::v1::Policy policy;
  // VersionOf(policy): stored with each decision made under it.
  std::string version;
};

// Reads and checks `file`. NOT_FOUND; INVALID_ARGUMENT listing all that is wrong: line and column
// of what is no protobuf text (unknown fields included), else the path of every parameter that is
// missing ("waiver[0].manager_share_bp is missing") or breaks its rule.
absl::StatusOr<LoadedPolicy> LoadPolicy(const std::filesystem::path& file);

// The same for a text; `name` stands for it in messages.
absl::StatusOr<LoadedPolicy> ParsePolicy(std::string_view text, std::string_view name);

// SHA-256, in hexadecimal, of the canonical text of a policy or of one block of it: comments,
// order of fields and spelling of numbers do not matter.
std::string VersionOf(const google::protobuf::Message& block);

// The block of `blocks` that is in force on `date`: the last whose effective_from is not after
// it. FAILED_PRECONDITION when the first begins later.
template <typename Blocks>
absl::StatusOr<typename Blocks::value_type> InForce(const Blocks& blocks, Date date) {
  const std::string day = FormatDate(date);
  const typename Blocks::value_type* found = nullptr;
  // Blocks are ascending, which LoadPolicy has checked; dates of this form compare as text.
  for (const auto& block : blocks) {
    if (block.effective_from() <= day) found = &block;
  }
  if (found == nullptr) {
    return absl::FailedPreconditionError("no block of the policy is in force on " + day);
  }
  return *found;
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CONFIG_POLICY_FILE_H_
