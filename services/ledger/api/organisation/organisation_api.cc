#include "services/ledger/api/organisation/organisation_api.h"

#include <map>
#include <set>
#include <utility>

#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/organisation/organisation_entries.h"
#include "services/ledger/api/organisation/organisation_messages.h"
#include "services/ledger/api/organisation/personal_view.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/store/billing/resized_units.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_people.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/organisation/organisation_writer.h"

namespace cuijiao::ledger {
namespace {

// What several calls of one transaction read.
struct Reading {
  explicit Reading(db::Transaction& transaction, const PersonalCipher& cipher)
      : places(transaction), people(transaction, cipher) {}

  OrganisationStore places;
  OrganisationPeople people;
};

template <typename Value, typename Message>
void AppendAll(const std::vector<Value>& values,
               google::protobuf::RepeatedPtrField<Message>& messages) {
  for (const Value& value : values) *messages.Add() = ToMessage(value);
}

void AppendIds(const std::vector<std::string>& ids,
               google::protobuf::RepeatedPtrField<std::string>& messages) {
  for (const std::string& id : ids) *messages.Add() = id;
}

// Puts owners into the units' messages; both are by unit id.
absl::Status AddOwners(OrganisationPeople& people, Date date,
                       google::protobuf::RepeatedPtrField<v1::Unit>& units) {
  std::vector<std::string> unit_ids;
  for (const v1::Unit& unit : units) unit_ids.push_back(unit.id());
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitOwner> owners, people.LoadOwners(unit_ids, date));
  auto owner = owners.begin();
  for (v1::Unit& unit : units) {
    for (; owner != owners.end() && owner->unit_id == unit.id(); ++owner) {
      *unit.add_owners() = ToMessage(owner->owner);
    }
  }
  return absl::OkStatus();
}

// What is scheduled for units follows their charged area (LED-1).
absl::Status RefreshByCommunity(db::Transaction& transaction, IdSource& ids, const CompanyTime& now,
                                const std::vector<ResizedUnit>& resized) {
  std::vector<std::string> unit_ids;
  for (const ResizedUnit& unit : resized) unit_ids.push_back(unit.unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> places,
                           OrganisationStore(transaction).LoadUnits(unit_ids));
  std::map<std::string, std::string> community_of;
  for (const UnitPlace& place : places) community_of[place.unit_id] = place.community_id;
  std::map<std::string, std::vector<ResizedUnit>> by_community;
  for (const ResizedUnit& unit : resized) {
    by_community[community_of.at(unit.unit_id)].push_back(unit);
  }
  for (const auto& [community_id, of_community] : by_community) {
    CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                             JournalStore::Lock(transaction, ids, now, community_id));
    CUIJIAO_RETURN_IF_ERROR(RefreshResizedUnits(journal, of_community));
    CUIJIAO_RETURN_IF_ERROR(journal.Flush());
  }
  return absl::OkStatus();
}

absl::StatusOr<ResourceKind> ParseResourceKind(const std::string& name) {
  for (const ResourceKind kind :
       {ResourceKind::kBranch, ResourceKind::kProject, ResourceKind::kCommunity,
        ResourceKind::kArea, ResourceKind::kTeam, ResourceKind::kUnit, ResourceKind::kOwner,
        ResourceKind::kStaff, ResourceKind::kBill, ResourceKind::kPayment}) {
    if (ResourceKindName(kind) == name) return kind;
  }
  return InvalidFields({{"resource_kind", "the ledger has no such kind of resource"}});
}

}  // namespace

absl::Status UnknownThing(std::string_view reason, std::string_view what, const std::string& id) {
  return Refusal(absl::StatusCode::kNotFound, reason, fmt::format("there is no {} {}", what, id),
                 {{"id", id}});
}

absl::StatusOr<v1::BatchPutOrganisationResponse> OrganisationApi::Put(
    const CallContext& call, const v1::BatchPutOrganisationRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckEntries(request.entries()));
  return AnswerOnce<v1::BatchPutOrganisationResponse>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::BatchPutOrganisationResponse> {
        OrganisationWriter writer(transaction, context_.cipher, context_.ids,
                                  {RecordedBy(call), call.time.recorded_time});
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<ResizedUnit> resized,
                                 PutEntries(writer, request.entries()));
        CUIJIAO_RETURN_IF_ERROR(RefreshByCommunity(transaction, context_.ids, call.time, resized));
        v1::BatchPutOrganisationResponse response;
        response.set_put_count(request.entries_size());
        return response;
      });
}

absl::StatusOr<v1::Organisation> OrganisationApi::ShowProject(
    const CallContext& call, const v1::GetOrganisationRequest& request) const {
  const Date date = DateOr(request.date(), call.time.business_date);
  const std::string& id = request.project_id();
  return context_.database.Read(
      "GetOrganisation", [&](db::Transaction& transaction) -> absl::StatusOr<v1::Organisation> {
        Reading read(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Project> project, read.places.LoadProject(id));
        if (!project) return UnknownThing(kUnknownProject, "project", id);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Branch> branch,
                                 read.places.LoadBranch(project->branch_id));
        CUIJIAO_ASSIGN_OR_RETURN(const auto communities, read.places.LoadCommunities(id));
        CUIJIAO_ASSIGN_OR_RETURN(const auto teams, read.places.LoadTeams(id));
        CUIJIAO_ASSIGN_OR_RETURN(const auto members, read.places.LoadMemberships(id, date));
        CUIJIAO_ASSIGN_OR_RETURN(const auto areas, read.places.LoadAreas(id));
        CUIJIAO_ASSIGN_OR_RETURN(const auto placed, read.places.LoadAreaCommunities(id, date));
        CUIJIAO_ASSIGN_OR_RETURN(const auto collectors, read.places.LoadAreaCollectors(id, date));
        std::set<std::string> named;
        for (const TeamMembership& member : members) named.insert(member.staff_id);
        for (const AreaCollector& collector : collectors) named.insert(collector.staff_id);
        CUIJIAO_ASSIGN_OR_RETURN(const auto staff, read.people.LoadStaff(std::vector<std::string>(
                                                       named.begin(), named.end())));

        v1::Organisation organisation;
        if (branch) *organisation.mutable_branch() = ToMessage(*branch);
        *organisation.mutable_project() = ToMessage(*project);
        for (const CommunityPlace& place : communities) {
          v1::Community& community = *organisation.add_communities();
          community.set_id(place.community_id);
          community.set_project_id(place.project_id);
          community.set_name(place.name);
        }
        AppendAll(teams, *organisation.mutable_teams());
        AppendAll(members, *organisation.mutable_team_memberships());
        AppendAll(areas, *organisation.mutable_areas());
        AppendAll(placed, *organisation.mutable_area_communities());
        AppendAll(collectors, *organisation.mutable_area_collectors());
        AppendAll(staff, *organisation.mutable_staff());
        if (!SeesPersonalData(call.identity)) {
          for (v1::Staff& person : *organisation.mutable_staff()) Mask(person);
        }
        return organisation;
      });
}

absl::StatusOr<v1::Unit> OrganisationApi::ShowUnit(const CallContext& call,
                                                   const v1::GetUnitRequest& request) const {
  const Date date = DateOr(request.date(), call.time.business_date);
  return context_.database.Read(
      "GetUnit", [&](db::Transaction& transaction) -> absl::StatusOr<v1::Unit> {
        OrganisationPeople people(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Unit> unit,
                                 people.LoadUnit(request.unit_id()));
        if (!unit) return UnknownThing(kUnknownUnit, "unit", request.unit_id());
        CUIJIAO_ASSIGN_OR_RETURN(const auto owners, people.LoadOwners({{unit->id}}, date));
        v1::Unit message = ToMessage(*unit);
        for (const UnitOwner& owner : owners) *message.add_owners() = ToMessage(owner.owner);
        if (!SeesPersonalData(call.identity)) Mask(message);
        return message;
      });
}

absl::StatusOr<v1::ListUnitsResponse> OrganisationApi::ShowUnits(
    const CallContext& call, const v1::ListUnitsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context_.page_tokens.PositionOf(request));
  const int size = EffectivePageSize(request.page_size());
  return context_.database.Read(
      "ListUnits", [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListUnitsResponse> {
        Reading read(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(const auto community,
                                 read.places.LoadCommunity(request.community_id()));
        if (!community) {
          return UnknownThing(kUnknownCommunity, "community", request.community_id());
        }
        CUIJIAO_ASSIGN_OR_RETURN(std::vector<Unit> units,
                                 read.people.LoadUnitsOf(request.community_id(), after, size + 1));
        v1::ListUnitsResponse response;
        if (units.size() > static_cast<std::size_t>(size)) {
          units.pop_back();
          response.set_next_page_token(context_.page_tokens.Make(request, units.back().id));
        }
        AppendAll(units, *response.mutable_units());
        CUIJIAO_RETURN_IF_ERROR(
            AddOwners(read.people, call.time.business_date, *response.mutable_units()));
        if (!SeesPersonalData(call.identity)) {
          for (v1::Unit& unit : *response.mutable_units()) Mask(unit);
        }
        return response;
      });
}

absl::StatusOr<v1::ListOwnersResponse> OrganisationApi::ShowOwners(
    const CallContext& call, const v1::ListOwnersRequest& request) const {
  if (request.unit_id().empty() == request.phone().empty()) {
    return InvalidFields({{"unit_id", "set unit_id or phone, one of the two"}});
  }
  return context_.database.Read(
      "ListOwners", [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListOwnersResponse> {
        OrganisationPeople people(transaction, context_.cipher);
        v1::ListOwnersResponse response;
        if (request.unit_id().empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const auto owners, people.FindOwnersByPhone(request.phone()));
          AppendAll(owners, *response.mutable_owners());
        } else {
          CUIJIAO_ASSIGN_OR_RETURN(
              const auto owners, people.LoadOwners({{request.unit_id()}}, call.time.business_date));
          for (const UnitOwner& owner : owners) *response.add_owners() = ToMessage(owner.owner);
        }
        if (!SeesPersonalData(call.identity)) {
          for (v1::Owner& owner : *response.mutable_owners()) Mask(owner);
        }
        return response;
      });
}

absl::StatusOr<v1::ListAreaGapsResponse> OrganisationApi::ShowGaps(
    const CallContext& call, const v1::ListAreaGapsRequest& request) const {
  const Date date = DateOr(request.date(), call.time.business_date);
  const std::string& id = request.project_id();
  return context_.database.Read(
      "ListAreaGaps",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListAreaGapsResponse> {
        OrganisationStore places(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const auto project, places.LoadProject(id));
        if (!project) return UnknownThing(kUnknownProject, "project", id);
        CUIJIAO_ASSIGN_OR_RETURN(const auto communities, places.LoadCommunities(id));
        CUIJIAO_ASSIGN_OR_RETURN(const auto areas, places.LoadAreas(id));
        CUIJIAO_ASSIGN_OR_RETURN(const auto placed, places.LoadAreaCommunities(id, date));
        CUIJIAO_ASSIGN_OR_RETURN(const auto collectors, places.LoadAreaCollectors(id, date));
        std::vector<std::string> community_ids;
        for (const CommunityPlace& place : communities) community_ids.push_back(place.community_id);
        const AreaGaps gaps = ComputeAreaGaps(community_ids, areas, placed, collectors);
        v1::ListAreaGapsResponse response;
        AppendIds(gaps.community_ids, *response.mutable_community_ids());
        AppendIds(gaps.area_ids, *response.mutable_area_ids());
        return response;
      });
}

absl::StatusOr<v1::ResolveScopeResponse> OrganisationApi::Resolve(
    const v1::ResolveScopeRequest& request) const {
  const Date date = DateOf(request.date());
  return context_.database.Read(
      "ResolveScope",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ResolveScopeResponse> {
        OrganisationStore store(transaction);
        v1::ResolveScopeResponse response;
        if (!request.resource_kind().empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const ResourceKind kind,
                                   ParseResourceKind(request.resource_kind()));
          const auto places = store.PlacesOf(kind, request.resource_id(), date);
          if (!places.ok() && !absl::IsNotFound(places.status())) return places.status();
          response.set_found(places.ok());
          if (places.ok()) AppendAll(*places, *response.mutable_places());
        }
        if (!request.staff_id().empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(const StaffScope scope, store.ScopeOf(request.staff_id(), date));
          AppendIds(scope.own_areas, *response.mutable_collector_area_ids());
          AppendIds(scope.team_areas, *response.mutable_leader_area_ids());
          AppendIds(scope.led_teams, *response.mutable_leader_team_ids());
          AppendIds(scope.projects, *response.mutable_manager_project_ids());
          AppendIds(scope.branches, *response.mutable_gm_branch_ids());
          AppendIds(scope.own_teams, *response.mutable_member_team_ids());
        }
        return response;
      });
}

absl::StatusOr<v1::BatchGetStaffResponse> OrganisationApi::ShowStaff(
    const CallContext& call, const v1::BatchGetStaffRequest& request) const {
  return context_.database.Read(
      "BatchGetStaff",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::BatchGetStaffResponse> {
        OrganisationPeople people(transaction, context_.cipher);
        const std::vector<std::string> employee_nos(request.employee_nos().begin(),
                                                    request.employee_nos().end());
        CUIJIAO_ASSIGN_OR_RETURN(std::vector<std::string> staff_ids,
                                 people.FindStaffByEmployeeNo(employee_nos));
        staff_ids.insert(staff_ids.end(), request.staff_ids().begin(), request.staff_ids().end());
        CUIJIAO_ASSIGN_OR_RETURN(const auto staff, people.LoadStaff(staff_ids));
        v1::BatchGetStaffResponse response;
        AppendAll(staff, *response.mutable_staff());
        if (!SeesPersonalData(call.identity)) {
          for (v1::Staff& person : *response.mutable_staff()) Mask(person);
        }
        return response;
      });
}

// The methods: each hands its call to the wrapper.

grpc::ServerUnaryReactor* OrganisationApi::BatchPutOrganisation(
    grpc::CallbackServerContext* context, const v1::BatchPutOrganisationRequest* request,
    v1::BatchPutOrganisationResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/BatchPutOrganisation", context, request, response,
      [this](const CallContext& call, const auto& message) { return Put(call, message); });
}

grpc::ServerUnaryReactor* OrganisationApi::GetOrganisation(
    grpc::CallbackServerContext* context, const v1::GetOrganisationRequest* request,
    v1::Organisation* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/GetOrganisation", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowProject(call, message); });
}

grpc::ServerUnaryReactor* OrganisationApi::GetUnit(grpc::CallbackServerContext* context,
                                                   const v1::GetUnitRequest* request,
                                                   v1::Unit* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/GetUnit", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowUnit(call, message); });
}

grpc::ServerUnaryReactor* OrganisationApi::ListUnits(grpc::CallbackServerContext* context,
                                                     const v1::ListUnitsRequest* request,
                                                     v1::ListUnitsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/ListUnits", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowUnits(call, message); });
}

grpc::ServerUnaryReactor* OrganisationApi::ListOwners(grpc::CallbackServerContext* context,
                                                      const v1::ListOwnersRequest* request,
                                                      v1::ListOwnersResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/ListOwners", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowOwners(call, message); });
}

grpc::ServerUnaryReactor* OrganisationApi::ListAreaGaps(grpc::CallbackServerContext* context,
                                                        const v1::ListAreaGapsRequest* request,
                                                        v1::ListAreaGapsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/ListAreaGaps", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowGaps(call, message); });
}

grpc::ServerUnaryReactor* OrganisationApi::ResolveScope(grpc::CallbackServerContext* context,
                                                        const v1::ResolveScopeRequest* request,
                                                        v1::ResolveScopeResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/ResolveScope", context, request, response,
      [this](const CallContext&, const auto& message) { return Resolve(message); });
}

grpc::ServerUnaryReactor* OrganisationApi::BatchGetStaff(grpc::CallbackServerContext* context,
                                                         const v1::BatchGetStaffRequest* request,
                                                         v1::BatchGetStaffResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/BatchGetStaff", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowStaff(call, message); });
}

}  // namespace cuijiao::ledger
