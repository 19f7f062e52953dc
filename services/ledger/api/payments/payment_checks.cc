#include "services/ledger/api/payments/payment_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {
namespace {

// `unknown` are the staff ids, of all that receipts name, that do not exist.
absl::Status CheckNamed(const CollectorQuestion& question,
                        const std::vector<std::string>& unknown) {
  std::set<std::string> named = {question.collector_id};
  for (const std::string& id : question.collaborator_ids) {
    if (named.insert(id).second) continue;
    return Refusal(absl::StatusCode::kInvalidArgument, kCollaboratorRepeated,
                   absl::StrCat("collaborator_ids: ", id, " is named twice"), {{"staff_id", id}});
  }
  for (const std::string& id : named) {
    if (std::ranges::find(unknown, id) == unknown.end()) continue;
    return Refusal(
        absl::StatusCode::kFailedPrecondition, kUnknownCollector,
        absl::StrCat(id == question.collector_id ? "collector_id " : "collaborator_ids: ", id,
                     " is no staff member"),
        {{"staff_id", id}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DesignatorWithoutDesignations() {
  return InvalidFields(
      {{"designated_by", "says who chose the bills, and there are no designations"}});
}

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
  return UnknownUnit(unit_id);
}

absl::Status UnknownUnit(const std::string& unit_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                 absl::StrCat("there is no unit_id ", unit_id), {{"unit_id", unit_id}});
}

absl::StatusOr<std::vector<absl::StatusOr<std::string>>> DecideCollectors(
    db::Transaction& transaction, std::span<const CollectorQuestion> questions) {
  OrganisationStore organisation(transaction);
  std::set<std::string> named;
  std::map<Date, std::set<std::string>> communities;
  for (const CollectorQuestion& question : questions) {
    named.insert(question.collector_id);
    named.insert(question.collaborator_ids.begin(), question.collaborator_ids.end());
    if (question.collector_id.empty()) {
      communities[question.received_date].insert(question.community_id);
    }
  }
  named.erase("");
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<std::string> unknown,
      organisation.UnknownStaff(std::vector<std::string>(named.begin(), named.end())));
  std::map<Date, std::map<std::string, std::string>> responsible;
  for (const auto& [date, ids] : communities) {
    CUIJIAO_ASSIGN_OR_RETURN(
        responsible[date],
        organisation.ResponsibleCollectors(std::vector<std::string>(ids.begin(), ids.end()), date));
  }
  std::vector<absl::StatusOr<std::string>> collectors;
  for (const CollectorQuestion& question : questions) {
    if (absl::Status refused = CheckNamed(question, unknown); !refused.ok()) {
      collectors.emplace_back(std::move(refused));
    } else if (!question.collector_id.empty()) {
      collectors.emplace_back(question.collector_id);
    } else {
      const auto& of_date = responsible.at(question.received_date);
      const auto found = of_date.find(question.community_id);
      collectors.emplace_back(found == of_date.end() ? std::string() : found->second);
    }
  }
  return collectors;
}

absl::StatusOr<std::string> DecideCollector(db::Transaction& transaction, const UnitPlace& unit,
                                            Date received_date, const std::string& collector_id,
                                            const std::vector<std::string>& collaborator_ids) {
  const CollectorQuestion question{unit.community_id, received_date, collector_id,
                                   collaborator_ids};
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<absl::StatusOr<std::string>> collectors,
                           DecideCollectors(transaction, {&question, 1}));
  return std::move(collectors.front());
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
