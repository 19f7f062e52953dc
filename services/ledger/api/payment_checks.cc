#include "services/ledger/api/payment_checks.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/posting.h"

namespace cuijiao::ledger {

std::string RecordedBy(const CallContext& call) {
  std::string person = call.identity.acting_staff_id();
  return person.empty() ? call.identity.caller() : person;
}

absl::Status CheckReceivedDate(const LedgerContext& context, const CallContext& call,
                               Date received_date) {
  return CheckReceivedDate(received_date, call.time.business_date,
                           context.policy.ledger().late_recording_days(),
                           call.identity.acting_roles().Contains(Role::kFinance));
}

absl::StatusOr<UnitPlace> LoadKnownUnit(db::Transaction& transaction, const std::string& unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<UnitPlace> unit,
                           OrganisationStore(transaction).LoadUnit(unit_id));
  if (unit) return *std::move(unit);
  return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                 absl::StrCat("there is no unit_id ", unit_id), {{"unit_id", unit_id}});
}

absl::StatusOr<std::string> DecideCollector(db::Transaction& transaction, const UnitPlace& unit,
                                            Date received_date, const std::string& collector_id,
                                            const std::vector<std::string>& collaborator_ids) {
  std::set<std::string> named = {collector_id};
  for (const std::string& id : collaborator_ids) {
    if (named.insert(id).second) continue;
    return Refusal(absl::StatusCode::kInvalidArgument, kCollaboratorRepeated,
                   absl::StrCat("collaborator_ids: ", id, " is named twice"), {{"staff_id", id}});
  }
  named.erase("");
  OrganisationStore organisation(transaction);
  if (!named.empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<std::string> unknown,
        organisation.UnknownStaff(std::vector<std::string>(named.begin(), named.end())));
    if (!unknown.empty()) {
      return Refusal(
          absl::StatusCode::kFailedPrecondition, kUnknownCollector,
          absl::StrCat(unknown.front() == collector_id ? "collector_id " : "collaborator_ids: ",
                       unknown.front(), " is no staff member"),
          {{"staff_id", unknown.front()}});
    }
  }
  if (!collector_id.empty()) return collector_id;
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<std::string> responsible,
                           organisation.ResponsibleCollector(unit.community_id, received_date));
  return std::move(responsible).value_or("");
}

absl::StatusOr<JournalStore> OpenJournalFor(const LedgerContext& context, const CallContext& call,
                                            db::Transaction& transaction,
                                            const std::string& collector_id, Receipt& receipt) {
  CUIJIAO_RETURN_IF_ERROR(CheckReceivedDate(context, call, receipt.received_date));
  CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit, LoadKnownUnit(transaction, receipt.unit_id));
  CUIJIAO_ASSIGN_OR_RETURN(receipt.collector_id,
                           DecideCollector(transaction, unit, receipt.received_date, collector_id,
                                           receipt.collaborator_ids));
  return JournalStore::Lock(transaction, context.ids, call.time, unit.community_id);
}

}  // namespace cuijiao::ledger
