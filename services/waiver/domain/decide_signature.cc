#include "services/waiver/domain/decide_signature.h"

#include <algorithm>

namespace cuijiao::waiver {

Authority SigningAs(bool is_manager, bool is_general_manager) {
  if (is_general_manager) return Authority::kGeneralManager;
  return is_manager ? Authority::kManager : Authority::kNobody;
}

std::optional<SignatureObstacle> FindSignatureObstacle(
    std::string_view signer_id, std::string_view submitted_by,
    std::span<const std::string> owner_staff_ids) {
  if (signer_id == submitted_by) return SignatureObstacle::kOwnRequest;
  if (std::ranges::find(owner_staff_ids, signer_id) != owner_staff_ids.end()) {
    return SignatureObstacle::kOwnHousehold;
  }
  return std::nullopt;
}

}  // namespace cuijiao::waiver
