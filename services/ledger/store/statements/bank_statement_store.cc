#include "services/ledger/store/statements/bank_statement_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "common/db/sql_lists.h"
#include "common/requests/request_log.h"
#include "common/status/cut_text.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// The columns' names, as the cipher knows them.
constexpr std::string_view kIdentityColumn = "bank_statement_line.identity";
constexpr std::string_view kOrderColumn = "bank_statement_line.order";
constexpr std::string_view kPayerColumn = "bank_statement_line.payer";
constexpr std::string_view kRemarkTextColumn = "bank_statement_line.remark";
constexpr std::string_view kDismissalColumn = "bank_statement_line.note";

constexpr std::size_t kMaxAccountBytes = 64;
constexpr std::size_t kMaxPayerBytes = 200;
constexpr std::size_t kMaxRemarkBytes = 600;
constexpr std::size_t kMaxReferenceBytes = 64;

constexpr std::string_view kSelectLine =
    "SELECT line_id, statement_id, project_id, line, kind, state, reason, amount_fen, fee_fen,"
    " method, received_date, external_reference, payer_cipher, remark_cipher, suspense_id,"
    " payment_id, decided_by, identity_hash FROM bank_statement_line";

absl::Status LineRaced() {
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same lines were imported or decided meanwhile");
}

BankLine LineOf(const db::Row& row) {
  BankLine line;
  line.id = row.String("line_id");
  line.statement_id = row.String("statement_id");
  line.project_id = row.String("project_id");
  line.said.line = row.Int64("line");
  line.said.kind = ParseStatementLineKind(row.String("kind")).value();
  line.said.amount = row.Fen("amount_fen");
  line.said.fee = row.Fen("fee_fen");
  line.said.date = row.Date("received_date");
  line.said.external_reference = row.String("external_reference");
  line.method = ParseMethod(row.String("method")).value();
  line.state = ParseBankLineState(row.String("state")).value();
  line.reason = row.String("reason");
  line.suspense_id = row.OptionalString("suspense_id").value_or("");
  line.payment_id = row.OptionalString("payment_id").value_or("");
  line.decided_by = row.OptionalString("decided_by").value_or("");
  return line;
}

// Everything that the statement says in words, the order's own text first.
std::string RemarkOf(const StatementLine& said) {
  std::string text = said.order_text;
  if (!text.empty() && !said.remark.empty()) text += " ";
  return text + said.remark;
}

std::string WordsOf(const std::vector<Evidence>& reasons) {
  std::string words;
  for (const Evidence reason : reasons) {
    if (!words.empty()) words += ' ';
    words += EvidenceName(reason);
  }
  return words;
}

std::vector<Evidence> ReasonsOf(const std::string& words) {
  std::vector<Evidence> reasons;
  for (const std::string& word : std::vector<std::string>(absl::StrSplit(words, ' '))) {
    if (const auto evidence = ParseEvidence(word)) reasons.push_back(*evidence);
  }
  return reasons;
}

}  // namespace

std::string BankStatementStore::IdentityHash(std::string_view identity) const {
  return cipher_.SearchHash(identity, kIdentityColumn);
}

std::string BankStatementStore::OrderHash(std::string_view order) const {
  return cipher_.SearchHash(order, kOrderColumn);
}

absl::Status BankStatementStore::InsertStatement(const BankStatement& statement,
                                                 std::string_view content_hash) {
  const BankStatementSums& sums = statement.sums;
  const db::Values row = {statement.id,
                          statement.project_id,
                          StatementKindName(statement.kind),
                          CutText(statement.account, kMaxAccountBytes),
                          content_hash,
                          statement.row_count,
                          sums.booked_count,
                          sums.booked,
                          sums.held_count,
                          sums.held,
                          sums.open_count,
                          sums.pending_count,
                          sums.outside_count,
                          statement.imported_by,
                          statement.recorded_time};
  return transaction_
      .InsertRows("bank_statement",
                  {"statement_id", "project_id", "kind", "account", "content_hash", "row_count",
                   "booked_count", "booked_fen", "held_count", "held_fen", "open_count",
                   "pending_count", "outside_count", "imported_by", "recorded_time"},
                  {&row, 1})
      .status();
}

absl::StatusOr<std::vector<BankStatement>> BankStatementStore::LoadStatements(
    std::string_view where, const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({"SELECT statement_id, project_id, kind, account, row_count,"
                                 " booked_count, booked_fen, held_count, held_fen, open_count,"
                                 " pending_count, outside_count, imported_by, recorded_time"
                                 " FROM bank_statement",
                                 where}),
                         values));
  std::vector<BankStatement> statements;
  for (const db::Row& row : rows) {
    BankStatement& statement = statements.emplace_back();
    statement.id = row.String("statement_id");
    statement.project_id = row.String("project_id");
    statement.kind = ParseStatementKind(row.String("kind")).value();
    statement.account = row.String("account");
    statement.row_count = row.Int32("row_count");
    statement.sums = {row.Int32("booked_count"), row.Fen("booked_fen"),
                      row.Int32("held_count"),   row.Fen("held_fen"),
                      row.Int32("open_count"),   row.Int32("pending_count"),
                      row.Int32("outside_count")};
    statement.imported_by = row.String("imported_by");
    statement.recorded_time = row.Time("recorded_time");
  }
  return statements;
}

absl::StatusOr<std::optional<BankStatement>> BankStatementStore::LoadStatement(
    std::string_view statement_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<BankStatement> found,
                           LoadStatements(" WHERE statement_id = ?", {statement_id}));
  if (found.empty()) return std::optional<BankStatement>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::vector<BankStatement>> BankStatementStore::ListStatements(
    std::string_view project_id, std::string_view after_id, int limit) {
  return LoadStatements(" WHERE project_id = ? AND statement_id > ? ORDER BY statement_id LIMIT ?",
                        {project_id, after_id, limit});
}

absl::StatusOr<std::map<std::string, BankLine>> BankStatementStore::LoadKnown(
    std::span<const StatementLine> lines) {
  std::vector<std::string> hashes;
  std::map<std::string, const StatementLine*> by_hash;
  for (const StatementLine& line : lines) {
    hashes.push_back(IdentityHash(line.identity));
    by_hash[hashes.back()] = &line;
  }
  std::map<std::string, BankLine> known;
  for (const IdChunk& chunk : ChunkIds(hashes)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({kSelectLine, " WHERE identity_hash IN ", chunk.placeholders}),
                           chunk.values));
    for (const db::Row& row : rows) {
      known[by_hash.at(row.String("identity_hash"))->identity] = LineOf(row);
    }
  }
  return known;
}

absl::Status BankStatementStore::InsertLines(std::span<const BankLine> lines) {
  std::vector<db::Values> rows;
  std::vector<db::Values> candidates;
  const auto encrypted = [&](std::string_view text, std::size_t max_bytes,
                             std::string_view column) {
    return text.empty() ? db::Value(nullptr)
                        : db::Value(cipher_.Encrypt(CutText(text, max_bytes), column));
  };
  for (const BankLine& line : lines) {
    const StatementLine& said = line.said;
    rows.push_back({line.id, line.statement_id, line.project_id, said.line,
                    IdentityHash(said.identity),
                    said.order.empty() ? db::Value(nullptr) : db::Value(OrderHash(said.order)),
                    StatementLineKindName(said.kind), BankLineStateName(line.state), line.reason,
                    said.amount, said.fee, MethodName(line.method), said.date,
                    CutText(said.external_reference, kMaxReferenceBytes),
                    encrypted(said.payer, kMaxPayerBytes, kPayerColumn),
                    encrypted(RemarkOf(said), kMaxRemarkBytes, kRemarkTextColumn),
                    db::NullIfEmpty(line.suspense_id), db::NullIfEmpty(line.payment_id)});
    for (std::size_t i = 0; i < line.candidates.size(); ++i) {
      const MatchCandidate& candidate = line.candidates[i];
      candidates.push_back({line.id, static_cast<std::int64_t>(i) + 1, candidate.unit_id,
                            candidate.score, WordsOf(candidate.reasons)});
    }
  }
  const absl::Status inserted =
      transaction_
          .InsertRows(
              "bank_statement_line",
              {"line_id", "statement_id", "project_id", "line", "identity_hash", "order_hash",
               "kind", "state", "reason", "amount_fen", "fee_fen", "method", "received_date",
               "external_reference", "payer_cipher", "remark_cipher", "suspense_id", "payment_id"},
              rows)
          .status();
  if (!db::ViolatedKey(inserted).empty()) return LineRaced();
  CUIJIAO_RETURN_IF_ERROR(inserted);
  return transaction_
      .InsertRows("bank_statement_candidate",
                  {"line_id", "position", "unit_id", "score", "reasons"}, candidates)
      .status();
}

absl::Status BankStatementStore::Supersede(std::string_view identity) {
  if (identity.empty()) return absl::OkStatus();
  return transaction_
      .Execute(
          "UPDATE bank_statement_line SET state = 'SUPERSEDED'"
          " WHERE identity_hash = ? AND state = 'PENDING'",
          {IdentityHash(identity)})
      .status();
}

absl::StatusOr<std::optional<BankLine>> BankStatementStore::LoadReceiptOf(std::string_view order) {
  if (order.empty()) return std::optional<BankLine>();
  // One that is final, if there is one.
  return LoadOne(
      " WHERE order_hash = ? AND kind = 'RECEIPT'"
      " ORDER BY CASE WHEN state IN ('BOOKED', 'HELD', 'MATCHED') THEN 0 ELSE 1 END,"
      " line_id LIMIT 1",
      {OrderHash(order)}, Texts::kWithout);
}

absl::StatusOr<std::optional<std::string>> BankStatementStore::FindRecorded(
    const StatementLine& line, PaymentMethod method, std::span<const std::string> unit_ids,
    std::span<const std::string> taken) {
  if (line.external_reference.empty()) return std::optional<std::string>();
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    db::Values values = {CutText(line.external_reference, kMaxReferenceBytes), MethodName(method),
                         line.amount};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            Concat({"SELECT p.payment_id FROM payment p WHERE p.external_reference = ?"
                    " AND p.method = ? AND p.amount_fen = ? AND p.state = 'RECORDED'"
                    " AND NOT EXISTS (SELECT 1 FROM bank_statement_line l"
                    "   WHERE l.payment_id = p.payment_id)"
                    " AND p.unit_id IN ",
                    chunk.placeholders, " ORDER BY p.payment_id"}),
            values));
    for (const db::Row& row : rows) {
      const std::string& id = row.String("payment_id");
      if (std::find(taken.begin(), taken.end(), id) == taken.end()) return std::optional(id);
    }
  }
  return std::optional<std::string>();
}

absl::StatusOr<std::vector<BankLine>> BankStatementStore::LoadLines(std::string_view where,
                                                                    const db::Values& values,
                                                                    Texts texts) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(Concat({kSelectLine, where}), values));
  std::vector<BankLine> lines;
  for (const db::Row& row : rows) {
    BankLine& line = lines.emplace_back(LineOf(row));
    if (texts == Texts::kWithout) continue;
    if (const auto payer = row.OptionalString("payer_cipher")) {
      CUIJIAO_ASSIGN_OR_RETURN(line.said.payer, cipher_.Decrypt(*payer, kPayerColumn));
    }
    if (const auto remark = row.OptionalString("remark_cipher")) {
      CUIJIAO_ASSIGN_OR_RETURN(line.said.remark, cipher_.Decrypt(*remark, kRemarkTextColumn));
    }
  }
  if (texts == Texts::kWith) CUIJIAO_RETURN_IF_ERROR(AddCandidates(lines));
  return lines;
}

absl::Status BankStatementStore::AddCandidates(std::vector<BankLine>& lines) {
  std::map<std::string, BankLine*> by_id;
  std::vector<std::string> ids;
  for (BankLine& line : lines) {
    by_id[line.id] = &line;
    ids.push_back(line.id);
  }
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({"SELECT line_id, position, unit_id, score, reasons"
                                   " FROM bank_statement_candidate WHERE line_id IN ",
                                   chunk.placeholders, " ORDER BY line_id, position"}),
                           chunk.values));
    for (const db::Row& row : rows) {
      by_id.at(row.String("line_id"))
          ->candidates.push_back(
              {row.String("unit_id"), row.Int32("score"), ReasonsOf(row.String("reasons"))});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<BankLine>> BankStatementStore::LoadOne(std::string_view where,
                                                                    const db::Values& values,
                                                                    Texts texts) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<BankLine> found, LoadLines(where, values, texts));
  if (found.empty()) return std::optional<BankLine>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::optional<BankLine>> BankStatementStore::LoadLine(std::string_view line_id) {
  return LoadOne(" WHERE line_id = ?", {line_id}, Texts::kWith);
}

absl::StatusOr<std::optional<BankLine>> BankStatementStore::LoadBySuspense(
    std::string_view suspense_id) {
  return LoadOne(" WHERE suspense_id = ?", {suspense_id}, Texts::kWithout);
}

absl::StatusOr<std::vector<BankLine>> BankStatementStore::ListLines(const BankLineFilter& filter,
                                                                    std::string_view after_id,
                                                                    int limit) {
  db::Values values = {filter.project_id, after_id};
  std::string where = " WHERE project_id = ? AND line_id > ?";
  if (!filter.statement_id.empty()) {
    where += " AND statement_id = ?";
    values.emplace_back(filter.statement_id);
  }
  if (filter.state) {
    where += " AND state = ?";
    values.emplace_back(BankLineStateName(*filter.state));
  }
  values.emplace_back(limit);
  return LoadLines(where + " ORDER BY line_id LIMIT ?", values, Texts::kWith);
}

absl::Status BankStatementStore::KeepDecision(const BankLine& line, BankLineState state_before,
                                              absl::Time decided_time, std::string_view note) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE bank_statement_line SET state = ?, payment_id = ?, decided_by = ?,"
          " decided_time = ?, note_cipher = ? WHERE line_id = ? AND state = ?",
          {BankLineStateName(line.state), db::NullIfEmpty(line.payment_id),
           db::NullIfEmpty(line.decided_by), decided_time,
           note.empty() ? db::Value(nullptr) : db::Value(cipher_.Encrypt(note, kDismissalColumn)),
           line.id, BankLineStateName(state_before)}));
  return updated == 1 ? absl::OkStatus() : LineRaced();
}

}  // namespace cuijiao::ledger
