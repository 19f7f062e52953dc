// Who and what the company looks after, as plain values (LED-7). Ids are the company's own; dated
// relations hold on their days alone.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_H_

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/calendar/date.h"

namespace cuijiao::ledger {

// Reasons of NOT_FOUND, for those who may know that a thing does not exist.
inline constexpr std::string_view kUnknownBranch = "UNKNOWN_BRANCH";
inline constexpr std::string_view kUnknownProject = "UNKNOWN_PROJECT";
inline constexpr std::string_view kUnknownCommunity = "UNKNOWN_COMMUNITY";
inline constexpr std::string_view kUnknownArea = "UNKNOWN_AREA";
inline constexpr std::string_view kUnknownOwner = "UNKNOWN_OWNER";
inline constexpr std::string_view kUnknownTeam = "UNKNOWN_TEAM";

// Days from `from` to `to`, both included; without `to` it is open.
struct DateRange {
  Date from;
  std::optional<Date> to;

  [[nodiscard]] bool Contains(Date date) const { return from <= date && (!to || date <= *to); }
  [[nodiscard]] bool Overlaps(const DateRange& other) const {
    return (!to || other.from <= *to) && (!other.to || from <= *other.to);
  }
  friend bool operator==(const DateRange&, const DateRange&) = default;
};

struct Branch {
  std::string id;
  std::string name;
  friend bool operator==(const Branch&, const Branch&) = default;
};

struct Project {
  std::string id;
  std::string branch_id;
  std::string name;
  friend bool operator==(const Project&, const Project&) = default;
};

// Stays in its project once created.
struct Community {
  std::string id;
  std::string project_id;
  std::string name;
  friend bool operator==(const Community&, const Community&) = default;
};

enum class UnitKind : std::uint8_t { kHome = 1, kShop = 2, kParking = 3 };

// "HOME".
constexpr std::string_view UnitKindName(UnitKind kind) {
  switch (kind) {
    case UnitKind::kHome:
      return "HOME";
    case UnitKind::kShop:
      return "SHOP";
    case UnitKind::kParking:
      return "PARKING";
  }
  std::abort();
}

// Stays in its community once created.
struct Unit {
  std::string id;
  std::string community_id;
  std::string unit_no;  // personal: "3栋2单元501"
  UnitKind kind = UnitKind::kHome;
  std::int64_t area_e2_m2 = 0;  // charged area, in 0.01 m²
  friend bool operator==(const Unit&, const Unit&) = default;
};

// Ways to speak to an owner; the numbers are those of the proto.
enum class OwnerChannel : std::uint8_t {
  kPhone = 1,
  kSms = 2,
  kWechat = 3,
  kLetter = 4,
  kVisit = 5,
};

// "PHONE", "SMS", "WECHAT", "LETTER", "VISIT".
constexpr std::string_view OwnerChannelName(OwnerChannel channel) {
  switch (channel) {
    case OwnerChannel::kPhone:
      return "PHONE";
    case OwnerChannel::kSms:
      return "SMS";
    case OwnerChannel::kWechat:
      return "WECHAT";
    case OwnerChannel::kLetter:
      return "LETTER";
    case OwnerChannel::kVisit:
      return "VISIT";
  }
  std::abort();
}

struct Owner {
  std::string id;
  std::string name;      // personal
  std::string phone;     // personal; empty for none
  std::string address;   // personal; empty for none
  std::string language;  // empty for the default
  std::string staff_id;  // the staff member whom this owner is (WVR-7); empty for none
  std::optional<OwnerChannel> preferred_channel = std::nullopt;  // none: not known
  friend bool operator==(const Owner&, const Owner&) = default;
};

// Several owners may hold one unit together.
struct Ownership {
  std::string unit_id;
  std::string owner_id;
  DateRange days;
};

struct Staff {
  std::string id;
  std::string name;         // personal
  std::string employee_no;  // of HR; empty for none
  friend bool operator==(const Staff&, const Staff&) = default;
};

// A manager's project or a general manager's branch: one of the two is set.
struct Post {
  std::string staff_id;
  std::string project_id;
  std::string branch_id;
  DateRange days;
};

// Stays in its project once created.
struct Team {
  std::string id;
  std::string project_id;
  std::string name;
  friend bool operator==(const Team&, const Team&) = default;
};

enum class TeamPosition : std::uint8_t { kLeader = 1, kDeputy = 2, kMember = 3 };

// One leader a team at a time, one place in a team a person at a time.
struct TeamMembership {
  std::string team_id;
  std::string staff_id;
  TeamPosition position = TeamPosition::kMember;
  DateRange days;
};

// The deputies act as leader on these days.
struct LeaderAbsence {
  std::string team_id;
  Date from;
  Date to;
};

// Stays in its project once created; its team is of the same project.
struct Area {
  std::string id;
  std::string project_id;
  std::string team_id;
  std::string name;
  friend bool operator==(const Area&, const Area&) = default;
};

// One area a community at a time; both of one project.
struct AreaCommunity {
  std::string area_id;
  std::string community_id;
  DateRange days;
};

// One collector an area at a time.
struct AreaCollector {
  std::string area_id;
  std::string staff_id;
  DateRange days;
};

// A run of days on which a collector was responsible for the same areas (definition 9).
struct CollectorRun {
  std::string collector_id;
  Date from;
  Date to;
  std::vector<std::string> area_ids;  // sorted
  friend bool operator==(const CollectorRun&, const CollectorRun&) = default;
};

// Whether a person in that place of a team acts as its leader: the leader always, a deputy on the
// days of a recorded absence alone.
constexpr bool ActsAsLeader(TeamPosition position, bool leader_is_absent) {
  return position == TeamPosition::kLeader ||
         (position == TeamPosition::kDeputy && leader_is_absent);
}

// The day-runs of all collectors from `from` to `to`, by collector and first day. `held` may reach
// beyond these days and stand in any order. Runs begin anew when the set of areas changes.
std::vector<CollectorRun> ComputeCollectorRuns(const std::vector<AreaCollector>& held, Date from,
                                               Date to);

// What a month knows of who holds areas: those of its closing date hold them on the days behind it
// too, and nobody begins there (definition 9), so that a closed month's day-runs never change.
std::vector<AreaCollector> HeldAtClosing(std::vector<AreaCollector> held, Date closing_date);

// What LED-7 reports: communities that no area has, areas that no collector answers for.
struct AreaGaps {
  std::vector<std::string> community_ids;  // in the order of the communities
  std::vector<std::string> area_ids;       // in the order of the areas
};

// The gaps of one date; the relations are those in force on it.
AreaGaps ComputeAreaGaps(const std::vector<std::string>& community_ids,
                         const std::vector<Area>& areas,
                         const std::vector<AreaCommunity>& area_communities,
                         const std::vector<AreaCollector>& area_collectors);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_ORGANISATION_ORGANISATION_H_
