// What the policy must satisfy beyond the shape of its fields.
#ifndef CUIJIAO_COMMON_CONFIG_POLICY_CHECKS_H_
#define CUIJIAO_COMMON_CONFIG_POLICY_CHECKS_H_

#include <string>
#include <vector>

#include "cuijiao/policy/v1/policy.pb.h"

namespace google::protobuf {
class Message;
}  // namespace google::protobuf

namespace cuijiao {

// The path of every parameter that does not stand in `message`, however deep:
// "waiver[0].manager_share_bp is missing". An empty list or a default value is no absence.
std::vector<std::string> MissingParameters(const google::protobuf::Message& message);

// What does not go together: blocks not in the order of their dates, bands of court fees and
// tiers not ascending, a time zone that does not exist. `policy` has all its parameters.
std::vector<std::string> Contradictions(const policy::v1::Policy& policy);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CONFIG_POLICY_CHECKS_H_
