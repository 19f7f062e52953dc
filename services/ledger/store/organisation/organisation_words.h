// The words by which the organisation's tables write its enums.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WORDS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WORDS_H_

#include <cstdlib>
#include <string_view>

#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

constexpr std::string_view WordOf(UnitKind kind) { return UnitKindName(kind); }

constexpr std::string_view WordOf(OwnerChannel channel) { return OwnerChannelName(channel); }

constexpr std::string_view WordOf(TeamPosition position) {
  switch (position) {
    case TeamPosition::kLeader:
      return "LEADER";
    case TeamPosition::kDeputy:
      return "DEPUTY";
    case TeamPosition::kMember:
      return "MEMBER";
  }
  std::abort();
}

// The tables' CHECKs allow the words above alone; any other ends the process.
inline UnitKind ParseUnitKind(std::string_view word) {
  for (const UnitKind kind : {UnitKind::kHome, UnitKind::kShop, UnitKind::kParking}) {
    if (WordOf(kind) == word) return kind;
  }
  std::abort();
}

inline OwnerChannel ParseOwnerChannel(std::string_view word) {
  for (const OwnerChannel channel :
       {OwnerChannel::kPhone, OwnerChannel::kSms, OwnerChannel::kWechat, OwnerChannel::kLetter,
        OwnerChannel::kVisit}) {
    if (WordOf(channel) == word) return channel;
  }
  std::abort();
}

inline TeamPosition ParseTeamPosition(std::string_view word) {
  for (const TeamPosition position :
       {TeamPosition::kLeader, TeamPosition::kDeputy, TeamPosition::kMember}) {
    if (WordOf(position) == word) return position;
  }
  std::abort();
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WORDS_H_
