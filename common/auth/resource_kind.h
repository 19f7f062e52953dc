// The kinds of things whose place decides who may touch them.
#ifndef CUIJIAO_COMMON_AUTH_RESOURCE_KIND_H_
#define CUIJIAO_COMMON_AUTH_RESOURCE_KIND_H_

#include <cstdint>
#include <string_view>

namespace cuijiao {

// To add a kind: a line here, its name in ResourceKindName, and the answer of the ScopeSource of
// the service that owns it.
enum class ResourceKind : std::uint8_t {
  kBranch,
  kProject,
  kCommunity,
  kArea,
  kTeam,
  kUnit,
  kOwner,
  kStaff,
  kBill,
  kPayment,
  kWriteOff,
  kWaiver,
  kCase,
  kTicket,
  kWorkRecord,
  kCampaign,
  kLawsuitRound,
  kImport,
  kRun,
  kPayout,
};

// "branch", "lawsuit_round".
constexpr std::string_view ResourceKindName(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kBranch:
      return "branch";
    case ResourceKind::kProject:
      return "project";
    case ResourceKind::kCommunity:
      return "community";
    case ResourceKind::kArea:
      return "area";
    case ResourceKind::kTeam:
      return "team";
    case ResourceKind::kUnit:
      return "unit";
    case ResourceKind::kOwner:
      return "owner";
    case ResourceKind::kStaff:
      return "staff";
    case ResourceKind::kBill:
      return "bill";
    case ResourceKind::kPayment:
      return "payment";
    case ResourceKind::kWriteOff:
      return "write_off";
    case ResourceKind::kWaiver:
      return "waiver";
    case ResourceKind::kCase:
      return "case";
    case ResourceKind::kTicket:
      return "ticket";
    case ResourceKind::kWorkRecord:
      return "work_record";
    case ResourceKind::kCampaign:
      return "campaign";
    case ResourceKind::kLawsuitRound:
      return "lawsuit_round";
    case ResourceKind::kImport:
      return "import";
    case ResourceKind::kRun:
      return "run";
    case ResourceKind::kPayout:
      return "payout";
  }
  return "";
}

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_RESOURCE_KIND_H_
