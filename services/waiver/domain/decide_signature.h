// In which role somebody signs a waiver, and who may not sign it at all (WVR-7). Pure.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_SIGNATURE_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_SIGNATURE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/waiver/domain/decide_waiver.h"

namespace cuijiao::waiver {

// The role that a signature is given in: who is both signs as GM; kNobody for who is neither.
Authority SigningAs(bool is_manager, bool is_general_manager);

enum class SignatureObstacle : std::uint8_t {
  kOwnRequest,    // the signer asked for it
  kOwnHousehold,  // the signer is an owner of the household
};

// What forbids `signer_id` to sign, whatever the role. `owner_staff_ids`: staff members among the
// household's owners.
std::optional<SignatureObstacle> FindSignatureObstacle(
    std::string_view signer_id, std::string_view submitted_by,
    std::span<const std::string> owner_staff_ids);

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_DECIDE_SIGNATURE_H_
