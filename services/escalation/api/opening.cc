// Cases and promises of a system before (LED-19). The daily run goes on from where they are.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_file.h"
#include "services/escalation/api/case_writer.h"
#include "services/escalation/api/escalation_methods.h"
#include "services/escalation/api/refusals.h"
#include "services/escalation/store/task_store.h"

namespace cuijiao::escalation {
namespace {

constexpr std::size_t kMostOpeningRows = 50'000;
constexpr std::size_t kMostIdBytes = 32;
constexpr int kMostFaultsTold = 1000;

// Reasons of rows.
constexpr std::string_view kNothingOverdue = "NOTHING_OVERDUE";
constexpr std::string_view kUnknownStep = "UNKNOWN_STEP";
constexpr std::string_view kDateInFuture = "DATE_IN_FUTURE";
constexpr std::string_view kCaseOpen = "CASE_OPEN";
constexpr std::string_view kPromiseLapsed = "PROMISE_LAPSED";

struct OpeningCase {
  const CsvRecord* record = nullptr;
  std::string unit_id;
  std::string track;
  std::string step;
  Date since;
};

struct OpeningPromise {
  const CsvRecord* record = nullptr;
  std::string unit_id;
  Promise promise;
};

std::vector<CsvColumn> CaseColumns() {
  return {{"unit_id", {"房屋编号"}, true},
          {"track", {"措施轨道", "轨道"}, true},
          {"step", {"步骤"}, true},
          {"since", {"进入日期", "起始日期"}, true}};
}

std::vector<CsvColumn> PromiseColumns() {
  return {{"unit_id", {"房屋编号"}, true},
          {"amount", {"承诺金额", "金额"}, true},
          {"promised_date", {"承诺日期"}, true},
          {"method", {"支付方式"}, false},
          {"made_on", {"作出日期"}, true}};
}

absl::Status CheckPast(const CsvRecord& record, std::string_view column, Date date, Date today) {
  if (date <= today) return absl::OkStatus();
  return record.Refuse(
      column, kDateInFuture,
      absl::StrCat(FormatDate(date), " is after the business date ", FormatDate(today)));
}

absl::StatusOr<OpeningCase> ReadCase(const CsvRecord& record, const Plan& plan, Date today) {
  OpeningCase row;
  row.record = &record;
  CUIJIAO_ASSIGN_OR_RETURN(row.unit_id, record.Text("unit_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(row.track, record.Text("track", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(row.step, record.Text("step", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(row.since, record.Date("since"));
  if (!IsCaseStep(plan, row.track, row.step)) {
    return record.Refuse(
        "step", kUnknownStep,
        absl::StrCat("the plan has no step ", row.step, " of a case on track ", row.track));
  }
  CUIJIAO_RETURN_IF_ERROR(CheckPast(record, "since", row.since, today));
  return row;
}

absl::StatusOr<OpeningPromise> ReadPromise(const CsvRecord& record, Date today) {
  OpeningPromise row;
  row.record = &record;
  Promise& promise = row.promise;
  CUIJIAO_ASSIGN_OR_RETURN(row.unit_id, record.Text("unit_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(promise.amount, record.Yuan("amount"));
  CUIJIAO_ASSIGN_OR_RETURN(promise.promised_date, record.Date("promised_date"));
  CUIJIAO_ASSIGN_OR_RETURN(promise.method, record.OptionalText("method", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(promise.given_date, record.Date("made_on"));
  if (promise.amount <= Fen(0) || promise.amount > Fen(kMaxAmountFen)) {
    return record.Refuse(
        "amount", "AMOUNT_OUT_OF_RANGE",
        absl::StrCat(FormatYuan(promise.amount), ": a promise is above 0 and at most ",
                     FormatYuan(Fen(kMaxAmountFen))));
  }
  CUIJIAO_RETURN_IF_ERROR(CheckPast(record, "made_on", promise.given_date, today));
  return row;
}

// Adds the faults, by line; nothing of the file goes in then.
v1::OpeningImport WithFaults(v1::OpeningImport response, std::vector<CsvFault> faults) {
  std::ranges::stable_sort(faults, {}, &CsvFault::line);
  response.set_wrong_count(static_cast<std::int32_t>(faults.size()));
  for (const CsvFault& fault : faults) {
    if (response.row_errors_size() == kMostFaultsTold) break;
    v1::OpeningImport::RowError& error = *response.add_row_errors();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.problem);
    error.set_reason(fault.reason);
  }
  return response;
}

// A file's rows that can be read, and what is wrong with the others.
template <typename Row>
struct OpeningFile {
  CsvFile file;
  std::vector<Row> rows;
  v1::OpeningImport answer;  // with the number of rows
};

// Reads each record by `read` (absl::StatusOr<Row>(const CsvRecord&)).
template <typename Row, typename Read>
absl::StatusOr<OpeningFile<Row>> ReadOpening(std::string_view content,
                                             const std::vector<CsvColumn>& columns, Read read) {
  OpeningFile<Row> opening;
  CUIJIAO_ASSIGN_OR_RETURN(opening.file, ReadCsvFile(content, columns, kMostOpeningRows));
  CsvFile& file = opening.file;
  opening.answer.set_row_count(static_cast<std::int32_t>(file.records.size() + file.faults.size()));
  for (const CsvRecord& record : file.records) {
    absl::StatusOr<Row> row = read(record);
    if (row.ok()) {
      opening.rows.push_back(*std::move(row));
    } else {
      file.faults.push_back(FaultOf(record, row.status()));
    }
  }
  return opening;
}

// The service's own questions: those who import may not see what every household owes.
OutgoingCall AsItself(const CallContext& call) {
  OutgoingCall outgoing = OutgoingCall::For(call);
  outgoing.actor = std::nullopt;
  return outgoing;
}

// What every unit of the communities owes that is overdue.
absl::StatusOr<std::map<std::string, UnitDebt>> LoadDebts(
    EscalationContext& context, const OutgoingCall& call,
    const std::vector<std::string>& community_ids) {
  std::map<std::string, UnitDebt> debts;
  for (const std::string& community_id : community_ids) {
    std::string page;
    do {
      CUIJIAO_ASSIGN_OR_RETURN(Page<UnitDebt> of_page,
                               context.ledger.Debts(call, community_id, page));
      page = of_page.next;
      for (UnitDebt& debt : of_page.items) debts[debt.unit_id] = std::move(debt);
    } while (!page.empty());
  }
  return debts;
}

CaseRow TakenOver(EscalationContext& context, const PlanInForce& plan, const OpeningCase& row,
                  const UnitDebt& debt) {
  CaseRow opened;
  opened.case_id = context.ids.NewId();
  opened.unit_id = row.unit_id;
  opened.community_id = debt.community_id;
  opened.area_id = debt.area_id;
  opened.collector_id = debt.collector_id;
  opened.track = row.track;
  opened.step = row.step;
  opened.step_date = row.since;
  opened.why = ExplainTakingOver(plan.plan, row.track, row.step, row.since);
  opened.overdue = debt.overdue;
  opened.months_overdue = debt.months_overdue;
  opened.debt_version = debt.debt_version;
  opened.open_date = row.since;
  opened.policy_version = plan.policy_version;
  return opened;
}

bool Contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

// Cases that can be read, in one transaction: all or none.
class CaseOpening {
 public:
  CaseOpening(EscalationContext& context, const CallContext& call, const PlanInForce& plan,
              const std::vector<std::string>& community_ids,
              const std::map<std::string, UnitDebt>& debts, const OpeningFile<OpeningCase>& opening)
      : context_(context),
        call_(call),
        plan_(plan),
        community_ids_(community_ids),
        debts_(debts),
        opening_(opening) {}

  absl::StatusOr<v1::OpeningImport> Run(db::Transaction& transaction) const {
    CaseStore cases(transaction, context_.cipher);
    CaseWriter writer(context_, transaction, plan_, call_.time, call_.identity.acting_staff_id());
    v1::OpeningImport response = opening_.answer;
    std::vector<CsvFault> faults = opening_.file.faults;
    std::map<std::string, std::int64_t> lines;
    std::int32_t existing = 0;
    std::int32_t opened = 0;
    for (const OpeningCase& row : opening_.rows) {
      CUIJIAO_ASSIGN_OR_RETURN(std::optional<CaseRow> open, cases.LockOpenCase(row.unit_id));
      // Nothing is told of another project's cases: its unit is one that the project does not have.
      if (open && !Contains(community_ids_, open->community_id)) open.reset();
      CUIJIAO_ASSIGN_OR_RETURN(const bool is_in, cases.WasOpened(row.unit_id, row.track, row.step,
                                                                 row.since, community_ids_));
      const absl::Status fault = Check(row, open, is_in, lines);
      if (!fault.ok()) {
        faults.push_back(FaultOf(*row.record, fault));
      } else if (is_in) {
        ++existing;
      } else {
        writer.Open(TakenOver(context_, plan_, row, debts_.at(row.unit_id)));
        ++opened;
      }
    }
    if (!faults.empty()) return WithFaults(std::move(response), std::move(faults));
    response.set_imported_count(opened);
    response.set_existing_count(existing);
    CUIJIAO_RETURN_IF_ERROR(writer.Flush());
    return response;
  }

 private:
  // Whether the row is in is asked first: its case may have moved on or be closed since.
  absl::Status Check(const OpeningCase& row, const std::optional<CaseRow>& open, bool is_in,
                     std::map<std::string, std::int64_t>& lines) const {
    const auto [first, is_first] = lines.try_emplace(row.unit_id, row.record->line());
    if (!is_first) {
      return row.record->Refuse("unit_id", kRowRepeated,
                                absl::StrCat("line ", first->second, " is about the same unit"));
    }
    if (is_in) return absl::OkStatus();
    if (open) {
      return row.record->Refuse("unit_id", kCaseOpen,
                                absl::StrCat("unit ", row.unit_id, " has its open case at ",
                                             open->step, " since ", FormatDate(open->step_date)));
    }
    if (debts_.contains(row.unit_id)) return absl::OkStatus();
    return row.record->Refuse(
        "unit_id", kNothingOverdue,
        absl::StrCat("the project has no unit ", row.unit_id, " with something overdue"));
  }

  EscalationContext& context_;
  const CallContext& call_;
  const PlanInForce& plan_;
  const std::vector<std::string>& community_ids_;
  const std::map<std::string, UnitDebt>& debts_;
  const OpeningFile<OpeningCase>& opening_;
};

// All that a promise's row says.
using PromiseKey = std::tuple<std::string, Date, Date, Fen, std::string>;

PromiseKey KeyOf(const OpeningPromise& row) {
  const Promise& promise = row.promise;
  return {row.unit_id, promise.given_date, promise.promised_date, promise.amount, promise.method};
}

// Promises that can be read, in one transaction: all or none.
class PromiseOpening {
 public:
  PromiseOpening(EscalationContext& context, const CallContext& call, const PlanInForce& plan,
                 const std::vector<std::string>& community_ids,
                 const OpeningFile<OpeningPromise>& opening)
      : context_(context),
        call_(call),
        plan_(plan),
        community_ids_(community_ids),
        opening_(opening) {}

  absl::StatusOr<v1::OpeningImport> Run(db::Transaction& transaction) const {
    CaseStore cases(transaction, context_.cipher);
    CaseWriter writer(context_, transaction, plan_, call_.time, call_.identity.acting_staff_id());
    v1::OpeningImport response = opening_.answer;
    std::vector<CsvFault> faults = opening_.file.faults;
    std::vector<std::pair<CaseRow, Promise>> given;
    std::map<PromiseKey, std::int64_t> lines;
    std::int32_t existing = 0;
    for (const OpeningPromise& row : opening_.rows) {
      CUIJIAO_ASSIGN_OR_RETURN(const std::optional<CaseRow> open, cases.LockOpenCase(row.unit_id));
      const auto [first, is_first] = lines.try_emplace(KeyOf(row), row.record->line());
      // What is in was to be kept when it came in, whatever has become of it or its case since.
      CUIJIAO_ASSIGN_OR_RETURN(const bool is_in,
                               cases.HasPromise(row.unit_id, row.promise, community_ids_));
      if (!is_first) {
        faults.push_back(
            FaultOf(*row.record,
                    row.record->Refuse("unit_id", kRowRepeated,
                                       absl::StrCat("line ", first->second, " says the same"))));
      } else if (is_in) {
        ++existing;
      } else if (const absl::Status fault = CheckNew(row, open); !fault.ok()) {
        faults.push_back(FaultOf(*row.record, fault));
      } else {
        given.emplace_back(*open, row.promise);
      }
    }
    if (!faults.empty()) return WithFaults(std::move(response), std::move(faults));
    for (auto& [of_case, promise] : given) {
      CUIJIAO_RETURN_IF_ERROR(Keep(transaction, writer, of_case, promise));
    }
    response.set_imported_count(static_cast<std::int32_t>(given.size()));
    response.set_existing_count(existing);
    CUIJIAO_RETURN_IF_ERROR(writer.Flush());
    return response;
  }

 private:
  absl::Status CheckNew(const OpeningPromise& row, const std::optional<CaseRow>& open) const {
    if (row.promise.promised_date < call_.time.business_date) {
      return row.record->Refuse(
          "promised_date", kPromiseLapsed,
          absl::StrCat(FormatDate(row.promise.promised_date),
                       " has passed: the promise is not to be kept any more"));
    }
    if (open && Contains(community_ids_, open->community_id)) return absl::OkStatus();
    return row.record->Refuse(
        "unit_id", kNoOpenCase,
        absl::StrCat("no unit ", row.unit_id, " of the project has an open case"));
  }

  // It came with no contact here: its own id stands for that. The daily run judges it.
  absl::Status Keep(db::Transaction& transaction, CaseWriter& writer, const CaseRow& of_case,
                    Promise promise) const {
    promise.id = context_.ids.NewId();
    promise.step = of_case.step;
    CUIJIAO_RETURN_IF_ERROR(
        CaseStore(transaction, context_.cipher)
            .InsertPromise(of_case, promise.id, promise, call_.time.business_date));
    writer.Note(
        of_case, kHistoryPromised, promise.given_date,
        absl::StrCat("承诺", FormatDate(promise.promised_date), "前缴", FormatYuan(promise.amount),
                     "元 ", promise.method, "；上线时接管 (taken over at go-live)"));
    return TaskStore(transaction).Close(of_case.case_id);
  }

  EscalationContext& context_;
  const CallContext& call_;
  const PlanInForce& plan_;
  const std::vector<std::string>& community_ids_;
  const OpeningFile<OpeningPromise>& opening_;
};

}  // namespace

absl::StatusOr<v1::OpeningImport> ImportOpeningCases(EscalationContext& context,
                                                     const CallContext& call,
                                                     const v1::ImportOpeningCasesRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<v1::OpeningImport> answered,
      FindAnswer<v1::OpeningImport>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  const auto read = [&](const CsvRecord& record) {
    return ReadCase(record, plan->plan, call.time.business_date);
  };
  CUIJIAO_ASSIGN_OR_RETURN(const OpeningFile<OpeningCase> file,
                           ReadOpening<OpeningCase>(request.content(), CaseColumns(), read));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> community_ids,
                           context.ledger.CommunityIds(AsItself(call), request.project_id()));
  CUIJIAO_ASSIGN_OR_RETURN(const auto debts, LoadDebts(context, AsItself(call), community_ids));
  const CaseOpening opening(context, call, *plan, community_ids, debts, file);
  return AnswerOnce<v1::OpeningImport>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) { return opening.Run(transaction); }, &context.cipher);
}

absl::StatusOr<v1::OpeningImport> ImportOpeningPromises(
    EscalationContext& context, const CallContext& call,
    const v1::ImportOpeningPromisesRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<v1::OpeningImport> answered,
      FindAnswer<v1::OpeningImport>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(const PlanInForce* plan, context.plans.On(call.time.business_date));
  const auto read = [&](const CsvRecord& record) {
    return ReadPromise(record, call.time.business_date);
  };
  CUIJIAO_ASSIGN_OR_RETURN(const OpeningFile<OpeningPromise> file,
                           ReadOpening<OpeningPromise>(request.content(), PromiseColumns(), read));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> community_ids,
                           context.ledger.CommunityIds(AsItself(call), request.project_id()));
  const PromiseOpening opening(context, call, *plan, community_ids, file);
  return AnswerOnce<v1::OpeningImport>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) { return opening.Run(transaction); }, &context.cipher);
}

}  // namespace cuijiao::escalation
