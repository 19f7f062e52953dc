#include "services/escalation/store/case_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto/optional_text.h"
#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/escalation/store/case_words.h"

namespace cuijiao::escalation {
namespace {

constexpr char kCaseColumns[] =
    "SELECT case_id, unit_id, community_id, area_id, collector_id, track, step, step_date,"
    " step_number, why, overdue_fen, months_overdue, debt_version, reason_code,"
    " workplace_visit_approved, open_date, close_date, policy_version FROM collection_case WHERE ";
constexpr std::string_view kHistoryText = "case_history.text";
constexpr std::string_view kSpokenWith = "contact.spoken_with";
constexpr std::string_view kContactNote = "contact.note";

CaseRow CaseOf(const db::Row& row) {
  return {.case_id = row.String("case_id"),
          .unit_id = row.String("unit_id"),
          .community_id = row.String("community_id"),
          .area_id = row.OptionalString("area_id").value_or(""),
          .collector_id = row.OptionalString("collector_id").value_or(""),
          .track = row.String("track"),
          .step = row.String("step"),
          .step_date = row.Date("step_date"),
          .step_number = row.Int32("step_number"),
          .why = row.String("why"),
          .overdue = row.Fen("overdue_fen"),
          .months_overdue = row.Int32("months_overdue"),
          .debt_version = row.Int64("debt_version"),
          .reason_code = row.String("reason_code"),
          .workplace_visit_approved = row.Bool("workplace_visit_approved"),
          .open_date = row.Date("open_date"),
          .close_date = row.OptionalDate("close_date"),
          .policy_version = row.String("policy_version")};
}

Promise PromiseOf(const db::Row& row) {
  return {.id = row.String("promise_id"),
          .step = row.String("step"),
          .given_date = row.Date("given_date"),
          .promised_date = row.Date("promised_date"),
          .amount = row.Fen("amount_fen"),
          .method = row.String("method"),
          .state = ValueOf(kPromiseStateWords, row.String("state"))};
}

// Nothing for an open promise.
std::optional<Date> JudgedDate(PromiseState state, Date today) {
  return state == PromiseState::kOpen ? std::nullopt : std::optional(today);
}

UnitPayment PaymentOf(const db::Row& row) {
  return {row.String("payment_id"), row.Date("received_date"), row.Fen("amount_fen"),
          row.Bool("reversed")};
}

}  // namespace

absl::StatusOr<std::vector<CaseRow>> CaseStore::LoadCases(std::string_view condition,
                                                          const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(kCaseColumns + std::string(condition), values));
  std::vector<CaseRow> cases;
  cases.reserve(rows.size());
  for (const db::Row& row : rows) cases.push_back(CaseOf(row));
  return cases;
}

absl::StatusOr<std::optional<CaseRow>> CaseStore::Load(std::string_view case_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<CaseRow> cases, LoadCases("case_id = ?", {case_id}));
  if (cases.empty()) return std::optional<CaseRow>();
  return std::optional<CaseRow>(std::move(cases.front()));
}

absl::StatusOr<std::optional<CaseRow>> CaseStore::LockOpenCase(std::string_view unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<CaseRow> cases,
                           LoadCases("open_unit_id = ? FOR UPDATE", {unit_id}));
  if (cases.empty()) return std::optional<CaseRow>();
  return std::optional<CaseRow>(std::move(cases.front()));
}

absl::StatusOr<std::vector<CaseRow>> CaseStore::LockOpenCases(std::string_view community_id,
                                                              std::string_view after,
                                                              std::string_view through) {
  if (through.empty()) {
    return LoadCases("community_id = ? AND open_unit_id > ? ORDER BY open_unit_id FOR UPDATE",
                     {community_id, after});
  }
  return LoadCases(
      "community_id = ? AND open_unit_id > ? AND open_unit_id <= ? ORDER BY open_unit_id"
      " FOR UPDATE",
      {community_id, after, through});
}

absl::StatusOr<std::vector<CaseRow>> CaseStore::List(const CaseFilter& filter,
                                                     std::string_view after, int limit) {
  std::string condition = "case_id > ?";
  db::Values values = {after};
  const auto restrict_to = [&](std::string_view column, const std::string& id) {
    if (id.empty()) return;
    condition += " AND " + std::string(column) + " = ?";
    values.emplace_back(id);
  };
  restrict_to("unit_id", filter.unit_id);
  restrict_to("area_id", filter.area_id);
  restrict_to("community_id", filter.community_id);
  restrict_to("collector_id", filter.collector_id);
  if (!filter.include_closed) condition += " AND open_unit_id IS NOT NULL";
  condition += " ORDER BY case_id LIMIT ?";
  values.emplace_back(limit);
  return LoadCases(condition, values);
}

absl::StatusOr<std::map<std::string, OpenCase>> CaseStore::LoadForDecision(
    std::span<const CaseRow> cases) {
  std::map<std::string, OpenCase> loaded;
  if (cases.empty()) return loaded;
  db::Values case_ids;
  db::Values unit_ids;
  std::map<std::string, const CaseRow*> rows_by_case;
  std::map<std::string, OpenCase*> by_unit;
  for (const CaseRow& row : cases) {
    case_ids.emplace_back(row.case_id);
    unit_ids.emplace_back(row.unit_id);
    OpenCase& open_case = loaded[row.case_id];
    open_case.case_id = row.case_id;
    open_case.unit_id = row.unit_id;
    open_case.at_step.track = row.track;
    open_case.at_step.step = row.step;
    open_case.at_step.months_overdue = row.months_overdue;
    open_case.at_step.reason_code = row.reason_code;
    rows_by_case[row.case_id] = &row;
    by_unit[row.unit_id] = &open_case;
  }
  const std::string of_cases = db::Placeholders(case_ids.size());
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows contacts,
      transaction_.Query("SELECT case_id, step_number, channel, outcome, happened_date,"
                         " told_next_measure FROM contact WHERE case_id IN " +
                             of_cases + " ORDER BY case_id, contact_id",
                         case_ids));
  for (const db::Row& row : contacts) {
    const std::string& case_id = row.String("case_id");
    if (row.Int32("step_number") != rows_by_case[case_id]->step_number) continue;
    loaded[case_id].at_step.contacts.push_back({ValueOf(kChannelWords, row.String("channel")),
                                                ValueOf(kOutcomeWords, row.String("outcome")),
                                                row.Date("happened_date"),
                                                row.Bool("told_next_measure")});
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows promises,
      transaction_.Query("SELECT promise_id, case_id, step, step_number, given_date,"
                         " promised_date, amount_fen, method, state FROM promise"
                         " WHERE case_id IN " +
                             of_cases + " ORDER BY case_id, promise_id",
                         case_ids));
  for (const db::Row& row : promises) {
    const std::string& case_id = row.String("case_id");
    OpenCase& open_case = loaded[case_id];
    open_case.promises.push_back(PromiseOf(row));
    const CaseRow& of_case = *rows_by_case[case_id];
    const Promise& promise = open_case.promises.back();
    if (row.Int32("step_number") == of_case.step_number || ComesAlong(promise, of_case.step_date)) {
      open_case.at_step.promises.push_back(promise);
    }
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows payments,
      transaction_.Query("SELECT unit_id, payment_id, received_date, amount_fen, reversed"
                         " FROM unit_payment WHERE unit_id IN " +
                             db::Placeholders(unit_ids.size()),
                         unit_ids));
  for (const db::Row& row : payments) {
    by_unit[row.String("unit_id")]->payments.push_back(PaymentOf(row));
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows tasks,
      transaction_.Query("SELECT open_case_id FROM task WHERE open_case_id IN " + of_cases,
                         case_ids));
  for (const db::Row& row : tasks) loaded[row.String("open_case_id")].has_open_task = true;
  return loaded;
}

absl::StatusOr<bool> CaseStore::WasOpened(std::string_view unit_id, std::string_view track,
                                          std::string_view step, Date open_date,
                                          std::span<const std::string> community_ids) {
  if (community_ids.empty()) return false;
  db::Values values = {unit_id, track, open_date, step};
  values.insert(values.end(), community_ids.begin(), community_ids.end());
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT c.case_id FROM collection_case c JOIN case_history h"
          " ON h.case_id = c.case_id AND h.kind = 'OPENED'"
          " WHERE c.unit_id = ? AND c.track = ? AND c.open_date = ? AND h.to_step = ?"
          " AND c.community_id IN " +
              db::Placeholders(community_ids.size()) + " LIMIT 1",
          values));
  return !rows.empty();
}

absl::StatusOr<bool> CaseStore::HasPromise(std::string_view unit_id, const Promise& promise,
                                           std::span<const std::string> community_ids) {
  if (community_ids.empty()) return false;
  db::Values values = {unit_id, promise.promised_date, promise.given_date, promise.amount,
                       promise.method};
  values.insert(values.end(), community_ids.begin(), community_ids.end());
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT p.promise_id FROM promise p JOIN collection_case c"
                         " ON c.case_id = p.case_id WHERE p.unit_id = ? AND p.promised_date = ?"
                         " AND p.given_date = ? AND p.amount_fen = ? AND p.method = ?"
                         " AND c.community_id IN " +
                             db::Placeholders(community_ids.size()) + " LIMIT 1",
                         values));
  return !rows.empty();
}

absl::StatusOr<std::vector<HistoryRow>> CaseStore::LoadHistory(std::string_view case_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT entry_id, case_id, kind, actor_id, happened_date, recorded_time,"
                         " text_cipher, from_step, to_step FROM case_history WHERE case_id = ?"
                         " ORDER BY entry_id",
                         {case_id}));
  std::vector<HistoryRow> history;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(std::string text,
                             cipher_.Decrypt(row.String("text_cipher"), kHistoryText));
    history.push_back({row.String("entry_id"), row.String("case_id"), row.String("kind"),
                       row.String("actor_id"), row.Date("happened_date"), row.Time("recorded_time"),
                       std::move(text), row.String("from_step"), row.String("to_step")});
  }
  return history;
}

absl::StatusOr<std::vector<Promise>> CaseStore::LoadPromises(std::string_view case_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT promise_id, step, given_date, promised_date, amount_fen, method,"
                         " state FROM promise WHERE case_id = ? ORDER BY promise_id",
                         {case_id}));
  std::vector<Promise> promises;
  for (const db::Row& row : rows) promises.push_back(PromiseOf(row));
  return promises;
}

absl::StatusOr<std::vector<UnitPayment>> CaseStore::LoadPayments(std::string_view unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT payment_id, received_date, amount_fen, reversed"
                         " FROM unit_payment WHERE unit_id = ?",
                         {unit_id}));
  std::vector<UnitPayment> payments;
  for (const db::Row& row : rows) payments.push_back(PaymentOf(row));
  return payments;
}

absl::StatusOr<std::vector<ClosedCasePromise>> CaseStore::LoadPromisesWhere(
    std::string_view condition, const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT p.promise_id, p.case_id, p.unit_id, p.step, p.given_date,"
                         " p.promised_date, p.amount_fen, p.method, p.state FROM promise p"
                         " JOIN collection_case c ON c.case_id = p.case_id"
                         " WHERE c.open_unit_id IS NULL AND " +
                             std::string(condition) + " ORDER BY p.promise_id",
                         values));
  std::vector<ClosedCasePromise> promises;
  for (const db::Row& row : rows) {
    promises.push_back({row.String("case_id"), row.String("unit_id"), PromiseOf(row)});
  }
  return promises;
}

absl::StatusOr<std::vector<ClosedCasePromise>> CaseStore::LoadClosedCasePromises(
    std::span<const std::string> unit_ids) {
  if (unit_ids.empty()) return std::vector<ClosedCasePromise>();
  return LoadPromisesWhere("p.unit_id IN " + db::Placeholders(unit_ids.size()),
                           db::Values(unit_ids.begin(), unit_ids.end()));
}

absl::StatusOr<std::vector<ClosedCasePromise>> CaseStore::LoadLapsedOpenPromises(
    std::string_view community_id, Date today) {
  return LoadPromisesWhere("c.community_id = ? AND p.state = ? AND p.promised_date < ?",
                           {community_id, WordOf(kPromiseStateWords, PromiseState::kOpen), today});
}

absl::Status CaseStore::InsertCases(std::span<const CaseRow> cases) {
  std::vector<db::Values> rows;
  rows.reserve(cases.size());
  for (const CaseRow& row : cases) {
    rows.push_back({row.case_id, row.unit_id, row.community_id, db::NullIfEmpty(row.area_id),
                    db::NullIfEmpty(row.collector_id), row.unit_id, row.track, row.step,
                    row.step_date, row.step_number, row.why, row.overdue, row.months_overdue,
                    row.debt_version, row.open_date, row.policy_version});
  }
  return transaction_
      .InsertRows("collection_case",
                  {"case_id", "unit_id", "community_id", "area_id", "collector_id", "open_unit_id",
                   "track", "step", "step_date", "step_number", "why", "overdue_fen",
                   "months_overdue", "debt_version", "open_date", "policy_version"},
                  rows)
      .status();
}

absl::Status CaseStore::Update(const CaseRow& row) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE collection_case SET area_id = ?, collector_id = ?, open_unit_id = ?, step = ?,"
          " step_date = ?, step_number = ?, why = ?, overdue_fen = ?, months_overdue = ?,"
          " debt_version = ?, reason_code = ?, workplace_visit_approved = ?, close_date = ?,"
          " policy_version = ? WHERE case_id = ? AND open_unit_id IS NOT NULL",
          {db::NullIfEmpty(row.area_id), db::NullIfEmpty(row.collector_id),
           row.close_date ? db::Value(nullptr) : db::Value(row.unit_id), row.step, row.step_date,
           row.step_number, row.why, row.overdue, row.months_overdue, row.debt_version,
           row.reason_code, row.workplace_visit_approved, row.close_date, row.policy_version,
           row.case_id}));
  if (updated == 1) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("case ", row.case_id, " is not open any more"));
}

absl::Status CaseStore::AppendHistory(std::span<const HistoryRow> entries) {
  std::vector<db::Values> rows;
  rows.reserve(entries.size());
  for (const HistoryRow& entry : entries) {
    rows.push_back({entry.entry_id, entry.case_id, entry.kind, entry.actor_id, entry.happened_date,
                    entry.recorded_time, cipher_.Encrypt(entry.text, kHistoryText), entry.from_step,
                    entry.to_step});
  }
  return transaction_
      .InsertRows("case_history",
                  {"entry_id", "case_id", "kind", "actor_id", "happened_date", "recorded_time",
                   "text_cipher", "from_step", "to_step"},
                  rows)
      .status();
}

absl::Status CaseStore::InsertContact(const ContactRow& row) {
  return transaction_
      .Execute(
          "INSERT INTO contact (contact_id, case_id, unit_id, step_number, staff_id, channel,"
          " outcome, happened_date, recorded_time, told_next_measure, spoken_with_cipher,"
          " note_cipher) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
          {row.contact_id, row.case_id, row.unit_id, row.step_number, row.staff_id,
           WordOf(kChannelWords, row.contact.channel), WordOf(kOutcomeWords, row.contact.outcome),
           row.contact.happened_date, row.recorded_time, row.contact.told_next_measure,
           EncryptUnlessEmpty(cipher_, row.spoken_with, kSpokenWith),
           EncryptUnlessEmpty(cipher_, row.note, kContactNote)})
      .status();
}

absl::Status CaseStore::InsertPromise(const CaseRow& of_case, std::string_view contact_id,
                                      const Promise& promise, Date today) {
  return transaction_
      .Execute(
          "INSERT INTO promise (promise_id, case_id, unit_id, contact_id, step, step_number,"
          " given_date, promised_date, amount_fen, method, state, community_id, collector_id,"
          " reason_code, judged_date) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
          {promise.id, of_case.case_id, of_case.unit_id, contact_id, promise.step,
           of_case.step_number, promise.given_date, promise.promised_date, promise.amount,
           promise.method, WordOf(kPromiseStateWords, promise.state), of_case.community_id,
           of_case.collector_id, of_case.reason_code, JudgedDate(promise.state, today)})
      .status();
}

absl::Status CaseStore::SetPromiseState(std::string_view promise_id, PromiseState state,
                                        Date today) {
  return transaction_
      .Execute("UPDATE promise SET state = ?, judged_date = ? WHERE promise_id = ?",
               {WordOf(kPromiseStateWords, state), JudgedDate(state, today), promise_id})
      .status();
}

}  // namespace cuijiao::escalation
