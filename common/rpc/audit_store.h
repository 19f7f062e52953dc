// The audit trail in the service's own schema: the table of common/rpc/audit_record.sql, which
// services copy as a migration and grant INSERT and SELECT on, nothing more.
#ifndef CUIJIAO_COMMON_RPC_AUDIT_STORE_H_
#define CUIJIAO_COMMON_RPC_AUDIT_STORE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <span>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "common/rpc/audit.h"
#include "common/telemetry/metrics.h"

namespace cuijiao {

// Writes records in the transaction of what they are about.
absl::Status InsertAuditRecords(db::Transaction& transaction, IdSource& ids,
                                std::span<const AuditRecord> records);

// One thread writes what came in since its last transaction with one multi-row INSERT, so that
// calls that end together share a commit. Thread-safe. `database`, `ids` and `metrics` outlive it.
class AuditStore : public AuditSink {
 public:
  // At most `max_waiting` records of Record wait; what comes beyond is dropped, counted
  // (cuijiao_audit_dropped_total) and logged. Those of RecordDurably always wait.
  AuditStore(db::Database& database, IdSource& ids, Metrics& metrics,
             std::size_t max_waiting = 10000);
  // Writes what waits.
  ~AuditStore() override;
  AuditStore(const AuditStore&) = delete;
  AuditStore& operator=(const AuditStore&) = delete;

  void Record(AuditRecord record) override;
  void RecordDurably(AuditRecord record, std::function<void(absl::Status)> done) override;

 private:
  struct Waiting {
    AuditRecord record;
    std::function<void(absl::Status)> done;  // empty for Record
  };

  void Write();
  absl::Status Insert(const std::vector<Waiting>& batch);
  void Drop(const Waiting& waiting, const absl::Status& why);

  db::Database& database_;
  IdSource& ids_;
  prometheus::Counter& dropped_;
  const std::size_t max_waiting_;

  absl::Mutex mutex_;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread writer_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_AUDIT_STORE_H_
