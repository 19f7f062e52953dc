// May this identity call this method with this request? Role first, then scope.
#ifndef CUIJIAO_COMMON_AUTH_AUTHORIZE_H_
#define CUIJIAO_COMMON_AUTH_AUTHORIZE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/auth/access_table.h"
#include "common/auth/identity.h"
#include "common/auth/scope.h"
#include "common/calendar/date.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace cuijiao {

// Reasons of PERMISSION_DENIED.
inline constexpr std::string_view kRoleNotAllowed = "ROLE_NOT_ALLOWED";
inline constexpr std::string_view kOutOfScope = "OUT_OF_SCOPE";

// PERMISSION_DENIED / OUT_OF_SCOPE, in the same words whether the thing is out of reach or is not
// there at all.
absl::Status RefuseOutOfScope();

// One thing that a request names, by a target of its row.
struct NamedResource {
  ResourceKind kind;
  std::string id;

  friend bool operator==(const NamedResource&, const NamedResource&) = default;
};

// Every set target of `where` in `request`, in the order of the targets; each id once.
std::vector<NamedResource> NamedResources(const Where& where,
                                          const google::protobuf::Message& request);

// Whether the roles (or the service) of `identity` may call the method at all; with
// ActorRule::kChecked the actor's too. Pure. PERMISSION_DENIED / ROLE_NOT_ALLOWED.
absl::Status AuthorizeRole(const AccessRow& row, const Identity& identity);

// Whether what `request` names is within reach, at `date`. To be called after AuthorizeRole.
// PERMISSION_DENIED / OUT_OF_SCOPE with the same words for things that do not exist and for
// things out of reach; errors of `source` (UNAVAILABLE) as they are. Whoever holds an allowed
// company-wide role passes without a question to `source`. A staff member is in reach of himself.
absl::Status AuthorizeScope(const AccessRow& row, const Identity& identity,
                            const google::protobuf::Message& request, ScopeSource& source,
                            Date date);

// What is wrong with `row` for requests of type `request`: a field that does not exist or is not
// a string, a kService among the roles, nobody allowed, scoped roles for the whole company.
// Empty when nothing is.
std::vector<std::string> FindRowFaults(const AccessRow& row,
                                       const google::protobuf::Descriptor& request);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_AUTHORIZE_H_
