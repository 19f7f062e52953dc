#include "services/ledger/api/receipts/reconciliation_api.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/imports/import_file.h"
#include "services/ledger/api/imports/row_errors.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/journal/books.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/receipts/payment_follower.h"
#include "services/ledger/store/receipts/reconciliation_store.h"

namespace cuijiao::ledger {
namespace {

// A list against the ledger, with what was accepted of it.
struct Laid {
  FinanceList list;
  Comparison comparison;
  Acceptances acceptances;
  bool frozen = false;

  [[nodiscard]] std::string IdOf(const Difference& difference) const {
    return frozen ? difference.identity : DifferenceId(difference);
  }
};

// Where a difference stands in the list of all: those with a row first.
using DifferencePlace = std::tuple<std::int64_t, std::string>;

DifferencePlace PlaceOf(const Difference& difference) {
  return {difference.line == 0 ? std::numeric_limits<std::int64_t>::max() : difference.line,
          difference.payment_id};
}

v1::FinanceList ToMessage(const FinanceList& list) {
  v1::FinanceList message;
  message.set_id(list.id);
  message.set_project_id(list.project_id);
  message.set_month(FormatMonth(list.month));
  message.set_row_count(list.row_count);
  message.set_total_fen(list.total.value());
  message.set_difference_count(list.difference_count);
  message.set_imported_by(list.imported_by);
  *message.mutable_record_time() = TimestampOf(list.recorded_time);
  return message;
}

v1::Difference ToMessage(const Laid& laid, const Difference& difference) {
  v1::Difference message;
  message.set_id(laid.IdOf(difference));
  message.set_kind(static_cast<v1::Difference::Kind>(difference.kind));
  message.set_line(difference.line);
  message.set_payment_id(difference.payment_id);
  message.set_unit_id(difference.unit_id);
  message.set_received_date(FormatOptionalDate(difference.received_date));
  message.set_finance_fen(difference.finance.value());
  message.set_ledger_fen(difference.ledger.value());
  message.set_receipt_number(difference.receipt_number);
  message.set_external_reference(difference.external_reference);
  if (const auto found = laid.acceptances.find(message.id()); found != laid.acceptances.end()) {
    message.set_reason(found->second.reason);
    message.set_accepted_by(found->second.accepted_by);
    *message.mutable_accept_time() = TimestampOf(found->second.accepted_time);
  }
  return message;
}

v1::Reconciliation ToMessage(const Laid& laid) {
  v1::Reconciliation message;
  *message.mutable_list() = ToMessage(laid.list);
  message.set_matched_count(laid.comparison.matched_count);
  message.set_matched_fen(laid.comparison.matched.value());
  message.set_ledger_count(laid.comparison.ledger_count);
  message.set_ledger_fen(laid.comparison.ledger.value());
  message.set_frozen(laid.frozen);
  std::map<DifferenceKind, int> counts;
  int accepted = 0;
  for (const Difference& difference : laid.comparison.differences) {
    ++counts[difference.kind];
    if (laid.acceptances.contains(laid.IdOf(difference))) ++accepted;
  }
  for (const auto& [kind, count] : counts) {
    v1::Reconciliation::KindCount& told = *message.add_kind_counts();
    told.set_kind(static_cast<v1::Difference::Kind>(kind));
    told.set_count(count);
  }
  message.set_accepted_count(accepted);
  message.set_open_count(static_cast<std::int32_t>(laid.comparison.differences.size()) - accepted);
  return message;
}

absl::Status CheckProjectExists(db::Transaction& transaction, const std::string& project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto project,
                           OrganisationStore(transaction).LoadProject(project_id));
  return project ? absl::OkStatus() : UnknownThing(kUnknownProject, "project", project_id);
}

// Nothing of a closed month changes, nor of one ahead of the first that was closed.
absl::Status CheckMonthOpen(const AccountingCalendar& calendar, Month month) {
  if (calendar.closed_months().empty() || month > calendar.closed_months().back().month) {
    return absl::OkStatus();
  }
  return Refusal(absl::StatusCode::kFailedPrecondition, kMonthClosed,
                 absl::StrCat("month ", FormatMonth(month), " is closed"),
                 {{"month", FormatMonth(month)}});
}

// The month's days as it would close on a date, which may still be to come; without one its last
// day. The errors are those of the close itself.
absl::StatusOr<AccountingDays> DaysToCompare(const AccountingCalendar& calendar, Month month,
                                             std::optional<Date> closing_date) {
  if (!closing_date) return calendar.DaysOf(month);
  const Date latest = std::max(*closing_date, LastDayOf(month));
  CUIJIAO_RETURN_IF_ERROR(
      DecideClose(calendar.closed_months(), month, *closing_date, latest).status());
  std::vector<ClosedMonth> closed = calendar.closed_months();
  closed.push_back({month, *closing_date});
  return AccountingCalendar(std::move(closed)).DaysOf(month);
}

// The latest list as it stands now, or as it was frozen.
absl::StatusOr<Laid> LoadLaid(db::Transaction& transaction, const LedgerContext& context,
                              const ProjectMonth& place, std::optional<Date> closing_date) {
  CUIJIAO_RETURN_IF_ERROR(CheckProjectExists(transaction, place.project_id));
  ReconciliationStore store(transaction);
  Laid laid;
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<FrozenComparison> frozen, store.LoadFrozen(place));
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<FinanceList> list,
                           frozen ? store.LoadList(frozen->list_id) : store.LoadLatest(place));
  if (!list) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kNoFinanceList,
                   absl::StrCat("project ", place.project_id, " has no list of finance for ",
                                FormatMonth(place.month)),
                   {{"project_id", place.project_id}, {"month", FormatMonth(place.month)}});
  }
  laid.list = *std::move(list);
  if (frozen) {
    laid.frozen = true;
    laid.comparison = std::move(frozen->comparison);
  } else {
    CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                             LoadAccountingCalendar(transaction));
    CUIJIAO_ASSIGN_OR_RETURN(const AccountingDays days,
                             DaysToCompare(calendar, place.month, closing_date));
    CUIJIAO_ASSIGN_OR_RETURN(laid.comparison, store.Compare(laid.list, days));
  }
  CUIJIAO_ASSIGN_OR_RETURN(laid.acceptances, store.LoadAcceptances(place, context.cipher));
  return laid;
}

struct ReadFinanceFile {
  std::string encoding;
  std::vector<FinanceRow> rows;
  std::vector<RowFault> faults;
};

absl::StatusOr<ReadFinanceFile> ReadFinanceReceipts(std::string_view content) {
  CUIJIAO_ASSIGN_OR_RETURN(RawImportFile raw,
                           ReadRawImportFile(ImportKind::kFinanceReceipts, content));
  ReadFinanceFile file{std::move(raw.encoding), {}, std::move(raw.faults)};
  for (ImportRow& raw_row : raw.rows) {
    ReadFinanceRow read = ReadFinanceReceipt(std::move(raw_row));
    file.faults.insert(file.faults.end(), read.faults.begin(), read.faults.end());
    file.rows.push_back(std::move(read.row));
  }
  return file;
}

v1::ImportFinanceReceiptsResponse DescribeFaults(const ReadFinanceFile& file) {
  v1::ImportFinanceReceiptsResponse response;
  response.set_encoding(file.encoding);
  response.set_wrong_count(CountWrongRows(file.faults));
  TellRowFaults(file.faults, *response.mutable_row_errors());
  return response;
}

}  // namespace

absl::StatusOr<v1::ImportFinanceReceiptsResponse> ReconciliationApi::Import(
    const CallContext& call, const v1::ImportFinanceReceiptsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const ReadFinanceFile file, ReadFinanceReceipts(request.content()));
  const ProjectMonth place{request.project_id(), ParseMonth(request.month()).value()};
  // Finance may have been told numbers that nobody asked the ledger for since.
  CUIJIAO_RETURN_IF_ERROR(
      FollowPayments(context_.database, place.project_id, call.time.recorded_time, call.deadline)
          .status());
  return AnswerOnce<v1::ImportFinanceReceiptsResponse>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ImportFinanceReceiptsResponse> {
        // No month is closed beside it.
        CUIJIAO_RETURN_IF_ERROR(LockBooks(transaction).status());
        CUIJIAO_RETURN_IF_ERROR(CheckProjectExists(transaction, place.project_id));
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                 LoadAccountingCalendar(transaction));
        CUIJIAO_RETURN_IF_ERROR(CheckMonthOpen(calendar, place.month));
        if (!file.faults.empty()) return DescribeFaults(file);
        ReconciliationStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const std::optional<FinanceList> before, store.LoadLatest(place));
        Laid laid;
        laid.list = {.id = context_.ids.NewId(),
                     .project_id = place.project_id,
                     .month = place.month,
                     .version = before ? before->version + 1 : 1,
                     .row_count = static_cast<int>(file.rows.size()),
                     .total = {},
                     .difference_count = 0,
                     .imported_by = RecordedBy(call),
                     .recorded_time = call.time.recorded_time};
        for (const FinanceRow& row : file.rows) laid.list.total += row.amount;
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<LedgerReceipt> payments,
            store.LoadLedgerSide(place.project_id, calendar.DaysOf(place.month)));
        laid.comparison = CompareReceipts(file.rows, payments);
        laid.list.difference_count = static_cast<int>(laid.comparison.differences.size());
        CUIJIAO_RETURN_IF_ERROR(store.InsertList(laid.list, file.rows));
        CUIJIAO_ASSIGN_OR_RETURN(laid.acceptances, store.LoadAcceptances(place, context_.cipher));
        v1::ImportFinanceReceiptsResponse response;
        response.set_encoding(file.encoding);
        *response.mutable_reconciliation() = ToMessage(laid);
        return response;
      });
}

absl::StatusOr<v1::Reconciliation> ReconciliationApi::Show(
    const CallContext& call, const v1::GetReconciliationRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(FollowPayments(context_.database, request.project_id(),
                                         call.time.recorded_time, call.deadline)
                              .status());
  CUIJIAO_ASSIGN_OR_RETURN(
      const Laid laid,
      context_.database.Read("GetReconciliation", [&](db::Transaction& transaction) {
        return LoadLaid(transaction, context_,
                        {request.project_id(), ParseMonth(request.month()).value()},
                        OptionalDateOf(request.closing_date()));
      }));
  return ToMessage(laid);
}

absl::StatusOr<v1::ListDifferencesResponse> ReconciliationApi::ShowDifferences(
    const CallContext& call, const v1::ListDifferencesRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  CUIJIAO_RETURN_IF_ERROR(FollowPayments(context_.database, request.project_id(),
                                         call.time.recorded_time, call.deadline)
                              .status());
  CUIJIAO_ASSIGN_OR_RETURN(
      const Laid laid, context_.database.Read("ListDifferences", [&](db::Transaction& transaction) {
        return LoadLaid(transaction, context_,
                        {request.project_id(), ParseMonth(request.month()).value()},
                        OptionalDateOf(request.closing_date()));
      }));
  DifferencePlace after{-1, ""};
  if (const std::size_t slash = position.find('/'); slash != std::string::npos) {
    std::int64_t line = 0;
    if (absl::SimpleAtoi(position.substr(0, slash), &line)) {
      after = {line, position.substr(slash + 1)};
    }
  }
  const int page_size = EffectivePageSize(request.page_size());
  std::vector<const Difference*> page;
  for (const Difference& difference : laid.comparison.differences) {
    if (PlaceOf(difference) <= after) continue;
    if (request.open_only() && laid.acceptances.contains(laid.IdOf(difference))) continue;
    page.push_back(&difference);
    if (page.size() > static_cast<std::size_t>(page_size)) break;
  }
  const bool more = CutToPage(page, page_size);
  v1::ListDifferencesResponse response;
  for (const Difference* difference : page) {
    *response.add_differences() = ToMessage(laid, *difference);
  }
  if (more) {
    const auto [line, payment_id] = PlaceOf(*page.back());
    response.set_next_page_token(
        context_.page_tokens.Make(request, absl::StrCat(line, "/", payment_id)));
  }
  return response;
}

absl::StatusOr<v1::Difference> ReconciliationApi::Accept(
    const CallContext& call, const v1::AcceptDifferenceRequest& request) const {
  const ProjectMonth place{request.project_id(), ParseMonth(request.month()).value()};
  CUIJIAO_RETURN_IF_ERROR(
      FollowPayments(context_.database, place.project_id, call.time.recorded_time, call.deadline)
          .status());
  return AnswerOnce<v1::Difference>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::Difference> {
        CUIJIAO_RETURN_IF_ERROR(LockBooks(transaction).status());
        CUIJIAO_RETURN_IF_ERROR(CheckProjectExists(transaction, place.project_id));
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                 LoadAccountingCalendar(transaction));
        CUIJIAO_RETURN_IF_ERROR(CheckMonthOpen(calendar, place.month));
        CUIJIAO_ASSIGN_OR_RETURN(Laid laid, LoadLaid(transaction, context_, place,
                                                     OptionalDateOf(request.closing_date())));
        const auto found =
            std::ranges::find_if(laid.comparison.differences, [&](const Difference& difference) {
              return laid.IdOf(difference) == request.difference_id();
            });
        if (found == laid.comparison.differences.end()) {
          return Refusal(absl::StatusCode::kNotFound, kUnknownDifference,
                         absl::StrCat("there is no difference_id ", request.difference_id()),
                         {{"difference_id", request.difference_id()}});
        }
        if (!laid.acceptances.contains(request.difference_id())) {
          const Acceptance acceptance = {request.reason(), RecordedBy(call),
                                         call.time.recorded_time};
          CUIJIAO_RETURN_IF_ERROR(
              ReconciliationStore(transaction)
                  .InsertAcceptance(place, request.difference_id(), acceptance, context_.cipher));
          laid.acceptances[request.difference_id()] = acceptance;
        }
        return ToMessage(laid, *found);
      },
      &context_.cipher);
}

absl::StatusOr<v1::ListFinanceListsResponse> ReconciliationApi::ShowLists(
    const v1::ListFinanceListsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  int before = 0;
  if (!absl::SimpleAtoi(position, &before)) before = std::numeric_limits<int>::max();
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<FinanceList> found,
      context_.database.Read(
          "ListFinanceLists",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<FinanceList>> {
            CUIJIAO_RETURN_IF_ERROR(CheckProjectExists(transaction, request.project_id()));
            return ReconciliationStore(transaction)
                .ListLists({request.project_id(), ParseMonth(request.month()).value()}, before,
                           page_size + 1);
          }));
  const bool more = CutToPage(found, page_size);
  v1::ListFinanceListsResponse response;
  for (const FinanceList& list : found) *response.add_lists() = ToMessage(list);
  if (more) {
    response.set_next_page_token(
        context_.page_tokens.Make(request, absl::StrCat(found.back().version)));
  }
  return response;
}

grpc::ServerUnaryReactor* ReconciliationApi::ImportFinanceReceipts(
    grpc::CallbackServerContext* context, const v1::ImportFinanceReceiptsRequest* request,
    v1::ImportFinanceReceiptsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ReconciliationService/ImportFinanceReceipts", context, request, response,
      [this](const CallContext& call, const auto& message) { return Import(call, message); });
}

grpc::ServerUnaryReactor* ReconciliationApi::GetReconciliation(
    grpc::CallbackServerContext* context, const v1::GetReconciliationRequest* request,
    v1::Reconciliation* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ReconciliationService/GetReconciliation", context, request, response,
      [this](const CallContext& call, const auto& message) { return Show(call, message); });
}

grpc::ServerUnaryReactor* ReconciliationApi::ListDifferences(
    grpc::CallbackServerContext* context, const v1::ListDifferencesRequest* request,
    v1::ListDifferencesResponse* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.ReconciliationService/ListDifferences", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return ShowDifferences(call, message);
                               });
}

grpc::ServerUnaryReactor* ReconciliationApi::AcceptDifference(
    grpc::CallbackServerContext* context, const v1::AcceptDifferenceRequest* request,
    v1::Difference* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ReconciliationService/AcceptDifference", context, request, response,
      [this](const CallContext& call, const auto& message) { return Accept(call, message); });
}

grpc::ServerUnaryReactor* ReconciliationApi::ListFinanceLists(
    grpc::CallbackServerContext* context, const v1::ListFinanceListsRequest* request,
    v1::ListFinanceListsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ReconciliationService/ListFinanceLists", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowLists(message); });
}

}  // namespace cuijiao::ledger
