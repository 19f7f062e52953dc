// What every API class of the payroll service works with.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_CONTEXT_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_CONTEXT_H_

#include "common/config/policy_file.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/method_runner.h"
#include "common/rpc/paging.h"
#include "services/payroll/api/peers.h"

namespace cuijiao::payroll {

// Everything in it is thread-safe and outlives the APIs.
struct PayrollContext {
  db::Database& database;
  IdSource& ids;
  const LoadedPolicy& policy;
  const PersonalCipher& cipher;
  Peers& peers;
  MethodRunner& runner;
  const PageTokens& page_tokens;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_CONTEXT_H_
