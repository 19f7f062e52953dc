// Calls every method as everybody, and compares what comes back with the access table.
#ifndef CUIJIAO_TESTS_SUPPORT_ACCESS_MATRIX_H_
#define CUIJIAO_TESTS_SUPPORT_ACCESS_MATRIX_H_

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/resource_kind.h"
#include "common/auth/role.h"
#include "tests/support/test_keys.h"

namespace cuijiao::support {

struct AccessMatrix {
  std::shared_ptr<grpc::Channel> channel;
  // The services behind the channel, as ServicesOfPackage gives them. All their methods are called,
  // changes included, many times over: the database is thrown away afterwards.
  std::vector<std::string> services;
  // A staff id for each role; of the scoped roles one whose reach holds `in_scope` and not
  // `out_of_scope`. Roles without an entry are called as "nobody-<role>", who reach nothing.
  std::map<Role, std::string> staff;
  // Ids of things that exist, by kind. Kinds that are missing are tried with unknown ids alone.
  std::map<ResourceKind, std::string> in_scope;
  std::map<ResourceKind, std::string> out_of_scope;
  // Scoped roles with a field at which even what is in scope lies beyond their reach.
  std::set<std::pair<Role, std::string>> beyond = {};
  // Completes a request whose shape the proto's options do not say all about; may be empty. The
  // targets of its row are set afterwards.
  std::function<void(std::string_view method, google::protobuf::Message& request)> complete;
};

// Who of the standard company has each role; the scoped ones reach U1 and what it lies in.
std::map<Role, std::string> StandardStaff();

// No area is a whole project, so that these reach none by its id.
std::set<std::pair<Role, std::string>> NoAreaIsAProject();

// Every difference, in words; empty when there is none. For each method it calls
//   without token, with one that is expired, unsigned, of a forged signature  → UNAUTHENTICATED
//   as each role and each service with an empty request: those that the row does not list
//     → PERMISSION_DENIED, the others → anything else but UNAUTHENTICATED, UNIMPLEMENTED, INTERNAL
//   as each scoped role that the row lists, for each of its targets: with the id out of scope and
//     with an id that does not exist → PERMISSION_DENIED in the same words; with the id in scope
//     → anything but PERMISSION_DENIED, or PERMISSION_DENIED where that is beyond the role
//   as one company-wide role that the row lists, with an id that does not exist → not
//     PERMISSION_DENIED
std::vector<std::string> FindAccessFaults(const AccessMatrix& matrix, const TestKeys& keys);

// Every service of a package, "cuijiao.ledger.v1", by what its directory of protos/ holds: one that
// is added later is called too. FAILED_PRECONDITION naming a file that is not linked in, whose
// services nothing here can host. Run from the root of the repository.
absl::StatusOr<std::vector<std::string>> ServicesOfPackage(std::string_view package);

// A request of `type` in which every required field, however deep, has a value that its options
// allow (patterns apart).
std::unique_ptr<google::protobuf::Message> MakeWellShapedRequest(
    const google::protobuf::Descriptor& type);

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_ACCESS_MATRIX_H_
