// What the methods of the escalation service work with.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_CONTEXT_H_
#define CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_CONTEXT_H_

#include "common/clock/company_clock.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/ledger_feed.h"
#include "common/rpc/paging.h"
#include "services/escalation/api/ledger_facts.h"
#include "services/escalation/api/message_provider.h"
#include "services/escalation/api/plan_of_policy.h"

namespace cuijiao::escalation {

// Everything in it is thread-safe and outlives who uses it.
struct EscalationContext {
  db::Database& database;
  CompanyClock& clock;
  IdSource& ids;
  const Plans& plans;
  const PersonalCipher& cipher;
  LedgerFacts& ledger;
  LedgerFeed& feed;
  const PageTokens& page_tokens;
  MessageProvider& provider;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_CONTEXT_H_
