#include "services/ledger/api/billing/billing_api.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/requests/request_dates.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/bill_position.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

FeeSchedule ScheduleOf(const v1::FeeSchedule& message) {
  FeeSchedule schedule;
  schedule.unit_id = message.unit_id();
  schedule.fee_kind = ToFeeKind(message.fee_kind());
  schedule.period_months = message.period_months();
  schedule.price_e4_yuan = message.price_e4_yuan_per_m2_month();
  schedule.fixed_per_month = Fen(message.fixed_fen_per_month());
  schedule.due_after_days = message.due_after_days();
  schedule.from_date = DateOf(message.from_date());
  schedule.to_date = OptionalDateOf(message.to_date());
  return schedule;
}

v1::FeeSchedule ToMessage(const FeeSchedule& schedule) {
  v1::FeeSchedule message;
  message.set_unit_id(schedule.unit_id);
  message.set_fee_kind(static_cast<v1::FeeKind>(schedule.fee_kind));
  message.set_period_months(schedule.period_months);
  message.set_price_e4_yuan_per_m2_month(schedule.price_e4_yuan);
  message.set_fixed_fen_per_month(schedule.fixed_per_month.value());
  message.set_due_after_days(schedule.due_after_days);
  message.set_from_date(FormatDate(schedule.from_date));
  message.set_to_date(FormatOptionalDate(schedule.to_date));
  return message;
}

// The schedules by community. NOT_FOUND / UNKNOWN_UNIT.
absl::StatusOr<std::map<std::string, std::vector<FeeSchedule>>> ByCommunity(
    db::Transaction& transaction, const v1::BatchPutFeeSchedulesRequest& request) {
  std::set<std::string> ids;
  for (const v1::FeeSchedule& message : request.fee_schedules()) ids.insert(message.unit_id());
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<UnitPlace> units,
      OrganisationStore(transaction).LoadUnits(std::vector<std::string>(ids.begin(), ids.end())));
  std::map<std::string, std::string> community_of;
  for (const UnitPlace& unit : units) community_of[unit.unit_id] = unit.community_id;
  std::map<std::string, std::vector<FeeSchedule>> schedules;
  for (const v1::FeeSchedule& message : request.fee_schedules()) {
    const auto community = community_of.find(message.unit_id());
    if (community == community_of.end()) {
      return Refusal(absl::StatusCode::kNotFound, kUnknownUnit,
                     absl::StrCat("there is no unit_id ", message.unit_id()),
                     {{"unit_id", message.unit_id()}});
    }
    schedules[community->second].push_back(ScheduleOf(message));
  }
  return schedules;
}

}  // namespace

absl::StatusOr<v1::BatchPutFeeSchedulesResponse> BillingApi::Put(
    const CallContext& call, const v1::BatchPutFeeSchedulesRequest& request) const {
  return AnswerOnce<v1::BatchPutFeeSchedulesResponse>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::BatchPutFeeSchedulesResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const auto by_community, ByCommunity(transaction, request));
        for (const auto& [community_id, schedules] : by_community) {
          CUIJIAO_ASSIGN_OR_RETURN(
              JournalStore journal,
              JournalStore::Lock(transaction, context_.ids, call.time, community_id));
          CUIJIAO_RETURN_IF_ERROR(PutFeeSchedules(journal, schedules));
          // The partition's row is written, so that on a cluster two puts for one unit do not both
          // stand.
          CUIJIAO_RETURN_IF_ERROR(journal.Flush());
        }
        v1::BatchPutFeeSchedulesResponse response;
        response.set_put_count(request.fee_schedules_size());
        return response;
      });
}

absl::StatusOr<v1::ListFeeSchedulesResponse> BillingApi::ShowSchedules(
    const v1::ListFeeSchedulesRequest& request) const {
  return context_.database.Read(
      "ListFeeSchedules",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListFeeSchedulesResponse> {
        CUIJIAO_RETURN_IF_ERROR(LoadKnownUnit(transaction, request.unit_id()).status());
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<FeeSchedule> schedules,
                                 LoadFeeSchedules(transaction, request.unit_id()));
        v1::ListFeeSchedulesResponse response;
        for (const FeeSchedule& schedule : schedules) {
          *response.add_fee_schedules() = ToMessage(schedule);
        }
        return response;
      });
}

absl::StatusOr<v1::ListBillsResponse> BillingApi::ShowBills(
    const CallContext& call, const v1::ListBillsRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(context_.database
                              .Ask("FindUnit",
                                   [&](db::Transaction& transaction) {
                                     return LoadKnownUnit(transaction, request.unit_id());
                                   })
                              .status());
  CUIJIAO_RETURN_IF_ERROR(
      BringUnitUpToDate(context_.database, context_.ids, request.unit_id(), call.time));
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Bill> bills,
                           context_.database.Read("ListBills", [&](db::Transaction& transaction) {
                             return ledger::ListBills(transaction, request.unit_id(),
                                                      request.unpaid_only(),
                                                      BillPositionFrom(position), page_size + 1);
                           }));
  const bool more = CutToPage(bills, page_size);
  v1::ListBillsResponse response;
  for (const Bill& bill : bills) *response.add_bills() = ledger::ToMessage(bill);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, PositionOf(bills.back())));
  }
  return response;
}

grpc::ServerUnaryReactor* BillingApi::BatchPutFeeSchedules(
    grpc::CallbackServerContext* context, const v1::BatchPutFeeSchedulesRequest* request,
    v1::BatchPutFeeSchedulesResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BillingService/BatchPutFeeSchedules", context, request, response,
      [this](const CallContext& call, const auto& message) { return Put(call, message); });
}

grpc::ServerUnaryReactor* BillingApi::ListFeeSchedules(grpc::CallbackServerContext* context,
                                                       const v1::ListFeeSchedulesRequest* request,
                                                       v1::ListFeeSchedulesResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BillingService/ListFeeSchedules", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowSchedules(message); });
}

grpc::ServerUnaryReactor* BillingApi::ListBills(grpc::CallbackServerContext* context,
                                                const v1::ListBillsRequest* request,
                                                v1::ListBillsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BillingService/ListBills", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowBills(call, message); });
}

}  // namespace cuijiao::ledger
