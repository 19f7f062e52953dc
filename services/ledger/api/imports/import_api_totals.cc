// CompareOpeningTotals (LED-19).
#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/imports/import_api.h"
#include "services/ledger/api/imports/import_file.h"
#include "services/ledger/api/imports/row_errors.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/domain/imports/opening_totals.h"
#include "services/ledger/store/imports/opening_totals_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

template <typename A, typename B>
consteval bool SameFigure(A a, B b) {
  return static_cast<int>(a) == static_cast<int>(b);
}
static_assert(SameFigure(v1::OPENING_FIGURE_UNPAID_PRINCIPAL, OpeningFigure::kUnpaidPrincipal));
static_assert(SameFigure(v1::OPENING_FIGURE_RECEIVED, OpeningFigure::kReceived));

// The project's communities, and what the ledger holds of them.
struct Held {
  Date date;  // at its end
  std::set<std::string> community_ids;
  OpeningTotals totals;
};

v1::OpeningDifference ToMessage(const OpeningDifference& difference) {
  v1::OpeningDifference message;
  message.set_community_id(difference.key.community_id);
  message.set_figure(static_cast<v1::OpeningFigure>(difference.key.figure));
  message.set_period(difference.key.period);
  message.set_stated_fen(difference.stated.value());
  message.set_ledger_fen(difference.held.value());
  message.set_line(static_cast<std::int32_t>(difference.line));
  return message;
}

}  // namespace

absl::StatusOr<v1::CompareOpeningTotalsResponse> ImportApi::Compare(
    const CallContext& call, const v1::CompareOpeningTotalsRequest& request) const {
  const Date asked = DateOr(request.as_of_date(), call.time.business_date);
  if (asked > call.time.business_date) {
    return InvalidFields({{"as_of_date", FormatDate(asked) + " is after the business date " +
                                             FormatDate(call.time.business_date)}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(RawImportFile raw,
                           ReadRawImportFile(ImportKind::kOpeningTotals, request.content()));
  std::vector<StatedTotal> stated;
  std::vector<RowFault> faults = std::move(raw.faults);
  for (ImportRow& row : raw.rows) {
    ReadTotal read = ReadOpeningTotal(std::move(row));
    if (read.faults.empty()) stated.push_back(std::move(read.total));
    faults.insert(faults.end(), read.faults.begin(), read.faults.end());
  }
  CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(context_.database, context_.ids,
                                              {.project_id = request.project_id()}, call.time)
                              .status());
  CUIJIAO_ASSIGN_OR_RETURN(
      const Held held,
      context_.database.Read(
          "CompareOpeningTotals", [&](db::Transaction& transaction) -> absl::StatusOr<Held> {
            OrganisationStore organisation(transaction);
            CUIJIAO_ASSIGN_OR_RETURN(const auto project,
                                     organisation.LoadProject(request.project_id()));
            if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
            Held found;
            found.date = asked;
            if (request.as_of_date().empty()) {
              CUIJIAO_ASSIGN_OR_RETURN(const std::optional<absl::Time> last,
                                       LoadLastOpeningTime(transaction, request.project_id()));
              if (last) found.date = std::min(asked, absl::ToCivilDay(*last, call.time.zone));
            }
            CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> places,
                                     organisation.LoadCommunities(request.project_id()));
            for (const CommunityPlace& place : places) {
              found.community_ids.insert(place.community_id);
            }
            CUIJIAO_ASSIGN_OR_RETURN(
                found.totals, LoadOpeningTotals(transaction, request.project_id(), found.date));
            return found;
          }));
  std::vector<RowFault> checked = CheckOpeningTotals(stated, held.community_ids);
  faults.insert(faults.end(), checked.begin(), checked.end());
  v1::CompareOpeningTotalsResponse response;
  response.set_row_count(static_cast<std::int32_t>(raw.row_count));
  response.set_as_of_date(FormatDate(held.date));
  if (!faults.empty()) {
    response.set_wrong_count(CountWrongRows(faults));
    TellRowFaults(std::move(faults), *response.mutable_row_errors());
    return response;
  }
  std::int32_t differing_rows = 0;
  for (const OpeningDifference& difference : CompareTotals(stated, held.totals)) {
    *response.add_differences() = ToMessage(difference);
    if (difference.line > 0) ++differing_rows;
  }
  response.set_matched_count(response.row_count() - differing_rows);
  return response;
}

grpc::ServerUnaryReactor* ImportApi::CompareOpeningTotals(
    grpc::CallbackServerContext* context, const v1::CompareOpeningTotalsRequest* request,
    v1::CompareOpeningTotalsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ImportService/CompareOpeningTotals", context, request, response,
      [this](const CallContext& call, const auto& message) { return Compare(call, message); });
}

}  // namespace cuijiao::ledger
