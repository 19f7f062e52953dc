// The organisation's domain values and their messages, both ways.
#ifndef CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_MESSAGES_H_
#define CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_MESSAGES_H_

#include <optional>

#include "common/auth/scope.h"
#include "cuijiao/ledger/v1/organisation.pb.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// Of validated messages.
Branch FromMessage(const v1::Branch& message);
Project FromMessage(const v1::Project& message);
Community FromMessage(const v1::Community& message);
Unit FromMessage(const v1::Unit& message);
Owner FromMessage(const v1::Owner& message);
Ownership FromMessage(const v1::Ownership& message);
Staff FromMessage(const v1::Staff& message);
Post FromMessage(const v1::Post& message);
Team FromMessage(const v1::Team& message);
TeamMembership FromMessage(const v1::TeamMembership& message);
LeaderAbsence FromMessage(const v1::LeaderAbsence& message);
Area FromMessage(const v1::Area& message);
AreaCommunity FromMessage(const v1::AreaCommunity& message);
AreaCollector FromMessage(const v1::AreaCollector& message);

v1::Branch ToMessage(const Branch& branch);
v1::Project ToMessage(const Project& project);
v1::Team ToMessage(const Team& team);
v1::TeamMembership ToMessage(const TeamMembership& membership);
v1::Area ToMessage(const Area& area);
v1::AreaCommunity ToMessage(const AreaCommunity& relation);
v1::AreaCollector ToMessage(const AreaCollector& relation);
v1::ResourcePlace ToMessage(const Place& place);
// With personal data in plain text; see personal_view.h.
v1::Unit ToMessage(const Unit& unit);
v1::Owner ToMessage(const Owner& owner);
v1::Owner::Channel ChannelMessage(const std::optional<OwnerChannel>& channel);
v1::Staff ToMessage(const Staff& staff);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_MESSAGES_H_
