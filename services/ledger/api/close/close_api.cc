#include "services/ledger/api/close/close_api.h"

#include <optional>
#include <string>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/telemetry/logging.h"
#include "services/ledger/api/close/close_api_messages.h"
#include "services/ledger/api/figures/plan_api_messages.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/api/journal/heads_archive.h"
#include "services/ledger/store/close/close_books.h"
#include "services/ledger/store/close/close_store.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/figures_year.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

// The closed month, or MONTH_OPEN.
absl::StatusOr<AccountingMonth> LoadClosed(CloseStore& store, const std::string& text) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<AccountingMonth> month,
                           store.LoadMonth(ParseMonth(text).value()));
  if (!month) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kMonthOpen, "The month is not closed.",
                   {{"month", text}});
  }
  return *month;
}

}  // namespace

absl::StatusOr<v1::AccountingMonth> CloseApi::Close(const CallContext& call,
                                                    const v1::CloseMonthRequest& request) const {
  const Month month = ParseMonth(request.month()).value();
  const CloseRequest close{.month = month,
                           .closing_date = DateOr(request.closing_date(), LastDayOf(month)),
                           .closed_by = call.identity.acting_staff_id(),
                           .basis = RateBasisOf(context_.policy)};
  CUIJIAO_RETURN_IF_ERROR(EnsureFigureYear(
      context_.database, context_.ids, static_cast<int>(month.year()), call.time, call.deadline));
  // Most of the prepayment that fell due is used here, in small transactions; the close itself
  // holds every partition's lock and uses only what has come since.
  CUIJIAO_RETURN_IF_ERROR(
      SweepDuePrepayments(context_.database, context_.ids, {}, call.time).status());
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingMonth closed,
                           context_.database.Transact("CloseMonth",
                                                      [&](db::Transaction& transaction) {
                                                        return CloseBooks(transaction,
                                                                          context_.clock,
                                                                          context_.ids, close);
                                                      },
                                                      {.deadline = call.deadline}));
  // The month is closed whatever comes of this; the sweep tries again.
  if (const absl::Status written = WriteMissingHeads(context_); !written.ok()) {
    LogEvent(spdlog::level::err, "journal heads not written",
             {{"month", request.month()}, {"error", std::string(written.message())}});
  }
  return ToMessage(closed);
}

absl::StatusOr<v1::ListAccountingMonthsResponse> CloseApi::ShowMonths(
    const v1::ListAccountingMonthsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<AccountingMonth> months,
      context_.database.Read("ListAccountingMonths", [&](db::Transaction& transaction) {
        return CloseStore(transaction).LoadMonths(request.year());
      }));
  v1::ListAccountingMonthsResponse answer;
  for (const AccountingMonth& month : months) {
    *answer.add_accounting_months() = ToMessage(month);
  }
  return answer;
}

absl::StatusOr<v1::MonthFigures> CloseApi::ShowFigures(
    const v1::GetMonthFiguresRequest& request) const {
  return context_.database.Read(
      "GetMonthFigures", [&](db::Transaction& transaction) -> absl::StatusOr<v1::MonthFigures> {
        CloseStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingMonth month, LoadClosed(store, request.month()));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityFigures> communities,
                                 store.LoadCommunities(month.month));
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<CollectorRun> runs,
            OrganisationStore(transaction).CollectorRuns(month.month, month.closing_date));
        v1::MonthFigures figures;
        *figures.mutable_accounting_month() = ToMessage(month);
        for (const CommunityFigures& community : communities) {
          if (community.area_id.empty()) continue;
          *figures.add_communities() = ToMessage(community);
        }
        for (const CollectorRun& run : runs) *figures.add_responsibility_runs() = ToMessage(run);
        for (const v1::TaskFigures& task : TasksOf(communities)) *figures.add_tasks() = task;
        *figures.mutable_stamp() =
            MakeStamp(month.definition, month.closing_date, month.closed_time);
        return figures;
      });
}

absl::StatusOr<v1::JournalHeads> CloseApi::ShowHeads(
    const v1::GetJournalHeadsRequest& request) const {
  return context_.database.Read(
      "GetJournalHeads", [&](db::Transaction& transaction) -> absl::StatusOr<v1::JournalHeads> {
        CloseStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingMonth month, LoadClosed(store, request.month()));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<JournalHead> heads,
                                 store.LoadHeads(month.month));
        CUIJIAO_ASSIGN_OR_RETURN(const std::string document, context_.heads.Sign(month, heads));
        v1::JournalHeads answer;
        answer.set_month(FormatMonth(month.month));
        answer.set_signed_heads(document);
        answer.set_head_count(static_cast<std::int32_t>(heads.size()));
        return answer;
      });
}

absl::StatusOr<v1::ListHistoricalPaymentsResponse> CloseApi::ShowHistoricalPayments(
    const v1::ListHistoricalPaymentsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context_.page_tokens.PositionOf(request));
  const int size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<HistoricalPayment> payments,
      context_.database.Read(
          "ListHistoricalPayments",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<HistoricalPayment>> {
            CloseStore store(transaction);
            CUIJIAO_ASSIGN_OR_RETURN(const AccountingMonth month,
                                     LoadClosed(store, request.month()));
            // One more than is shown tells whether there is a next page.
            CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                     LoadAccountingCalendar(transaction));
            const Date year_start = calendar.YearStart(static_cast<int>(month.month.year()));
            return store.LoadHistoricalPayments(month, year_start, after, size + 1);
          }));
  v1::ListHistoricalPaymentsResponse answer;
  const bool more = payments.size() > static_cast<std::size_t>(size);
  if (more) payments.pop_back();
  for (const HistoricalPayment& payment : payments) {
    *answer.add_historical_payments() = ToMessage(payment);
  }
  if (more) {
    answer.set_next_page_token(context_.page_tokens.Make(request, payments.back().payment_id));
  }
  return answer;
}

absl::StatusOr<v1::ListReversalsResponse> CloseApi::ShowReversals(
    const v1::ListReversalsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<UndonePayment> undone,
      context_.database.Read(
          "ListReversals",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<UndonePayment>> {
            CloseStore store(transaction);
            CUIJIAO_ASSIGN_OR_RETURN(const AccountingMonth month,
                                     LoadClosed(store, request.month()));
            CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                     LoadAccountingCalendar(transaction));
            return store.LoadUndonePayments(month.month, calendar.HandedOverWith(month.month));
          }));
  v1::ListReversalsResponse answer;
  for (const UndonePayment& payment : undone) *answer.add_reversals() = ToMessage(payment);
  return answer;
}

grpc::ServerUnaryReactor* CloseApi::CloseMonth(grpc::CallbackServerContext* context,
                                               const v1::CloseMonthRequest* request,
                                               v1::AccountingMonth* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/CloseMonth", context, request, response,
      [this](const CallContext& call, const auto& message) { return Close(call, message); });
}

grpc::ServerUnaryReactor* CloseApi::ListAccountingMonths(
    grpc::CallbackServerContext* context, const v1::ListAccountingMonthsRequest* request,
    v1::ListAccountingMonthsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/ListAccountingMonths", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowMonths(message); });
}

grpc::ServerUnaryReactor* CloseApi::GetMonthFigures(grpc::CallbackServerContext* context,
                                                    const v1::GetMonthFiguresRequest* request,
                                                    v1::MonthFigures* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/GetMonthFigures", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowFigures(message); });
}

grpc::ServerUnaryReactor* CloseApi::GetJournalHeads(grpc::CallbackServerContext* context,
                                                    const v1::GetJournalHeadsRequest* request,
                                                    v1::JournalHeads* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/GetJournalHeads", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowHeads(message); });
}

grpc::ServerUnaryReactor* CloseApi::ListHistoricalPayments(
    grpc::CallbackServerContext* context, const v1::ListHistoricalPaymentsRequest* request,
    v1::ListHistoricalPaymentsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/ListHistoricalPayments", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowHistoricalPayments(message); });
}

grpc::ServerUnaryReactor* CloseApi::ListReversals(grpc::CallbackServerContext* context,
                                                  const v1::ListReversalsRequest* request,
                                                  v1::ListReversalsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/ListReversals", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowReversals(message); });
}

}  // namespace cuijiao::ledger
