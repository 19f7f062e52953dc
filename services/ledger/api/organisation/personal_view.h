// Who sees personal data in plain text, and what the others see.
#ifndef CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_PERSONAL_VIEW_H_
#define CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_PERSONAL_VIEW_H_

#include "common/auth/identity.h"
#include "cuijiao/ledger/v1/collection.pb.h"
#include "cuijiao/ledger/v1/dashboard.pb.h"
#include "cuijiao/ledger/v1/organisation.pb.h"

namespace cuijiao::ledger {

// Those who speak with owners or answer for the money. The payroll officer, the HQ viewer and the
// administrator do not need names and phones (section 5).
inline constexpr RoleSet kSeesPersonalData = {Role::kCollector, Role::kTeamLeader,
                                              Role::kManager,   Role::kGeneralManager,
                                              Role::kFinance,   Role::kService};

// Whether the person behind the call, or the service that acts for itself, is one of them.
inline bool SeesPersonalData(const Identity& identity) {
  return !(identity.acting_roles() & kSeesPersonalData).empty();
}

// Masks every personal field, those of nested messages too.
void Mask(v1::Unit& unit);
void Mask(v1::Owner& owner);
void Mask(v1::Staff& staff);
void Mask(v1::Contact& contact);
void Mask(v1::TopDebtor& debtor);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_PERSONAL_VIEW_H_
