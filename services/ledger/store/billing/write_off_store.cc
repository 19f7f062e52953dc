#include "services/ledger/store/billing/write_off_store.h"

#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/db/enum_words.h"
#include "common/db/sql_lists.h"
#include "common/requests/request_dates.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::array kWriteOffReasonWords = {
    db::Word{WriteOffReason::kBankrupt, "BANKRUPT"},
    db::Word{WriteOffReason::kTimeBarred, "TIME_BARRED"},
    db::Word{WriteOffReason::kOwnersDecision, "OWNERS_DECISION"},
    db::Word{WriteOffReason::kOther, "OTHER"},
};

constexpr std::array kWriteOffStateWords = {
    db::Word{WriteOffState::kRequested, "REQUESTED"},
    db::Word{WriteOffState::kApproved, "APPROVED"},
    db::Word{WriteOffState::kRejected, "REJECTED"},
    db::Word{WriteOffState::kRevived, "REVIVED"},
};

static_assert(static_cast<int>(v1::WriteOff::REASON_BANKRUPT) ==
              static_cast<int>(WriteOffReason::kBankrupt));
static_assert(static_cast<int>(v1::WriteOff::REASON_OTHER) ==
              static_cast<int>(WriteOffReason::kOther));
static_assert(static_cast<int>(v1::WriteOff::STATE_REQUESTED) ==
              static_cast<int>(WriteOffState::kRequested));
static_assert(static_cast<int>(v1::WriteOff::STATE_REVIVED) ==
              static_cast<int>(WriteOffState::kRevived));

}  // namespace

absl::StatusOr<std::vector<WriteOffRecord>> WriteOffStore::LoadWhere(std::string_view where,
                                                                     const db::Values& values) {
  std::vector<WriteOffRecord> found;
  std::map<std::string, std::size_t> place;
  std::vector<std::string> ids;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      Concat({"SELECT write_off_id, unit_id, community_id, project_id, reason, amount_fen, state,"
              " requested_by, requested_time, decided_by, decided_time, posting_date, revived_by,"
              " revival_date FROM write_off",
              where}),
      values, [&](const db::Row& row) {
        WriteOffRecord& record = found.emplace_back();
        record.id = row.String("write_off_id");
        record.unit_id = row.String("unit_id");
        record.community_id = row.String("community_id");
        record.project_id = row.String("project_id");
        record.reason = db::ValueOf(kWriteOffReasonWords, row.String("reason"));
        record.amount = row.Fen("amount_fen");
        record.state = db::ValueOf(kWriteOffStateWords, row.String("state"));
        record.requested_by = row.String("requested_by");
        record.requested_time = row.Time("requested_time");
        record.decided_by = row.OptionalString("decided_by").value_or("");
        record.decided_time = row.OptionalTime("decided_time");
        record.posting_date = row.OptionalDate("posting_date");
        record.revived_by = row.OptionalString("revived_by").value_or("");
        record.revival_date = row.OptionalDate("revival_date");
        place[record.id] = found.size() - 1;
        ids.push_back(record.id);
        return absl::OkStatus();
      }));
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT write_off_id, bill_id, component, amount_fen FROM write_off_part"
                " WHERE write_off_id IN ",
                chunk.placeholders, " ORDER BY write_off_id, position"}),
        chunk.values, [&](const db::Row& row) {
          found[place.at(row.String("write_off_id"))].parts.push_back(
              {row.String("bill_id"), ParseComponent(row.String("component")).value(),
               row.Fen("amount_fen")});
          return absl::OkStatus();
        }));
  }
  return found;
}

absl::StatusOr<std::optional<WriteOffRecord>> WriteOffStore::Load(std::string_view write_off_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<WriteOffRecord> found,
                           LoadWhere(" WHERE write_off_id = ?", {write_off_id}));
  if (found.empty()) return std::optional<WriteOffRecord>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::vector<WriteOffRecord>> WriteOffStore::List(const WriteOffFilter& filter,
                                                                std::string_view after_id,
                                                                int limit) {
  const auto [column, id] = !filter.unit_id.empty() ? std::pair("unit_id", filter.unit_id)
                            : !filter.community_id.empty()
                                ? std::pair("community_id", filter.community_id)
                                : std::pair("project_id", filter.project_id);
  db::Values values = {id, after_id};
  if (filter.state) values.emplace_back(db::WordOf(kWriteOffStateWords, *filter.state));
  values.emplace_back(limit);
  return LoadWhere(Concat({" WHERE ", column, " = ? AND write_off_id > ?",
                           filter.state ? " AND state = ?" : "", " ORDER BY write_off_id LIMIT ?"}),
                   values);
}

absl::StatusOr<std::optional<std::string>> WriteOffStore::FindRequestedBill(
    std::span<const std::string> bill_ids) {
  for (const IdChunk& chunk : ChunkIds(bill_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::optional<db::Row> row,
        transaction_.QueryOne(Concat({"SELECT p.bill_id FROM write_off_part p"
                                      " JOIN write_off w ON w.write_off_id = p.write_off_id"
                                      " WHERE w.state = 'REQUESTED' AND p.bill_id IN ",
                                      chunk.placeholders, " ORDER BY p.bill_id LIMIT 1"}),
                              chunk.values));
    if (row) return std::optional(row->String("bill_id"));
  }
  return std::optional<std::string>();
}

absl::Status WriteOffStore::Insert(const WriteOffRecord& record) {
  const db::Values row = {record.id,
                          record.unit_id,
                          record.community_id,
                          record.project_id,
                          db::WordOf(kWriteOffReasonWords, record.reason),
                          record.amount,
                          db::WordOf(kWriteOffStateWords, record.state),
                          record.requested_by,
                          record.requested_time};
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("write_off",
                      {"write_off_id", "unit_id", "community_id", "project_id", "reason",
                       "amount_fen", "state", "requested_by", "requested_time"},
                      {&row, 1})
          .status());
  std::vector<db::Values> parts;
  for (const WrittenOffPart& part : record.parts) {
    parts.push_back({record.id, static_cast<std::int64_t>(parts.size()) + 1, part.bill_id,
                     ComponentName(part.component), part.amount});
  }
  return transaction_
      .InsertRows("write_off_part",
                  {"write_off_id", "position", "bill_id", "component", "amount_fen"}, parts)
      .status();
}

absl::Status WriteOffStore::Update(const WriteOffRecord& record, WriteOffState from) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE write_off SET state = ?, decided_by = ?, decided_time = ?,"
          " posting_date = ?, revived_by = ?, revival_date = ?"
          " WHERE write_off_id = ? AND state = ?",
          {db::WordOf(kWriteOffStateWords, record.state), db::NullIfEmpty(record.decided_by),
           record.decided_time, record.posting_date, db::NullIfEmpty(record.revived_by),
           record.revival_date, record.id, db::WordOf(kWriteOffStateWords, from)}));
  if (updated != 1) {
    return absl::InternalError(absl::StrCat("write-off ", record.id, " is not as it was loaded"));
  }
  return absl::OkStatus();
}

v1::WriteOff ToMessage(const WriteOffRecord& record) {
  v1::WriteOff message;
  message.set_id(record.id);
  message.set_unit_id(record.unit_id);
  message.set_reason(static_cast<v1::WriteOff::Reason>(record.reason));
  for (const WrittenOffPart& part : record.parts) {
    v1::WriteOff::Part& added = *message.add_parts();
    added.set_bill_id(part.bill_id);
    added.set_component(static_cast<v1::BillComponent>(part.component));
    added.set_amount_fen(part.amount.value());
  }
  message.set_amount_fen(record.amount.value());
  message.set_state(static_cast<v1::WriteOff::State>(record.state));
  message.set_requested_by(record.requested_by);
  *message.mutable_request_time() = TimestampOf(record.requested_time);
  message.set_decided_by(record.decided_by);
  if (record.decided_time) *message.mutable_decide_time() = TimestampOf(*record.decided_time);
  message.set_posting_date(FormatOptionalDate(record.posting_date));
  message.set_revived_by(record.revived_by);
  message.set_revival_date(FormatOptionalDate(record.revival_date));
  return message;
}

}  // namespace cuijiao::ledger
