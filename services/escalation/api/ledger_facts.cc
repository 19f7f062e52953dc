#include "services/escalation/api/ledger_facts.h"

#include "common/status/macros.h"
#include "services/escalation/api/refusals.h"

namespace cuijiao::escalation {
namespace {

namespace lv1 = ledger::v1;
using Collection = lv1::CollectionService::StubInterface;

constexpr std::int32_t kPageSize = 500;

UnitDebt DebtFrom(const lv1::UnitDebt& message) {
  return {.unit_id = message.unit_id(),
          .community_id = message.community_id(),
          .area_id = message.area_id(),
          .collector_id = message.collector_id(),
          .overdue = Fen(message.overdue_fen()),
          .months_overdue = message.months_overdue(),
          .debt_version = message.debt_version()};
}

}  // namespace

LedgerFacts::LedgerFacts(Peer& ledger)
    : ledger_(ledger), collection_(lv1::CollectionService::NewStub(ledger.channel())) {}

absl::StatusOr<std::vector<std::string>> LedgerFacts::CommunityIds(const OutgoingCall& call,
                                                                   const std::string& project_id) {
  lv1::ListCommunitiesRequest request;
  request.set_project_id(project_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::ListCommunitiesResponse response,
      ledger_.CallUnary(*collection_, &Collection::ListCommunities, call, request));
  std::vector<std::string> ids;
  for (const lv1::CommunityPlace& place : response.communities()) {
    ids.push_back(place.community_id());
  }
  return ids;
}

absl::StatusOr<Page<UnitDebt>> LedgerFacts::Debts(const OutgoingCall& call,
                                                  std::string_view community_id,
                                                  const std::string& page) {
  lv1::ListUnitDebtsRequest request;
  request.set_community_id(std::string(community_id));
  request.set_page_size(kPageSize);
  request.set_page_token(page);
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::ListUnitDebtsResponse response,
      ledger_.CallUnary(*collection_, &Collection::ListUnitDebts, call, request));
  Page<UnitDebt> debts{{}, response.next_page_token()};
  for (const lv1::UnitDebt& debt : response.unit_debts()) debts.items.push_back(DebtFrom(debt));
  return debts;
}

absl::StatusOr<UnitDebt> LedgerFacts::DebtOf(const OutgoingCall& call, std::string_view unit_id) {
  lv1::GetUnitDebtRequest request;
  request.set_unit_id(std::string(unit_id));
  const absl::StatusOr<lv1::UnitDebt> debt =
      ledger_.CallUnary(*collection_, &Collection::GetUnitDebt, call, request);
  if (absl::IsNotFound(debt.status())) return RefuseUnknown(kUnknownUnit, "unit", unit_id);
  CUIJIAO_RETURN_IF_ERROR(debt.status());
  return DebtFrom(*debt);
}

absl::StatusOr<Page<lv1::Bill>> LedgerFacts::UpcomingBills(const OutgoingCall& call,
                                                           std::string_view community_id,
                                                           const DueDates& due,
                                                           const std::string& page) {
  lv1::ListUpcomingBillsRequest request;
  request.set_community_id(std::string(community_id));
  request.set_from_due_date(FormatDate(due.from));
  request.set_to_due_date(FormatDate(due.to));
  request.set_page_size(kPageSize);
  request.set_page_token(page);
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::ListUpcomingBillsResponse response,
      ledger_.CallUnary(*collection_, &Collection::ListUpcomingBills, call, request));
  return Page<lv1::Bill>{{response.bills().begin(), response.bills().end()},
                         response.next_page_token()};
}

absl::StatusOr<std::vector<lv1::Contact>> LedgerFacts::Contacts(
    const OutgoingCall& call, std::span<const std::string> unit_ids) {
  if (unit_ids.empty()) return std::vector<lv1::Contact>();
  lv1::BatchGetContactsRequest request;
  for (const std::string& unit_id : unit_ids) request.add_unit_ids(unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::BatchGetContactsResponse response,
      ledger_.CallUnary(*collection_, &Collection::BatchGetContacts, call, request));
  return std::vector<lv1::Contact>(response.contacts().begin(), response.contacts().end());
}

}  // namespace cuijiao::escalation
