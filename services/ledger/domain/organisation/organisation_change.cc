#include "services/ledger/domain/organisation/organisation_change.h"

#include <string_view>

namespace cuijiao::ledger {
namespace {

void Compare(std::string_view field, std::string_view before, std::string_view after,
             std::vector<FieldChange>& changes) {
  if (before == after) return;
  changes.push_back(
      {std::string(field), std::string(before), std::string(after), "", std::nullopt});
}

std::string_view ChannelText(const Owner& owner) {
  return owner.preferred_channel ? OwnerChannelName(*owner.preferred_channel) : std::string_view();
}

template <typename Thing>
std::vector<FieldChange> ChangedName(const Thing& before, const Thing& after) {
  std::vector<FieldChange> changes;
  Compare("name", before.name, after.name, changes);
  return changes;
}

}  // namespace

std::vector<FieldChange> ChangedFields(const Branch& before, const Branch& after) {
  return ChangedName(before, after);
}

std::vector<FieldChange> ChangedFields(const Project& before, const Project& after) {
  std::vector<FieldChange> changes;
  Compare("branch_id", before.branch_id, after.branch_id, changes);
  Compare("name", before.name, after.name, changes);
  return changes;
}

std::vector<FieldChange> ChangedFields(const Community& before, const Community& after) {
  return ChangedName(before, after);
}

std::vector<FieldChange> ChangedFields(const Unit& before, const Unit& after) {
  std::vector<FieldChange> changes;
  Compare("unit_no", before.unit_no, after.unit_no, changes);
  Compare("kind", UnitKindName(before.kind), UnitKindName(after.kind), changes);
  Compare("area_e2_m2", std::to_string(before.area_e2_m2), std::to_string(after.area_e2_m2),
          changes);
  return changes;
}

std::vector<FieldChange> ChangedFields(const Owner& before, const Owner& after) {
  std::vector<FieldChange> changes;
  Compare("name", before.name, after.name, changes);
  Compare("phone", before.phone, after.phone, changes);
  Compare("address", before.address, after.address, changes);
  Compare("language", before.language, after.language, changes);
  Compare("staff_id", before.staff_id, after.staff_id, changes);
  Compare("preferred_channel", ChannelText(before), ChannelText(after), changes);
  return changes;
}

std::vector<FieldChange> ChangedFields(const Staff& before, const Staff& after) {
  std::vector<FieldChange> changes;
  Compare("name", before.name, after.name, changes);
  Compare("employee_no", before.employee_no, after.employee_no, changes);
  return changes;
}

std::vector<FieldChange> ChangedFields(const Team& before, const Team& after) {
  return ChangedName(before, after);
}

std::vector<FieldChange> ChangedFields(const Area& before, const Area& after) {
  std::vector<FieldChange> changes;
  Compare("team_id", before.team_id, after.team_id, changes);
  Compare("name", before.name, after.name, changes);
  return changes;
}

std::optional<PersonalField> PersonalFieldOf(OrganisationKind kind, const std::string& field) {
  const bool of_person = kind == OrganisationKind::kOwner || kind == OrganisationKind::kStaff;
  if (of_person && field == "name") return PersonalField::kName;
  if (kind == OrganisationKind::kOwner && field == "phone") return PersonalField::kPhone;
  if (kind == OrganisationKind::kOwner && field == "address") return PersonalField::kAddress;
  if (kind == OrganisationKind::kUnit && field == "unit_no") return PersonalField::kAddress;
  return std::nullopt;
}

}  // namespace cuijiao::ledger
