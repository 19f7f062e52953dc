// A waiver and its household as plain values.
#ifndef CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_H_
#define CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/waiver/domain/decide_waiver.h"
#include "services/waiver/domain/waiver_state.h"

namespace cuijiao::waiver {

struct Signature {
  std::string signed_by;
  Authority signed_as = Authority::kManager;  // never kNobody
  Date sign_date;                             // decides the month (WVR-3) and the plan year (WVR-5)
  absl::Time signed_time;
  Date valid_through;  // the last day on which it may be settled (WVR-7)
};

struct Waiver {
  std::string id;
  std::string unit_id;
  std::string community_id;
  std::string project_id;
  Fen amount;
  int months_to_cover = 0;
  WaiverState state = WaiverState::kSubmitted;
  bool settling = false;  // a settlement is on its way to the ledger
  std::string submitted_by;
  Date submit_date;
  std::string note;
  int plan_year = 0;
  Fen cash;  // of the settlement: quoted when asked for and signed, as paid once settled
  std::optional<Signature> signature;
  std::string payment_id;  // empty before the settlement
};

struct WaiverChange {
  std::string id;
  std::string waiver_id;
  std::optional<WaiverState> from;  // nothing for the request itself
  WaiverState to = WaiverState::kSubmitted;
  std::string changed_by;
  absl::Time recorded_time;
  std::string reason;
  std::string policy_version;
  std::string evaluation;  // the decision as the API tells it, serialized; empty for none
};

// Who shares a waiver in a plan year (WVR-5; section 6, definition 13).
struct HouseholdYear {
  int plan_year = 0;
  std::string unit_id;                 // the waiver's own
  std::vector<std::string> owner_ids;  // of that unit
  std::vector<std::string> unit_ids;   // all that share an owner with it, itself included
};

// What the ledger says a settlement of a unit would pay (cuijiao.ledger.v1.SettlementQuote).
struct SettlementQuote {
  std::int64_t debt_version = 0;
  Fen arrears;
  Fen arrears_charges;
  Fen prepay;
  Fen cash;
  Fen arrears_left;
  int months_covered = 0;
  std::string community_id;
  std::string project_id;
  HouseholdYear household;
  std::vector<std::string> owner_staff_ids;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_DOMAIN_WAIVER_H_
