#include "common/auth/token_claims.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "common/auth/token_use.h"
#include "common/status/macros.h"

namespace cuijiao {
namespace {

using nlohmann::json;

bool IsStaffId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

absl::StatusOr<RoleSet> ReadRoles(const json& holder) {
  const auto list = holder.find("roles");
  if (list == holder.end() || !list->is_array() || list->empty()) {
    return absl::InvalidArgumentError("no roles");
  }
  RoleSet roles;
  for (const json& name : *list) {
    const std::optional<Role> role =
        name.is_string() ? ParseRole(name.get<std::string>()) : std::nullopt;
    if (!role.has_value()) return absl::InvalidArgumentError("an unknown role");
    roles = roles | *role;
  }
  return roles;
}

// A person: a staff id and roles of staff.
absl::StatusOr<Actor> ReadPerson(const json& holder) {
  const auto subject = holder.find("sub");
  if (subject == holder.end() || !subject->is_string() || !IsStaffId(subject->get<std::string>())) {
    return absl::InvalidArgumentError("sub is no staff id");
  }
  CUIJIAO_ASSIGN_OR_RETURN(const RoleSet roles, ReadRoles(holder));
  if (roles.Contains(Role::kService)) {
    return absl::InvalidArgumentError("a staff member with the role of a service");
  }
  return Actor{subject->get<std::string>(), roles};
}

absl::StatusOr<Identity> ReadService(const json& claims, std::string_view use) {
  const auto subject = claims.find("sub");
  if (subject == claims.end() || !subject->is_string() || subject->get<std::string>() != use) {
    return absl::InvalidArgumentError("a service's key asserts another than its own service");
  }
  CUIJIAO_ASSIGN_OR_RETURN(const RoleSet roles, ReadRoles(claims));
  if (roles != RoleSet(Role::kService)) {
    return absl::InvalidArgumentError("a service with roles of staff");
  }
  Identity identity;
  identity.service_name = std::string(ServiceOfUse(use));
  identity.roles = roles;
  if (const auto act = claims.find("act"); act != claims.end()) {
    if (!act->is_object()) return absl::InvalidArgumentError("act is no object");
    CUIJIAO_ASSIGN_OR_RETURN(identity.actor, ReadPerson(*act));
  }
  return identity;
}

absl::StatusOr<absl::Time> ReadTime(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number_integer()) {
    return absl::InvalidArgumentError(std::string(name) + " is no whole number");
  }
  return absl::FromUnixSeconds(found->get<std::int64_t>());
}

json RoleNames(RoleSet roles) {
  json names = json::array();
  for (const Role role : roles.ToVector()) names.push_back(std::string(RoleName(role)));
  return names;
}

}  // namespace

absl::StatusOr<Identity> ReadIdentity(const json& claims, std::string_view use) {
  if (use != kStaffUse) return ReadService(claims, use);
  if (claims.contains("act")) return absl::InvalidArgumentError("a staff member with an actor");
  CUIJIAO_ASSIGN_OR_RETURN(Actor person, ReadPerson(claims));
  Identity identity;
  identity.staff_id = std::move(person.staff_id);
  identity.roles = person.roles;
  return identity;
}

absl::StatusOr<TokenTimes> ReadTimes(const json& claims) {
  TokenTimes times;
  CUIJIAO_ASSIGN_OR_RETURN(times.issued, ReadTime(claims, "iat"));
  CUIJIAO_ASSIGN_OR_RETURN(times.expiry, ReadTime(claims, "exp"));
  times.not_before = times.issued;
  if (claims.contains("nbf")) {
    CUIJIAO_ASSIGN_OR_RETURN(const absl::Time not_before, ReadTime(claims, "nbf"));
    // A token issued in the future would live longer than its times say.
    times.not_before = std::max(times.issued, not_before);
  }
  return times;
}

bool IsMeantFor(const json& claims, std::string_view audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (found->is_array()) {
    return std::any_of(found->begin(), found->end(),
                       [&](const json& one) { return one == audience; });
  }
  return *found == audience;
}

absl::StatusOr<json> MakeClaims(const Identity& identity, std::string_view use,
                                const TokenTimes& times, std::string_view issuer,
                                std::string_view audience) {
  json claims = {
      {"iss", std::string(issuer)},
      {"aud", std::string(audience)},
      {"sub", identity.is_service() ? ServiceUse(identity.service_name) : identity.staff_id},
      {"roles", RoleNames(identity.roles)},
      {"iat", absl::ToUnixSeconds(times.issued)},
      {"nbf", absl::ToUnixSeconds(times.not_before)},
      {"exp", absl::ToUnixSeconds(times.expiry)},
  };
  if (identity.actor.has_value()) {
    claims["act"] = {{"sub", identity.actor->staff_id},
                     {"roles", RoleNames(identity.actor->roles)}};
  }
  // What would be refused is not made.
  CUIJIAO_RETURN_IF_ERROR(ReadIdentity(claims, use).status());
  return claims;
}

}  // namespace cuijiao
