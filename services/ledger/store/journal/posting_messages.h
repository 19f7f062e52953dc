// Bills, payments and suspense as the messages that the feed keeps and the API answers.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_POSTING_MESSAGES_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_POSTING_MESSAGES_H_

#include "cuijiao/ledger/v1/billing.pb.h"
#include "cuijiao/ledger/v1/payment.pb.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

v1::Bill ToMessage(const Bill& bill);
v1::Allocation ToMessage(const Allocation& allocation);
v1::Payment ToMessage(const Payment& payment);
v1::Suspense ToMessage(const Suspense& suspense);

// Enums of the protos have the numbers of the domain's; the wrapper refuses UNSPECIFIED.
inline FeeKind ToFeeKind(v1::FeeKind kind) { return static_cast<FeeKind>(kind); }
inline PaymentMethod ToMethod(v1::PaymentMethod method) {
  return static_cast<PaymentMethod>(method);
}

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_JOURNAL_POSTING_MESSAGES_H_
