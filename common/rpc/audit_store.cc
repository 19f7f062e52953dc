#include "common/rpc/audit_store.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "common/telemetry/logging.h"

namespace cuijiao {
namespace {

constexpr std::size_t kMaxBatch = 500;
constexpr absl::Duration kWriteTimeout = absl::Seconds(10);

const std::vector<std::string_view> kColumns = {
    "audit_id",     "attempted_time", "call_id", "method", "staff_id",
    "service_name", "actor_staff_id", "roles",   "key_id", "target_kind",
    "target_id",    "request_hash",   "outcome", "reason"};

// As the column takes it: some of these texts come from callers, and one that does not fit must
// not cost the others of its batch their records.
std::string Fitted(std::string_view text, std::size_t max_bytes) {
  std::string fitted(text.substr(0, max_bytes));
  std::replace_if(
      fitted.begin(), fitted.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return fitted;
}

db::Values ValuesOfRecord(std::string audit_id, const AuditRecord& record) {
  return {std::move(audit_id),
          record.attempted_time,
          Fitted(record.call_id, 64),
          Fitted(record.method, 160),
          Fitted(record.staff_id, 64),
          Fitted(record.service_name, 32),
          Fitted(record.actor_staff_id, 64),
          Fitted(record.roles.ToString(), 160),
          Fitted(record.key_id, 64),
          Fitted(record.target_kind, 32),
          Fitted(record.target_id, 96),
          Fitted(record.request_hash, 64),
          Fitted(absl::StatusCodeToString(record.outcome), 32),
          Fitted(record.reason, 64)};
}

}  // namespace

absl::Status InsertAuditRecords(db::Transaction& transaction, IdSource& ids,
                                std::span<const AuditRecord> records) {
  std::vector<db::Values> rows;
  rows.reserve(records.size());
  for (const AuditRecord& record : records) rows.push_back(ValuesOfRecord(ids.NewId(), record));
  return transaction.InsertRows("audit_record", kColumns, rows).status();
}

AuditStore::AuditStore(db::Database& database, IdSource& ids, Metrics& metrics,
                       std::size_t max_waiting)
    : database_(database),
      ids_(ids),
      dropped_(metrics.Counter("cuijiao_audit_dropped_total",
                               "Audit records of refused attempts that could not be kept")),
      max_waiting_(max_waiting),
      writer_([this] { Write(); }) {}

AuditStore::~AuditStore() {
  {
    const absl::MutexLock lock(&mutex_);
    ending_ = true;
  }
  writer_.join();
}

void AuditStore::Record(AuditRecord record) {
  Waiting waiting{std::move(record), nullptr};
  {
    const absl::MutexLock lock(&mutex_);
    if (waiting_.size() < max_waiting_) {
      waiting_.push_back(std::move(waiting));
      return;
    }
  }
  Drop(waiting, absl::ResourceExhaustedError("too many records wait"));
}

void AuditStore::RecordDurably(AuditRecord record, std::function<void(absl::Status)> done) {
  const absl::MutexLock lock(&mutex_);
  waiting_.push_back({std::move(record), std::move(done)});
}

void AuditStore::Write() {
  const auto has_work = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return ending_ || !waiting_.empty();
  };
  while (true) {
    std::vector<Waiting> batch;
    {
      const absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&has_work));
      if (waiting_.empty()) return;
      const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMaxBatch));
      std::move(waiting_.begin(), waiting_.begin() + count, std::back_inserter(batch));
      waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    }
    const absl::Status written = Insert(batch);
    for (const Waiting& waiting : batch) {
      if (waiting.done) {
        waiting.done(written);
      } else if (!written.ok()) {
        Drop(waiting, written);
      }
    }
  }
}

absl::Status AuditStore::Insert(const std::vector<Waiting>& batch) {
  std::vector<AuditRecord> records;
  records.reserve(batch.size());
  for (const Waiting& waiting : batch) records.push_back(waiting.record);
  db::TransactOptions options;
  options.deadline = absl::Now() + kWriteTimeout;
  // A commit without answer counts as not written: the client repeats its call, and two records of
  // one attempt are better than none.
  return database_.Transact(
      "InsertAuditRecords",
      [&](db::Transaction& transaction) { return InsertAuditRecords(transaction, ids_, records); },
      options);
}

void AuditStore::Drop(const Waiting& waiting, const absl::Status& why) {
  dropped_.Increment();
  const std::string message(why.message());
  LogEvent(
      spdlog::level::err, "audit_dropped",
      {{"call_id", waiting.record.call_id}, {"method", waiting.record.method}, {"error", message}});
}

}  // namespace cuijiao
