#include "services/ledger/api/organisation/personal_view.h"

#include "common/crypto/personal_text.h"

namespace cuijiao::ledger {

void Mask(v1::Owner& owner) {
  owner.set_name(MaskName(owner.name()));
  owner.set_phone(MaskPhone(owner.phone()));
  owner.set_address(MaskAddress(owner.address()));
}

void Mask(v1::Unit& unit) {
  unit.set_unit_no(MaskAddress(unit.unit_no()));
  for (v1::Owner& owner : *unit.mutable_owners()) Mask(owner);
}

void Mask(v1::Staff& staff) { staff.set_name(MaskName(staff.name())); }

void Mask(v1::Contact& contact) {
  contact.set_name(MaskName(contact.name()));
  contact.set_phone(MaskPhone(contact.phone()));
  contact.set_unit_no(MaskAddress(contact.unit_no()));
}

void Mask(v1::TopDebtor& debtor) {
  debtor.set_unit_no(MaskAddress(debtor.unit_no()));
  for (std::string& name : *debtor.mutable_owner_names()) name = MaskName(name);
}

}  // namespace cuijiao::ledger
