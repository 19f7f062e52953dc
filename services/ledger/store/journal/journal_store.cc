#include "services/ledger/store/journal/journal_store.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto/digest.h"
#include "common/db/sql_lists.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

absl::Status NoPartition(std::string_view partition_id) {
  return Refusal(absl::StatusCode::kNotFound, kUnknownPartition,
                 absl::StrCat("there is no partition ", std::string(partition_id)),
                 {{"partition", std::string(partition_id)}});
}

}  // namespace

std::string EntryHash(std::string_view hash_before, const NumberedEntry& entry) {
  return Sha256(std::string(hash_before) + CanonicalBytes(entry));
}

absl::StatusOr<JournalStore> JournalStore::Lock(db::Transaction& transaction, IdSource& ids,
                                                const CompanyTime& now,
                                                std::string_view partition_id) {
  const std::string id(partition_id);
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<JournalStore> journals,
                           LockAll(transaction, ids, now, {&id, 1}));
  return std::move(journals.front());
}

absl::StatusOr<std::vector<JournalStore>> JournalStore::LockAll(
    db::Transaction& transaction, IdSource& ids, const CompanyTime& now,
    std::span<const std::string> partition_ids) {
  const std::set<std::string> distinct(partition_ids.begin(), partition_ids.end());
  const std::vector<std::string> in_order(distinct.begin(), distinct.end());
  std::vector<JournalStore> journals;
  for (const IdChunk& chunk : ChunkIds(in_order)) {
    // By the primary key, whatever the optimizer thinks of a small table: a scan would wait for
    // partitions that are not asked for, and a sort would lock before it orders.
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT partition_id, project_id, entry_sequence, entry_hash, event_sequence,"
                " closed_through, closed_month, swept_through, has_unscheduled"
                " FROM journal_partition FORCE INDEX (PRIMARY)"
                " WHERE partition_id IN ",
                chunk.placeholders, " ORDER BY partition_id FOR UPDATE"}),
        chunk.values, [&](const db::Row& row) {
          JournalStore journal(transaction, ids);
          journal.partition_id_ = row.String("partition_id");
          journal.project_id_ = row.String("project_id");
          journal.days_ = {now.business_date, row.OptionalDate("closed_through"), std::nullopt};
          if (const std::optional<Date> month = row.OptionalDate("closed_month")) {
            journal.days_.closed_month = Month(*month);
          }
          journal.swept_through_ = row.OptionalDate("swept_through");
          journal.has_unscheduled_ = row.Bool("has_unscheduled");
          journal.now_ = now;
          journal.entry_sequence_ = row.Int64("entry_sequence");
          journal.event_sequence_ = row.Int64("event_sequence");
          journal.entry_hash_ = row.String("entry_hash");
          journals.push_back(std::move(journal));
          return absl::OkStatus();
        }));
  }
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    if (i == journals.size() || journals[i].partition_id_ != in_order[i]) {
      return NoPartition(in_order[i]);
    }
  }
  return journals;
}

// Prepayment is used by itself when a bill falls due (LED-2): from then on the books say so,
// whoever writes it down and however late. So a figure as it was known between that day and the
// writing (LED-16) counts the use: it follows from what was recorded by then, since nothing touched
// the unit in between, and asked in between the service would have written it first. The rows of
// the journal stay as they are; an entry is put at the end of the chain with the earlier time,
// which its hash covers. No frozen figure can miss it: a close uses first what is due by then.
//
// Never later than now: behind a close of the business date itself the posting day is one ahead of
// the clock.
absl::Time JournalStore::RecordedTimeOf(const JournalEntry& entry) const {
  if (!entry.by_itself) return now_.recorded_time;
  return std::min(now_.recorded_time, now_.BeginOf(entry.posting_date));
}

absl::Status JournalStore::Append(const JournalEntry& entry) {
  CUIJIAO_RETURN_IF_ERROR(CheckEntry(entry));
  const absl::Time recorded_time = RecordedTimeOf(entry);
  const NumberedEntry numbered{partition_id_, ++entry_sequence_, NewId(), recorded_time, entry};
  entry_hash_ = EntryHash(entry_hash_, numbered);
  const std::string_view kind = EntryKindName(entry.kind);
  entry_rows_.push_back({partition_id_, entry_sequence_, numbered.entry_id, kind,
                         db::NullIfEmpty(entry.unit_id), entry.reference_id, entry.posting_date,
                         recorded_time, entry_hash_});
  std::int64_t line_number = 0;
  for (const JournalLine& line : entry.lines) {
    line_rows_.push_back(
        {partition_id_, entry_sequence_, ++line_number, AccountName(line.account), line.amount,
         db::NullIfEmpty(entry.unit_id), db::NullIfEmpty(line.bill_id),
         line.component ? db::Value(ComponentName(*line.component)) : db::Value(nullptr),
         db::NullIfEmpty(line.payment_id), kind, entry.posting_date, recorded_time,
         line.historical});
  }
  return absl::OkStatus();
}

void JournalStore::Tell(v1::Event event) {
  event.set_partition(partition_id_);
  event.set_sequence(++event_sequence_);
  *event.mutable_record_time() = TimestampOf(now_.recorded_time);
  event_rows_.push_back({partition_id_, event_sequence_, event.SerializeAsString()});
}

absl::Status JournalStore::FlushAll(std::span<JournalStore> journals) {
  std::vector<db::Values> entries;
  std::vector<db::Values> lines;
  std::vector<db::Values> events;
  std::vector<db::Values> heads;
  for (JournalStore& journal : journals) {
    std::ranges::move(journal.entry_rows_, std::back_inserter(entries));
    std::ranges::move(journal.line_rows_, std::back_inserter(lines));
    std::ranges::move(journal.event_rows_, std::back_inserter(events));
    // What was posted as of an earlier day than the sweep's saw less than the sweep did.
    if (journal.swept_through_) {
      journal.swept_through_ = std::min(*journal.swept_through_, journal.days_.Today());
    }
    heads.push_back({journal.partition_id_, journal.project_id_, journal.entry_sequence_,
                     journal.entry_hash_, journal.event_sequence_, journal.swept_through_});
  }
  db::Transaction& transaction = journals.front().transaction();
  CUIJIAO_RETURN_IF_ERROR(
      transaction
          .InsertRows("journal_entry",
                      {"partition_id", "sequence", "entry_id", "kind", "unit_id", "reference_id",
                       "posting_date", "recorded_time", "hash"},
                      entries)
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      transaction
          .InsertRows("journal_line",
                      {"partition_id", "sequence", "line_number", "account", "amount_fen",
                       "unit_id", "bill_id", "component", "payment_id", "kind", "posting_date",
                       "recorded_time", "historical"},
                      lines)
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      transaction.InsertRows("event", {"partition_id", "sequence", "body"}, events).status());
  // The rows exist, and are locked: this updates them, many with one statement.
  return transaction
      .InsertRows("journal_partition",
                  {"partition_id", "project_id", "entry_sequence", "entry_hash", "event_sequence",
                   "swept_through"},
                  heads,
                  "ON DUPLICATE KEY UPDATE entry_sequence = VALUES(entry_sequence),"
                  " entry_hash = VALUES(entry_hash), event_sequence = VALUES(event_sequence),"
                  " swept_through = VALUES(swept_through)")
      .status();
}

absl::StatusOr<std::vector<v1::Event>> LoadEvents(db::Transaction& transaction,
                                                  std::string_view partition_id,
                                                  std::int64_t after_sequence, int limit) {
  std::vector<v1::Event> events;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      "SELECT sequence, body FROM event WHERE partition_id = ? AND sequence > ?"
      " ORDER BY sequence LIMIT ?",
      {partition_id, after_sequence, limit}, [&](const db::Row& row) -> absl::Status {
        if (!events.emplace_back().ParseFromString(row.String("body"))) {
          return absl::DataLossError(absl::StrCat("event ", row.Int64("sequence"), " of ",
                                                  std::string(partition_id), " cannot be read"));
        }
        return absl::OkStatus();
      }));
  return events;
}

absl::StatusOr<bool> PartitionExists(db::Transaction& transaction, std::string_view partition_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne("SELECT 1 AS found FROM journal_partition WHERE partition_id = ?",
                           {partition_id}));
  return row.has_value();
}

}  // namespace cuijiao::ledger
