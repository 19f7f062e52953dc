#include "services/ledger/api/figures/collection_api.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/organisation/organisation_messages.h"
#include "services/ledger/api/organisation/personal_view.h"
#include "services/ledger/api/payments/bill_position.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/figures/collection_store.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/organisation/organisation_people.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

v1::UnitDebt MessageOf(const UnitDebt& debt, const Responsibility& responsibility, Date date) {
  v1::UnitDebt message;
  message.set_unit_id(debt.unit_id);
  message.set_community_id(responsibility.community_id);
  message.set_area_id(responsibility.area_id);
  message.set_collector_id(responsibility.collector_id);
  message.set_overdue_fen(debt.overdue.value());
  message.set_debt_version(debt.debt_version);
  if (debt.oldest_due_date) {
    message.set_oldest_due_date(FormatDate(*debt.oldest_due_date));
    message.set_months_overdue(MonthsOverdue(*debt.oldest_due_date, date));
  }
  return message;
}

absl::StatusOr<Responsibility> LoadResponsibility(db::Transaction& transaction,
                                                  const CommunityPlace& community, Date date) {
  OrganisationStore store(transaction);
  Responsibility found{community.community_id, community.project_id, "", ""};
  CUIJIAO_ASSIGN_OR_RETURN(const auto area, store.AreaOf(community.community_id, date));
  CUIJIAO_ASSIGN_OR_RETURN(const auto collector,
                           store.ResponsibleCollector(community.community_id, date));
  found.area_id = area.value_or("");
  found.collector_id = collector.value_or("");
  return found;
}

absl::StatusOr<CommunityPlace> LoadKnownCommunity(db::Transaction& transaction,
                                                  const std::string& community_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<CommunityPlace> community,
                           OrganisationStore(transaction).LoadCommunity(community_id));
  if (community) return *std::move(community);
  return UnknownThing(kUnknownCommunity, "community", community_id);
}

}  // namespace

absl::StatusOr<v1::ListUnitDebtsResponse> CollectionApi::ShowDebts(
    const CallContext& call, const v1::ListUnitDebtsRequest& request) const {
  const Date date = call.time.business_date;
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context_.page_tokens.PositionOf(request));
  const int size = EffectivePageSize(request.page_size());
  CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(context_.database, context_.ids,
                                              {.community_id = request.community_id()}, call.time)
                              .status());
  return context_.database.Read(
      "ListUnitDebts",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListUnitDebtsResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const CommunityPlace community,
                                 LoadKnownCommunity(transaction, request.community_id()));
        CUIJIAO_ASSIGN_OR_RETURN(const Responsibility responsibility,
                                 LoadResponsibility(transaction, community, date));
        CUIJIAO_ASSIGN_OR_RETURN(
            std::vector<UnitDebt> debts,
            CollectionStore(transaction).ListDebts(community.community_id, date, after, size + 1));
        v1::ListUnitDebtsResponse response;
        if (debts.size() > static_cast<std::size_t>(size)) {
          debts.pop_back();
          response.set_next_page_token(context_.page_tokens.Make(request, debts.back().unit_id));
        }
        for (const UnitDebt& debt : debts) {
          *response.add_unit_debts() = MessageOf(debt, responsibility, date);
        }
        return response;
      });
}

absl::StatusOr<v1::UnitDebt> CollectionApi::ShowDebt(const CallContext& call,
                                                     const v1::GetUnitDebtRequest& request) const {
  const Date date = call.time.business_date;
  CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit,
                           context_.database.Read("GetUnitDebt", [&](db::Transaction& transaction) {
                             return LoadKnownUnit(transaction, request.unit_id());
                           }));
  CUIJIAO_RETURN_IF_ERROR(
      BringUnitUpToDate(context_.database, context_.ids, request.unit_id(), call.time));
  return context_.database.Read(
      "GetUnitDebt", [&](db::Transaction& transaction) -> absl::StatusOr<v1::UnitDebt> {
        CUIJIAO_ASSIGN_OR_RETURN(const CommunityPlace community,
                                 LoadKnownCommunity(transaction, unit.community_id));
        CUIJIAO_ASSIGN_OR_RETURN(const Responsibility responsibility,
                                 LoadResponsibility(transaction, community, date));
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<UnitDebt> debt,
                                 CollectionStore(transaction).LoadDebt(unit.unit_id, date));
        if (!debt) return absl::InternalError("unit " + unit.unit_id + " has no account");
        return MessageOf(*debt, responsibility, date);
      });
}

absl::StatusOr<v1::ListUpcomingBillsResponse> CollectionApi::ShowUpcoming(
    const CallContext& call, const v1::ListUpcomingBillsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int size = EffectivePageSize(request.page_size());
  CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(context_.database, context_.ids,
                                              {.community_id = request.community_id()}, call.time)
                              .status());
  return context_.database.Read(
      "ListUpcomingBills",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListUpcomingBillsResponse> {
        CUIJIAO_RETURN_IF_ERROR(LoadKnownCommunity(transaction, request.community_id()).status());
        CollectionStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(
            std::vector<Bill> bills,
            store.ListUpcoming(request.community_id(), DateOf(request.from_due_date()),
                               DateOf(request.to_due_date()), BillPositionFrom(position),
                               size + 1));
        v1::ListUpcomingBillsResponse response;
        if (bills.size() > static_cast<std::size_t>(size)) {
          bills.pop_back();
          response.set_next_page_token(
              context_.page_tokens.Make(request, PositionOf(bills.back())));
        }
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Bill> uncovered,
                                 store.WithoutCovered(std::move(bills)));
        for (const Bill& bill : uncovered) *response.add_bills() = ToMessage(bill);
        return response;
      });
}

absl::StatusOr<v1::BatchGetContactsResponse> CollectionApi::ShowContacts(
    const CallContext& call, const v1::BatchGetContactsRequest& request) const {
  const std::vector<std::string> unit_ids(request.unit_ids().begin(), request.unit_ids().end());
  return context_.database.Read(
      "BatchGetContacts",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::BatchGetContactsResponse> {
        OrganisationPeople people(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Unit> units, people.LoadUnits(unit_ids));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitOwner> owners,
                                 people.LoadOwners(unit_ids, call.time.business_date));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> communities,
                                 OrganisationStore(transaction).LoadCommunities());
        std::map<std::string, std::string> community_names;
        for (const CommunityPlace& place : communities) {
          community_names[place.community_id] = place.name;
        }
        std::map<std::string, const Unit*> by_id;
        for (const Unit& unit : units) by_id[unit.id] = &unit;

        v1::BatchGetContactsResponse response;
        for (const UnitOwner& owner : owners) {
          const Unit& unit = *by_id.at(owner.unit_id);
          v1::Contact& contact = *response.add_contacts();
          contact.set_unit_id(owner.unit_id);
          contact.set_owner_id(owner.owner.id);
          contact.set_name(owner.owner.name);
          contact.set_phone(owner.owner.phone);
          contact.set_language(owner.owner.language);
          contact.set_preferred_channel(ChannelMessage(owner.owner.preferred_channel));
          contact.set_unit_no(unit.unit_no);
          contact.set_community_name(community_names[unit.community_id]);
          if (!SeesPersonalData(call.identity)) Mask(contact);
        }
        return response;
      });
}

absl::StatusOr<v1::ListCommunitiesResponse> CollectionApi::ShowCommunities(
    const v1::ListCommunitiesRequest& request) const {
  return context_.database.Read(
      "ListCommunities",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListCommunitiesResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<CommunityPlace> communities,
            OrganisationStore(transaction).LoadCommunities(request.project_id()));
        v1::ListCommunitiesResponse response;
        for (const CommunityPlace& place : communities) {
          v1::CommunityPlace& community = *response.add_communities();
          community.set_community_id(place.community_id);
          community.set_project_id(place.project_id);
          community.set_name(place.name);
        }
        return response;
      });
}

grpc::ServerUnaryReactor* CollectionApi::ListUnitDebts(grpc::CallbackServerContext* context,
                                                       const v1::ListUnitDebtsRequest* request,
                                                       v1::ListUnitDebtsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CollectionService/ListUnitDebts", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowDebts(call, message); });
}

grpc::ServerUnaryReactor* CollectionApi::GetUnitDebt(grpc::CallbackServerContext* context,
                                                     const v1::GetUnitDebtRequest* request,
                                                     v1::UnitDebt* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CollectionService/GetUnitDebt", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowDebt(call, message); });
}

grpc::ServerUnaryReactor* CollectionApi::ListUpcomingBills(
    grpc::CallbackServerContext* context, const v1::ListUpcomingBillsRequest* request,
    v1::ListUpcomingBillsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CollectionService/ListUpcomingBills", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowUpcoming(call, message); });
}

grpc::ServerUnaryReactor* CollectionApi::BatchGetContacts(
    grpc::CallbackServerContext* context, const v1::BatchGetContactsRequest* request,
    v1::BatchGetContactsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CollectionService/BatchGetContacts", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowContacts(call, message); });
}

grpc::ServerUnaryReactor* CollectionApi::ListCommunities(grpc::CallbackServerContext* context,
                                                         const v1::ListCommunitiesRequest* request,
                                                         v1::ListCommunitiesResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CollectionService/ListCommunities", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowCommunities(message); });
}

}  // namespace cuijiao::ledger
