#include "services/ledger/api/organisation/organisation_messages.h"

#include "common/requests/request_dates.h"

namespace cuijiao::ledger {
namespace {

// The enums of message and domain have the same numbers (checked here, not hoped for).
static_assert(static_cast<int>(UnitKind::kHome) == v1::Unit::KIND_HOME);
static_assert(static_cast<int>(UnitKind::kShop) == v1::Unit::KIND_SHOP);
static_assert(static_cast<int>(UnitKind::kParking) == v1::Unit::KIND_PARKING);
static_assert(static_cast<int>(OwnerChannel::kPhone) == v1::Owner::CHANNEL_PHONE);
static_assert(static_cast<int>(OwnerChannel::kSms) == v1::Owner::CHANNEL_SMS);
static_assert(static_cast<int>(OwnerChannel::kWechat) == v1::Owner::CHANNEL_WECHAT);
static_assert(static_cast<int>(OwnerChannel::kLetter) == v1::Owner::CHANNEL_LETTER);
static_assert(static_cast<int>(OwnerChannel::kVisit) == v1::Owner::CHANNEL_VISIT);
static_assert(static_cast<int>(TeamPosition::kLeader) == v1::TeamMembership::POSITION_LEADER);
static_assert(static_cast<int>(TeamPosition::kDeputy) == v1::TeamMembership::POSITION_DEPUTY);
static_assert(static_cast<int>(TeamPosition::kMember) == v1::TeamMembership::POSITION_MEMBER);

template <typename Message>
DateRange DaysOf(const Message& message) {
  return {DateOf(message.from_date()), OptionalDateOf(message.to_date())};
}

template <typename Message>
void PutDays(const DateRange& days, Message& message) {
  message.set_from_date(FormatDate(days.from));
  message.set_to_date(FormatOptionalDate(days.to));
}

}  // namespace

Branch FromMessage(const v1::Branch& message) { return {message.id(), message.name()}; }

Project FromMessage(const v1::Project& message) {
  return {message.id(), message.branch_id(), message.name()};
}

Community FromMessage(const v1::Community& message) {
  return {message.id(), message.project_id(), message.name()};
}

Unit FromMessage(const v1::Unit& message) {
  return {message.id(), message.community_id(), message.unit_no(),
          static_cast<UnitKind>(message.kind()), message.area_e2_m2()};
}

Owner FromMessage(const v1::Owner& message) {
  Owner owner{message.id(),      message.name(),     message.phone(),
              message.address(), message.language(), message.staff_id()};
  if (message.preferred_channel() != v1::Owner::CHANNEL_UNSPECIFIED) {
    owner.preferred_channel = static_cast<OwnerChannel>(message.preferred_channel());
  }
  return owner;
}

Ownership FromMessage(const v1::Ownership& message) {
  return {message.unit_id(), message.owner_id(), DaysOf(message)};
}

Staff FromMessage(const v1::Staff& message) {
  return {message.id(), message.name(), message.employee_no()};
}

Post FromMessage(const v1::Post& message) {
  return {message.staff_id(), message.project_id(), message.branch_id(), DaysOf(message)};
}

Team FromMessage(const v1::Team& message) {
  return {message.id(), message.project_id(), message.name()};
}

TeamMembership FromMessage(const v1::TeamMembership& message) {
  return {message.team_id(), message.staff_id(), static_cast<TeamPosition>(message.position()),
          DaysOf(message)};
}

LeaderAbsence FromMessage(const v1::LeaderAbsence& message) {
  return {message.team_id(), DateOf(message.from_date()), DateOf(message.to_date())};
}

Area FromMessage(const v1::Area& message) {
  return {message.id(), message.project_id(), message.team_id(), message.name()};
}

AreaCommunity FromMessage(const v1::AreaCommunity& message) {
  return {message.area_id(), message.community_id(), DaysOf(message)};
}

AreaCollector FromMessage(const v1::AreaCollector& message) {
  return {message.area_id(), message.staff_id(), DaysOf(message)};
}

v1::Branch ToMessage(const Branch& branch) {
  v1::Branch message;
  message.set_id(branch.id);
  message.set_name(branch.name);
  return message;
}

v1::Project ToMessage(const Project& project) {
  v1::Project message;
  message.set_id(project.id);
  message.set_branch_id(project.branch_id);
  message.set_name(project.name);
  return message;
}

v1::Team ToMessage(const Team& team) {
  v1::Team message;
  message.set_id(team.id);
  message.set_project_id(team.project_id);
  message.set_name(team.name);
  return message;
}

v1::TeamMembership ToMessage(const TeamMembership& membership) {
  v1::TeamMembership message;
  message.set_team_id(membership.team_id);
  message.set_staff_id(membership.staff_id);
  message.set_position(static_cast<v1::TeamMembership::Position>(membership.position));
  PutDays(membership.days, message);
  return message;
}

v1::Area ToMessage(const Area& area) {
  v1::Area message;
  message.set_id(area.id);
  message.set_project_id(area.project_id);
  message.set_team_id(area.team_id);
  message.set_name(area.name);
  return message;
}

v1::AreaCommunity ToMessage(const AreaCommunity& relation) {
  v1::AreaCommunity message;
  message.set_area_id(relation.area_id);
  message.set_community_id(relation.community_id);
  PutDays(relation.days, message);
  return message;
}

v1::AreaCollector ToMessage(const AreaCollector& relation) {
  v1::AreaCollector message;
  message.set_area_id(relation.area_id);
  message.set_staff_id(relation.staff_id);
  PutDays(relation.days, message);
  return message;
}

v1::ResourcePlace ToMessage(const Place& place) {
  v1::ResourcePlace message;
  message.set_branch_id(place.branch_id);
  message.set_project_id(place.project_id);
  message.set_community_id(place.community_id);
  message.set_area_id(place.area_id);
  message.set_team_id(place.team_id);
  return message;
}

v1::Unit ToMessage(const Unit& unit) {
  v1::Unit message;
  message.set_id(unit.id);
  message.set_community_id(unit.community_id);
  message.set_unit_no(unit.unit_no);
  message.set_kind(static_cast<v1::Unit::Kind>(unit.kind));
  message.set_area_e2_m2(unit.area_e2_m2);
  return message;
}

v1::Owner::Channel ChannelMessage(const std::optional<OwnerChannel>& channel) {
  return channel ? static_cast<v1::Owner::Channel>(*channel) : v1::Owner::CHANNEL_UNSPECIFIED;
}

v1::Owner ToMessage(const Owner& owner) {
  v1::Owner message;
  message.set_id(owner.id);
  message.set_name(owner.name);
  message.set_phone(owner.phone);
  message.set_address(owner.address);
  message.set_language(owner.language);
  message.set_staff_id(owner.staff_id);
  message.set_preferred_channel(ChannelMessage(owner.preferred_channel));
  return message;
}

v1::Staff ToMessage(const Staff& staff) {
  v1::Staff message;
  message.set_id(staff.id);
  message.set_name(staff.name);
  message.set_employee_no(staff.employee_no);
  return message;
}

}  // namespace cuijiao::ledger
