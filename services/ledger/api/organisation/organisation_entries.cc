#include "services/ledger/api/organisation/organisation_entries.h"

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/organisation/organisation_messages.h"

namespace cuijiao::ledger {
namespace {

using Entry = v1::OrganisationEntry;

// The domain values of a run of entries of one kind, which `get` takes out of each.
template <typename Message>
auto Values(const OrganisationEntries& entries, int begin, int end,
            const Message& (Entry::*get)() const) {
  std::vector<decltype(FromMessage(std::declval<const Message&>()))> values;
  for (int i = begin; i < end; ++i) values.push_back(FromMessage((entries.at(i).*get)()));
  return values;
}

absl::Status PutRelation(OrganisationWriter& writer, const Entry& entry) {
  switch (entry.entry_case()) {
    case Entry::kOwnership:
      return writer.PutOwnership(FromMessage(entry.ownership()));
    case Entry::kPost:
      return writer.PutPost(FromMessage(entry.post()));
    case Entry::kTeamMembership:
      return writer.PutTeamMembership(FromMessage(entry.team_membership()));
    case Entry::kLeaderAbsence:
      return writer.PutLeaderAbsence(FromMessage(entry.leader_absence()));
    case Entry::kAreaCommunity:
      return writer.PutAreaCommunity(FromMessage(entry.area_community()));
    case Entry::kAreaCollector:
      return writer.PutAreaCollector(FromMessage(entry.area_collector()));
    default:
      return absl::InternalError("not a dated relation");
  }
}

// A run of entries [begin, end) of one kind.
absl::Status PutRun(OrganisationWriter& writer, const OrganisationEntries& entries, int begin,
                    int end, std::vector<ResizedUnit>& resized) {
  switch (entries.at(begin).entry_case()) {
    case Entry::kBranch:
      return writer.PutBranches(Values(entries, begin, end, &Entry::branch));
    case Entry::kProject:
      return writer.PutProjects(Values(entries, begin, end, &Entry::project));
    case Entry::kCommunity:
      return writer.PutCommunities(Values(entries, begin, end, &Entry::community));
    case Entry::kUnit: {
      CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ResizedUnit> units,
                               writer.PutUnits(Values(entries, begin, end, &Entry::unit)));
      resized.insert(resized.end(), units.begin(), units.end());
      return absl::OkStatus();
    }
    case Entry::kOwner:
      return writer.PutOwners(Values(entries, begin, end, &Entry::owner));
    case Entry::kStaff:
      return writer.PutStaff(Values(entries, begin, end, &Entry::staff));
    case Entry::kTeam:
      return writer.PutTeams(Values(entries, begin, end, &Entry::team));
    case Entry::kArea:
      return writer.PutAreas(Values(entries, begin, end, &Entry::area));
    default:
      for (int i = begin; i < end; ++i) {
        CUIJIAO_RETURN_IF_ERROR(PutRelation(writer, entries.at(i)));
      }
      return absl::OkStatus();
  }
}

}  // namespace

absl::Status CheckEntries(const OrganisationEntries& entries) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < entries.size(); ++i) {
    if (entries.at(i).entry_case() != Entry::ENTRY_NOT_SET) continue;
    violations.push_back({fmt::format("entries[{}]", i), "the entry holds nothing"});
  }
  return violations.empty() ? absl::OkStatus() : InvalidFields(violations);
}

absl::StatusOr<std::vector<ResizedUnit>> PutEntries(OrganisationWriter& writer,
                                                    const OrganisationEntries& entries) {
  std::vector<ResizedUnit> resized;
  int begin = 0;
  while (begin < entries.size()) {
    int end = begin + 1;
    while (end < entries.size() && entries.at(end).entry_case() == entries.at(begin).entry_case()) {
      ++end;
    }
    CUIJIAO_RETURN_IF_ERROR(PutRun(writer, entries, begin, end, resized));
    begin = end;
  }
  return resized;
}

}  // namespace cuijiao::ledger
