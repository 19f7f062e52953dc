// Promises to pay (ESC-5).
#ifndef CUIJIAO_SERVICES_ESCALATION_DOMAIN_PROMISE_H_
#define CUIJIAO_SERVICES_ESCALATION_DOMAIN_PROMISE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/escalation/domain/plan.h"

namespace cuijiao::escalation {

enum class PromiseState : std::uint8_t { kOpen, kKept, kBroken };

struct Promise {
  std::string id;
  std::string step;  // where the case was when it was given
  Date given_date;
  Date promised_date;
  Fen amount;
  std::string method;
  PromiseState state = PromiseState::kOpen;
};

// A payment of the unit as the ledger's feed tells it. A reversed one counts for nothing.
struct UnitPayment {
  std::string payment_id;
  Date received_date;
  Fen amount;  // after refunds
  bool reversed = false;
};

// Reasons why a promise is not taken.
enum class PromiseRefusal : std::uint8_t { kNone, kNotTakenHere, kTooSoon, kTooLate, kAboveDebt };

// Whether `step` takes a promise, given on `given`, to pay `amount` by `promised`: at least the
// plan's smallest and at most the step's largest number of days ahead, and not above what is
// overdue.
PromiseRefusal CheckPromise(const Plan& plan, const Step& step, Date given, Date promised,
                            Fen amount, Fen overdue);

// What arrived for the promise: payments received from the day it was given to its date.
Fen ReceivedTowards(const Promise& promise, const std::vector<UnitPayment>& payments);

// The state of a promise on `today`: kept when payments of at least its amount arrived by its
// date, broken from the day after, also when that is learned later (a payment recorded late keeps
// a promise that looked broken, a reversal breaks one that looked kept).
PromiseState JudgePromise(const Promise& promise, const std::vector<UnitPayment>& payments,
                          Date today);

// Whether any of the promises is in `state`.
bool HasPromiseIn(const std::vector<Promise>& promises, PromiseState state);

// Whether a promise of an earlier step counts at the step that the case moved to on `moved`: its
// date had not passed, so that it can still break there. The move answers the others.
bool ComesAlong(const Promise& promise, Date moved);

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_DOMAIN_PROMISE_H_
