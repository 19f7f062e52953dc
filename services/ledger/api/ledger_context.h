// What every API class of the ledger works with.
#ifndef CUIJIAO_SERVICES_LEDGER_API_LEDGER_CONTEXT_H_
#define CUIJIAO_SERVICES_LEDGER_API_LEDGER_CONTEXT_H_

#include "common/clock/company_clock.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/audit.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/paging.h"
#include "common/telemetry/metrics.h"
#include "cuijiao/policy/v1/policy.pb.h"
#include "services/ledger/api/journal/heads_archive.h"

namespace cuijiao::ledger {

// Each API class is made with it: `explicit PaymentApi(LedgerContext& context)`. Everything in it
// is thread-safe and outlives the APIs.
struct LedgerContext {
  db::Database& database;
  CompanyClock& clock;
  IdSource& ids;
  const policy::v1::Policy& policy;
  const PersonalCipher& cipher;
  MethodRunner& runner;
  const PageTokens& page_tokens;
  Metrics& metrics;
  HeadsArchive& heads;
  AuditSink& audit;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_LEDGER_CONTEXT_H_
