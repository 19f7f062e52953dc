#include "services/escalation/domain/promise.h"

#include <algorithm>

namespace cuijiao::escalation {

PromiseRefusal CheckPromise(const Plan& plan, const Step& step, Date given, Date promised,
                            Fen amount, Fen overdue) {
  if (step.promise_max_days == 0) return PromiseRefusal::kNotTakenHere;
  if (promised < given + plan.promise_min_days) return PromiseRefusal::kTooSoon;
  if (promised > given + step.promise_max_days) return PromiseRefusal::kTooLate;
  if (amount > overdue) return PromiseRefusal::kAboveDebt;
  return PromiseRefusal::kNone;
}

Fen ReceivedTowards(const Promise& promise, const std::vector<UnitPayment>& payments) {
  Fen received;
  for (const UnitPayment& payment : payments) {
    const bool in_time = payment.received_date >= promise.given_date &&
                         payment.received_date <= promise.promised_date;
    if (in_time && !payment.reversed) received += payment.amount;
  }
  return received;
}

PromiseState JudgePromise(const Promise& promise, const std::vector<UnitPayment>& payments,
                          Date today) {
  if (ReceivedTowards(promise, payments) >= promise.amount) return PromiseState::kKept;
  return today > promise.promised_date ? PromiseState::kBroken : PromiseState::kOpen;
}

bool HasPromiseIn(const std::vector<Promise>& promises, PromiseState state) {
  return std::ranges::any_of(promises,
                             [&](const Promise& promise) { return promise.state == state; });
}

bool ComesAlong(const Promise& promise, Date moved) { return promise.promised_date >= moved; }

}  // namespace cuijiao::escalation
