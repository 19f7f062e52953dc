// How promises came out, per collector and reason (ESC-5).
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_PROMISE_RATE_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_PROMISE_RATE_H_

#include <optional>
#include <string>

#include "common/money/fen.h"

namespace cuijiao::escalation {

// Promises of one collector's cases with one reason of arrears, counted by their state.
struct PromiseTally {
  std::string collector_id;  // empty: nobody was responsible
  std::string reason_code;   // empty: unknown
  int kept = 0;
  int broken = 0;
  int open = 0;
  Fen kept_amount;
  Fen broken_amount;
  Fen open_amount;
};

struct PromiseRate {
  int given = 0;
  Fen promised;
  // Kept out of those that were judged, in basis points, rounded once; nothing when none was.
  std::optional<int> rate_bp;
};

// An open promise counts as given, and for nothing in the rate. Pure.
PromiseRate ComputePromiseRate(const PromiseTally& tally);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_PROMISE_RATE_H_
