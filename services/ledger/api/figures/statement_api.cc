#include "services/ledger/api/figures/statement_api.h"

#include <map>
#include <string>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/figures/figure_messages.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/domain/figures/ageing.h"
#include "services/ledger/domain/figures/statement.h"
#include "services/ledger/store/figures/present_figures.h"
#include "services/ledger/store/figures/statement_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kStatementDefinition = "LED-5 statement";
constexpr std::string_view kTrialBalanceDefinition = "LED-4 trial balance";

v1::StatementLine::Kind ToMessage(EntryKind kind) {
  switch (kind) {
    case EntryKind::kBill:
      return v1::StatementLine::KIND_BILL;
    case EntryKind::kPayment:
      return v1::StatementLine::KIND_PAYMENT;
    case EntryKind::kPrepaymentUse:
      return v1::StatementLine::KIND_PREPAYMENT_USE;
    case EntryKind::kWaiver:
      return v1::StatementLine::KIND_WAIVER;
    case EntryKind::kReversal:
      return v1::StatementLine::KIND_REVERSAL;
    case EntryKind::kRefund:
      return v1::StatementLine::KIND_REFUND;
    case EntryKind::kOpening:
      return v1::StatementLine::KIND_OPENING;
    case EntryKind::kCreditNote:
      return v1::StatementLine::KIND_CREDIT_NOTE;
    case EntryKind::kCost:
      return v1::StatementLine::KIND_COST;
    case EntryKind::kLateFee:
      return v1::StatementLine::KIND_LATE_FEE;
    case EntryKind::kWriteOff:
      return v1::StatementLine::KIND_WRITE_OFF;
    case EntryKind::kRevival:
      return v1::StatementLine::KIND_REVIVAL;
    case EntryKind::kSuspense:  // moves no unit's balance
      return v1::StatementLine::KIND_UNSPECIFIED;
  }
  return v1::StatementLine::KIND_UNSPECIFIED;
}

v1::Statement ToMessage(const std::string& unit_id, const UnitStatement& statement) {
  v1::Statement message;
  message.set_unit_id(unit_id);
  message.set_opening_owed_fen(statement.opening_owed.value());
  message.set_opening_prepayment_fen(statement.opening_prepayment.value());
  for (const UnitMovement& movement : statement.movements) {
    v1::StatementLine& line = *message.add_lines();
    line.set_posting_date(FormatDate(movement.posting_date));
    line.set_kind(ToMessage(movement.kind));
    line.set_reference_id(movement.reference_id);
    line.set_owed_change_fen(movement.owed_change.value());
    line.set_prepayment_change_fen(movement.prepayment_change.value());
    *line.mutable_record_time() = TimestampOf(movement.recorded_time);
  }
  message.set_closing_owed_fen(statement.closing_owed.value());
  message.set_closing_prepayment_fen(statement.closing_prepayment.value());
  message.set_closing_due_fen(statement.closing_due.value());
  return message;
}

// One row of an ageing in the making.
struct AgedPlace {
  std::string community_id;
  std::string unit_id;  // empty for a community's row
};

absl::StatusOr<std::vector<AgedPlace>> FindAgedPlaces(db::Transaction& transaction,
                                                      const v1::GetAgeingRequest& request) {
  OrganisationStore organisation(transaction);
  std::vector<AgedPlace> places;
  if (!request.unit_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(const auto unit, organisation.LoadUnit(request.unit_id()));
    if (!unit) return UnknownThing(kUnknownUnit, "unit", request.unit_id());
    places.push_back({unit->community_id, unit->unit_id});
  } else if (!request.community_id().empty()) {
    CUIJIAO_ASSIGN_OR_RETURN(const auto community,
                             organisation.LoadCommunity(request.community_id()));
    if (!community) return UnknownThing(kUnknownCommunity, "community", request.community_id());
    places.push_back({community->community_id, ""});
  } else {
    CUIJIAO_ASSIGN_OR_RETURN(const auto project, organisation.LoadProject(request.project_id()));
    if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
    CUIJIAO_ASSIGN_OR_RETURN(const auto communities,
                             organisation.LoadCommunities(request.project_id()));
    for (const CommunityPlace& community : communities) {
      places.push_back({community.community_id, ""});
    }
  }
  return places;
}

// Sees to it that the ageing that is asked for can be computed: prepayment is used for what fell
// due, and where it is of today, what is kept of it is too.
absl::Status PrepareAgeing(LedgerContext& context, const CallContext& call,
                           const v1::GetAgeingRequest& request, const AsOf& as_of) {
  if (!request.unit_id().empty()) {
    return BringUnitUpToDate(context.database, context.ids, request.unit_id(), call.time);
  }
  if (as_of.is_present) {
    return BringFiguresUpToDate(
        context.database, context.ids,
        {.project_id = request.project_id(), .community_id = request.community_id()}, call.time,
        call.deadline);
  }
  return SweepDuePrepayments(
             context.database, context.ids,
             {.project_id = request.project_id(), .community_id = request.community_id()},
             call.time)
      .status();
}

// What is kept of it, by community; none where the ageing is not of today or of one unit.
absl::StatusOr<std::map<std::string, AgeingSums>> LoadKeptAgeing(
    db::Transaction& transaction, const v1::GetAgeingRequest& request, const AsOf& as_of) {
  std::map<std::string, AgeingSums> kept;
  if (!as_of.is_present || !request.unit_id().empty()) return kept;
  const AskedPlace place{.project_id = request.project_id(),
                         .community_id = request.community_id()};
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  CUIJIAO_ASSIGN_OR_RETURN(const auto of_date,
                           LoadKeptOfDate(transaction, place, calendar, as_of.date));
  CUIJIAO_ASSIGN_OR_RETURN(auto ageing,
                           KeptFiguresStore(transaction).LoadAgeing(place, as_of.date));
  for (const auto& [community_id, figures] : of_date) kept[community_id] = ageing[community_id];
  return kept;
}

absl::StatusOr<AgeingSums> AgeFromJournal(db::Transaction& transaction, const AgedPlace& place,
                                          const AsOf& as_of) {
  StatementStore store(transaction);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<DueAmount> dues,
                           place.unit_id.empty()
                               ? store.LoadCommunityDues(place.community_id, as_of)
                               : store.LoadUnitDues(place.unit_id, as_of));
  AgeingSums sums;
  for (const DueAmount& due : dues) sums.Add(due.due_date, as_of.date, due.amount);
  return sums;
}

}  // namespace

absl::StatusOr<v1::Statement> StatementApi::ShowStatement(
    const CallContext& call, const v1::GetStatementRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const AsOf as_of, AsOfOf(call, request));
  const Date from = DateOr(request.from_date(), Date(as_of.date.year(), 1, 1));
  if (from > as_of.date) {
    return InvalidFields({{"from_date", fmt::format("{} is after the as-of date {}",
                                                    FormatDate(from), FormatDate(as_of.date))}});
  }
  CUIJIAO_RETURN_IF_ERROR(
      BringUnitUpToDate(context_.database, context_.ids, request.unit_id(), call.time));
  return context_.database.Read(
      "GetStatement", [&](db::Transaction& transaction) -> absl::StatusOr<v1::Statement> {
        CUIJIAO_ASSIGN_OR_RETURN(const auto unit,
                                 OrganisationStore(transaction).LoadUnit(request.unit_id()));
        if (!unit) return UnknownThing(kUnknownUnit, "unit", request.unit_id());
        StatementStore store(transaction);
        CUIJIAO_ASSIGN_OR_RETURN(const auto movements, store.LoadMovements(unit->unit_id, as_of));
        CUIJIAO_ASSIGN_OR_RETURN(const auto dues, store.LoadUnitDues(unit->unit_id, as_of));
        v1::Statement statement =
            ToMessage(unit->unit_id, ComputeStatement(from, as_of.date, movements, dues));
        *statement.mutable_stamp() = StampOf(kStatementDefinition, call, as_of);
        return statement;
      });
}

absl::StatusOr<v1::Ageing> StatementApi::ShowAgeing(const CallContext& call,
                                                    const v1::GetAgeingRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckOneIsSet({{"project_id", request.project_id()},
                                         {"community_id", request.community_id()},
                                         {"unit_id", request.unit_id()}}));
  CUIJIAO_ASSIGN_OR_RETURN(const AsOf as_of, AsOfOf(call, request));
  CUIJIAO_RETURN_IF_ERROR(PrepareAgeing(context_, call, request, as_of));
  return context_.database.Read(
      "GetAgeing", [&](db::Transaction& transaction) -> absl::StatusOr<v1::Ageing> {
        CUIJIAO_ASSIGN_OR_RETURN(const auto places, FindAgedPlaces(transaction, request));
        CUIJIAO_ASSIGN_OR_RETURN(const auto kept, LoadKeptAgeing(transaction, request, as_of));
        v1::Ageing ageing;
        AgeingSums total;
        for (const AgedPlace& place : places) {
          AgeingSums sums;
          if (const auto found = kept.find(place.community_id); found != kept.end()) {
            sums = found->second;
          } else {
            CUIJIAO_ASSIGN_OR_RETURN(sums, AgeFromJournal(transaction, place, as_of));
          }
          total += sums;
          v1::AgeingRow& row = *ageing.add_rows();
          row = MakeAgeingRow(sums);
          row.set_community_id(place.community_id);
          row.set_unit_id(place.unit_id);
        }
        *ageing.mutable_total() = MakeAgeingRow(total);
        *ageing.mutable_stamp() = StampOf(kAgeingDefinition, call, as_of);
        return ageing;
      });
}

absl::StatusOr<v1::TrialBalance> StatementApi::ShowTrialBalance(
    const CallContext& call, const v1::GetTrialBalanceRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const AsOf as_of, AsOfOf(call, request));
  CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(context_.database, context_.ids,
                                              {.project_id = request.project_id()}, call.time)
                              .status());
  return context_.database.Read(
      "GetTrialBalance", [&](db::Transaction& transaction) -> absl::StatusOr<v1::TrialBalance> {
        if (!request.project_id().empty()) {
          CUIJIAO_ASSIGN_OR_RETURN(
              const auto project, OrganisationStore(transaction).LoadProject(request.project_id()));
          if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
        }
        CUIJIAO_ASSIGN_OR_RETURN(
            const std::vector<AccountBalance> balances,
            StatementStore(transaction).LoadTrialBalance(request.project_id(), as_of));
        v1::TrialBalance answer;
        Fen sum;
        for (const AccountBalance& balance : balances) {
          v1::TrialBalance::Row& row = *answer.add_rows();
          row.set_account(balance.account);
          row.set_balance_fen(balance.balance.value());
          sum += balance.balance;
        }
        answer.set_sum_fen(sum.value());
        *answer.mutable_stamp() = StampOf(kTrialBalanceDefinition, call, as_of);
        return answer;
      });
}

grpc::ServerUnaryReactor* StatementApi::GetStatement(grpc::CallbackServerContext* context,
                                                     const v1::GetStatementRequest* request,
                                                     v1::Statement* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.StatementService/GetStatement", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return ShowStatement(call, message);
                               });
}

grpc::ServerUnaryReactor* StatementApi::GetAgeing(grpc::CallbackServerContext* context,
                                                  const v1::GetAgeingRequest* request,
                                                  v1::Ageing* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.StatementService/GetAgeing", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowAgeing(call, message); });
}

grpc::ServerUnaryReactor* StatementApi::GetTrialBalance(grpc::CallbackServerContext* context,
                                                        const v1::GetTrialBalanceRequest* request,
                                                        v1::TrialBalance* response) {
  return context_.runner.Unary("cuijiao.ledger.v1.StatementService/GetTrialBalance", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return ShowTrialBalance(call, message);
                               });
}

}  // namespace cuijiao::ledger
