#include "common/auth/authorize.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The first name of a path, and what is left.
std::pair<std::string_view, std::string_view> SplitPath(std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return {path, {}};
  return {path.substr(0, dot), path.substr(dot + 1)};
}

void CollectIds(const Message& message, std::string_view path, std::vector<std::string>& ids) {
  const auto [name, rest] = SplitPath(path);
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(std::string(name));
  const Reflection& reflection = *message.GetReflection();
  if (field == nullptr) return;
  const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (field->is_repeated()) {
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (is_message) {
        CollectIds(reflection.GetRepeatedMessage(message, field, i), rest, ids);
      } else {
        ids.push_back(reflection.GetRepeatedString(message, field, i));
      }
    }
  } else if (is_message) {
    if (reflection.HasField(message, field)) {
      CollectIds(reflection.GetMessage(message, field), rest, ids);
    }
  } else {
    ids.push_back(reflection.GetString(message, field));
  }
}

bool Holds(const std::vector<std::string>& ids, const std::string& id) {
  return !id.empty() && std::find(ids.begin(), ids.end(), id) != ids.end();
}

// Whether `place` is within what `roles` reach of `scope`.
bool IsWithin(const Where& where, RoleSet roles, const StaffScope& scope, const Place& place) {
  return (roles.Contains(Role::kCollector) &&
          (Holds(scope.own_areas, place.area_id) ||
           (where.is_for_collaborators() && Holds(scope.own_teams, place.team_id)))) ||
         (roles.Contains(Role::kTeamLeader) &&
          (Holds(scope.team_areas, place.area_id) || Holds(scope.led_teams, place.team_id))) ||
         (roles.Contains(Role::kManager) && Holds(scope.projects, place.project_id)) ||
         (roles.Contains(Role::kGeneralManager) && Holds(scope.branches, place.branch_id));
}

absl::Status RoleNotAllowed(const AccessRow& row) {
  return Refusal(absl::StatusCode::kPermissionDenied, kRoleNotAllowed,
                 fmt::format("The caller's role may not call {}.", row.method));
}

absl::Status CheckPersonsScope(const AccessRow& row, const std::string& staff_id, RoleSet roles,
                               const Message& request, ScopeSource& source, Date date) {
  const RoleSet acting = roles & row.roles;
  if (row.where.is_anywhere() || !(acting & kCompanyWideRoles).empty()) return absl::OkStatus();
  const std::vector<NamedResource> named = NamedResources(row.where, request);
  if (named.empty()) return RefuseOutOfScope();
  std::optional<StaffScope> scope;
  for (const NamedResource& resource : named) {
    if (resource.kind == ResourceKind::kStaff && resource.id == staff_id) continue;
    if (!scope.has_value()) {
      CUIJIAO_ASSIGN_OR_RETURN(scope, source.ScopeOf(staff_id, date));
    }
    const absl::StatusOr<std::vector<Place>> places =
        source.PlacesOf(resource.kind, resource.id, date);
    if (absl::IsNotFound(places.status())) return RefuseOutOfScope();
    CUIJIAO_RETURN_IF_ERROR(places.status());
    const bool in_reach = std::any_of(places->begin(), places->end(), [&](const Place& place) {
      return IsWithin(row.where, acting, *scope, place);
    });
    if (!in_reach) return RefuseOutOfScope();
  }
  return absl::OkStatus();
}

// What is wrong with `path` as a target in `message`; empty when nothing is.
std::string FindPathFault(const Descriptor& message, std::string_view path) {
  const auto [name, rest] = SplitPath(path);
  const FieldDescriptor* field = message.FindFieldByName(std::string(name));
  if (field == nullptr) return fmt::format("{} has no field {}", message.full_name(), name);
  if (rest.empty()) {
    if (field->type() == FieldDescriptor::TYPE_STRING) return {};
    return fmt::format("{} is not a string", field->full_name());
  }
  if (field->message_type() == nullptr) {
    return fmt::format("{} is not a message", field->full_name());
  }
  return FindPathFault(*field->message_type(), rest);
}

}  // namespace

absl::Status RefuseOutOfScope() {
  return Refusal(absl::StatusCode::kPermissionDenied, kOutOfScope,
                 "What the request names is not within the caller's reach.");
}

std::vector<NamedResource> NamedResources(const Where& where, const Message& request) {
  std::vector<NamedResource> named;
  std::set<std::pair<ResourceKind, std::string>> known;  // a batch names a thousand
  for (const Target& target : where.targets()) {
    std::vector<std::string> ids;
    CollectIds(request, target.field, ids);
    for (std::string& id : ids) {
      if (id.empty() || !known.emplace(target.kind, id).second) continue;
      named.push_back({target.kind, std::move(id)});
    }
  }
  return named;
}

absl::Status AuthorizeRole(const AccessRow& row, const Identity& identity) {
  if (!identity.is_service()) {
    return (identity.roles & row.roles).empty() ? RoleNotAllowed(row) : absl::OkStatus();
  }
  if (!row.services.Contains(identity.service_name)) return RoleNotAllowed(row);
  if (row.actor == ActorRule::kRecorded) return absl::OkStatus();
  const bool actor_may = identity.actor.has_value() && !(identity.actor->roles & row.roles).empty();
  return actor_may ? absl::OkStatus() : RoleNotAllowed(row);
}

absl::Status AuthorizeScope(const AccessRow& row, const Identity& identity, const Message& request,
                            ScopeSource& source, Date date) {
  if (!identity.is_service()) {
    return CheckPersonsScope(row, identity.staff_id, identity.roles, request, source, date);
  }
  if (row.actor == ActorRule::kRecorded) return absl::OkStatus();
  return CheckPersonsScope(row, identity.actor->staff_id, identity.actor->roles, request, source,
                           date);
}

std::vector<std::string> FindRowFaults(const AccessRow& row, const Descriptor& request) {
  std::vector<std::string> faults;
  const auto fault = [&](std::string_view what) {
    faults.push_back(fmt::format("{}: {}", row.method, what));
  };
  if (row.roles.empty() && row.services.names().empty()) fault("nobody may call it");
  if (row.roles.Contains(Role::kService)) fault("name the services, not the role service");
  if (row.where.is_company() && !(row.roles & kScopedRoles).empty()) {
    fault("for the whole company, yet it lists roles that never reach that far");
  }
  if (row.actor == ActorRule::kChecked && row.services.names().empty()) {
    fault("checks the actor, but no service may call it");
  }
  for (const Target& target : row.where.targets()) {
    if (std::string what = FindPathFault(request, target.field); !what.empty()) fault(what);
  }
  return faults;
}

}  // namespace cuijiao
