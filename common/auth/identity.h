// Who is calling: what a valid token says. Plain values.
#ifndef CUIJIAO_COMMON_AUTH_IDENTITY_H_
#define CUIJIAO_COMMON_AUTH_IDENTITY_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "common/auth/role.h"

namespace cuijiao {

// The person for whom a service calls.
struct Actor {
  std::string staff_id;
  RoleSet roles;

  friend bool operator==(const Actor&, const Actor&) = default;
};

// Exactly one of staff_id and service_name is set.
struct Identity {
  std::string staff_id;
  std::string service_name;    // "waiver"
  RoleSet roles;               // of a service: kService alone
  std::optional<Actor> actor;  // only of a service; absent when it acts for itself
  std::string key_id;          // the key that signed the token
  absl::Time token_expiry;

  [[nodiscard]] bool is_service() const { return !service_name.empty(); }
  // The person behind the call: the staff member, or whom the service acts for; empty when a
  // service acts for itself. Makers, signers and authors are recorded with it.
  [[nodiscard]] std::string acting_staff_id() const {
    return is_service() ? (actor.has_value() ? actor->staff_id : std::string()) : staff_id;
  }
  // Whose request_id space a call belongs to: "staff:S01" or "service:waiver".
  [[nodiscard]] std::string caller() const {
    return is_service() ? "service:" + service_name : "staff:" + staff_id;
  }
  // The roles of the person behind the call; of a service that acts for itself, kService.
  [[nodiscard]] RoleSet acting_roles() const { return actor.has_value() ? actor->roles : roles; }
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_IDENTITY_H_
