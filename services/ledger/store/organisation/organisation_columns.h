// The columns of personal data, as the cipher knows them: bytes of one are refused in another.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_COLUMNS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_COLUMNS_H_

#include <string_view>

namespace cuijiao::ledger {

inline constexpr std::string_view kUnitNoColumn = "unit.unit_no";
inline constexpr std::string_view kOwnerNameColumn = "owner.name";
inline constexpr std::string_view kOwnerPhoneColumn = "owner.phone";
inline constexpr std::string_view kOwnerAddressColumn = "owner.address";
inline constexpr std::string_view kStaffNameColumn = "staff.name";
inline constexpr std::string_view kChangeBeforeColumn = "organisation_change.before";
inline constexpr std::string_view kChangeAfterColumn = "organisation_change.after";
inline constexpr std::string_view kStagedRowColumn = "staged_row.body";

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_COLUMNS_H_
