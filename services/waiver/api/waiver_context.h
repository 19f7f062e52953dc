// What the methods of the waiver service work with.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_CONTEXT_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_CONTEXT_H_

#include "common/auth/scope.h"
#include "common/clock/company_clock.h"
#include "common/config/policy_file.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/ledger_feed.h"
#include "common/rpc/paging.h"
#include "services/waiver/api/ledger_facts.h"

namespace cuijiao::waiver {

// Everything in it is thread-safe and outlives who uses it.
struct WaiverContext {
  db::Database& database;
  CompanyClock& clock;
  ScopeSource& scopes;
  IdSource& ids;
  const LoadedPolicy& policy;
  const PersonalCipher& cipher;
  LedgerFacts& ledger;
  LedgerFeed& feed;
  const PageTokens& page_tokens;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_CONTEXT_H_
