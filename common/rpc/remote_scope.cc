#include "common/rpc/remote_scope.h"

#include <string>

#include "common/status/macros.h"

namespace cuijiao {
namespace {

using ledger::v1::OrganisationService;
using ledger::v1::ResolveScopeRequest;
using ledger::v1::ResolveScopeResponse;

std::vector<std::string> Ids(const google::protobuf::RepeatedPtrField<std::string>& ids) {
  return {ids.begin(), ids.end()};
}

}  // namespace

RemoteScope::RemoteScope(Peer& ledger)
    : ledger_(ledger), stub_(OrganisationService::NewStub(ledger.channel())) {}

absl::StatusOr<ResolveScopeResponse> RemoteScope::Resolve(const ResolveScopeRequest& request) {
  return ledger_.CallUnary(*stub_, &OrganisationService::StubInterface::ResolveScope, {}, request);
}

absl::StatusOr<StaffScope> RemoteScope::ScopeOf(std::string_view staff_id, Date date) {
  ResolveScopeRequest request;
  request.set_staff_id(std::string(staff_id));
  request.set_date(FormatDate(date));
  CUIJIAO_ASSIGN_OR_RETURN(const ResolveScopeResponse response, Resolve(request));
  return StaffScope{.own_areas = Ids(response.collector_area_ids()),
                    .own_teams = Ids(response.member_team_ids()),
                    .team_areas = Ids(response.leader_area_ids()),
                    .led_teams = Ids(response.leader_team_ids()),
                    .projects = Ids(response.manager_project_ids()),
                    .branches = Ids(response.gm_branch_ids())};
}

absl::StatusOr<std::vector<Place>> RemoteScope::PlacesOf(ResourceKind kind, std::string_view id,
                                                         Date date) {
  ResolveScopeRequest request;
  request.set_resource_kind(std::string(ResourceKindName(kind)));
  request.set_resource_id(std::string(id));
  request.set_date(FormatDate(date));
  CUIJIAO_ASSIGN_OR_RETURN(const ResolveScopeResponse response, Resolve(request));
  if (!response.found()) {
    return absl::NotFoundError("there is no " + request.resource_kind() + " " +
                               request.resource_id());
  }
  std::vector<Place> places;
  for (const ledger::v1::ResourcePlace& place : response.places()) {
    places.push_back({place.branch_id(), place.project_id(), place.community_id(), place.area_id(),
                      place.team_id()});
  }
  return places;
}

}  // namespace cuijiao
