// What a put changes of a thing that stands, field by field (LED-7). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_CHANGE_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_CHANGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// Kinds of things whose changes are kept; the numbers are those of the proto.
enum class OrganisationKind : std::uint8_t {
  kBranch = 1,
  kProject = 2,
  kCommunity = 3,
  kUnit = 4,
  kOwner = 5,
  kStaff = 6,
  kTeam = 7,
  kArea = 8,
};

// One field, by the name that the thing's message gives it. Of a dated relation that hangs on the
// thing: its last day ("ownership.to_date"), with its other side and its first day.
struct FieldChange {
  std::string field;
  std::string before;
  std::string after;
  std::string related_id;
  std::optional<Date> from_date;

  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

// The fields in which two states of one thing differ, in the order of its message. What never
// changes (its id, and the parent that it stays in) is not looked at.
std::vector<FieldChange> ChangedFields(const Branch& before, const Branch& after);
std::vector<FieldChange> ChangedFields(const Project& before, const Project& after);
std::vector<FieldChange> ChangedFields(const Community& before, const Community& after);
std::vector<FieldChange> ChangedFields(const Unit& before, const Unit& after);
std::vector<FieldChange> ChangedFields(const Owner& before, const Owner& after);
std::vector<FieldChange> ChangedFields(const Staff& before, const Staff& after);
std::vector<FieldChange> ChangedFields(const Team& before, const Team& after);
std::vector<FieldChange> ChangedFields(const Area& before, const Area& after);

// How a personal field is shown to those who need not see it.
enum class PersonalField : std::uint8_t { kName, kPhone, kAddress };

// Whether a field of such a thing is personal data, and of which kind.
std::optional<PersonalField> PersonalFieldOf(OrganisationKind kind, const std::string& field);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_CHANGE_H_
