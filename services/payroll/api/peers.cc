#include "services/payroll/api/peers.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "common/status/macros.h"

namespace cuijiao::payroll {
namespace {

constexpr int kPageSize = 1000;
constexpr std::size_t kIdsACall = 500;

std::vector<std::vector<std::string>> InParts(const std::set<std::string>& ids) {
  std::vector<std::vector<std::string>> parts;
  for (const std::string& id : ids) {
    if (parts.empty() || parts.back().size() == kIdsACall) parts.emplace_back();
    parts.back().push_back(id);
  }
  return parts;
}

// Asks page after page. `ask` answers a request with a page_token; `take` moves a page's rows out.
template <typename Row, typename Request, typename Ask, typename Take>
absl::StatusOr<std::vector<Row>> AllPages(Request request, Ask ask, Take take) {
  std::vector<Row> rows;
  request.set_page_size(kPageSize);
  do {
    CUIJIAO_ASSIGN_OR_RETURN(auto page, ask(request));
    auto& page_rows = *take(page);
    std::move(page_rows.begin(), page_rows.end(), std::back_inserter(rows));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return rows;
}

}  // namespace

Peers::Peers(Peer& ledger, Peer& escalation, Peer& waiver)
    : ledger_(ledger),
      escalation_(escalation),
      waiver_(waiver),
      close_(ledger::v1::CloseService::NewStub(ledger.channel())),
      plan_(ledger::v1::PlanService::NewStub(ledger.channel())),
      organisation_(ledger::v1::OrganisationService::NewStub(ledger.channel())),
      work_(escalation::v1::EscalationService::NewStub(escalation.channel())),
      violations_(waiver::v1::WaiverService::NewStub(waiver.channel())) {}

absl::StatusOr<std::optional<Month>> Peers::FindFirstClosedMonth(const OutgoingCall& call) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::ListAccountingMonthsResponse response,
      ledger_.CallUnary(*close_, &ledger::v1::CloseService::StubInterface::ListAccountingMonths,
                        call, ledger::v1::ListAccountingMonthsRequest()));
  if (response.accounting_months().empty()) return std::optional<Month>();
  // They come latest first.
  CUIJIAO_ASSIGN_OR_RETURN(const Month first,
                           ParseMonth(response.accounting_months().rbegin()->month()));
  return std::optional<Month>(first);
}

absl::StatusOr<ledger::v1::MonthFigures> Peers::GetMonthFigures(const OutgoingCall& call,
                                                                Month month) {
  ledger::v1::GetMonthFiguresRequest request;
  request.set_month(FormatMonth(month));
  return ledger_.CallUnary(*close_, &ledger::v1::CloseService::StubInterface::GetMonthFigures, call,
                           request);
}

absl::StatusOr<std::vector<ledger::v1::HistoricalPayment>> Peers::ListHistoricalPayments(
    const OutgoingCall& call, Month month) {
  ledger::v1::ListHistoricalPaymentsRequest request;
  request.set_month(FormatMonth(month));
  return AllPages<ledger::v1::HistoricalPayment>(
      request,
      [&](const auto& page_request) {
        return ledger_.CallUnary(*close_,
                                 &ledger::v1::CloseService::StubInterface::ListHistoricalPayments,
                                 call, page_request);
      },
      [](auto& page) { return page.mutable_historical_payments(); });
}

absl::StatusOr<std::vector<ledger::v1::Reversal>> Peers::ListReversals(const OutgoingCall& call,
                                                                       Month month) {
  ledger::v1::ListReversalsRequest request;
  request.set_month(FormatMonth(month));
  CUIJIAO_ASSIGN_OR_RETURN(
      ledger::v1::ListReversalsResponse response,
      ledger_.CallUnary(*close_, &ledger::v1::CloseService::StubInterface::ListReversals, call,
                        request));
  return std::vector<ledger::v1::Reversal>(response.reversals().begin(),
                                           response.reversals().end());
}

absl::StatusOr<ledger::v1::CollectionRate> Peers::GetProjectRate(
    const OutgoingCall& call, const std::string& project_id,
    const ledger::v1::AccountingMonth& month) {
  ledger::v1::GetCollectionRateRequest request;
  request.set_project_id(project_id);
  request.set_as_of_date(month.closing_date());
  *request.mutable_recorded_by_time() = month.close_time();
  return ledger_.CallUnary(*plan_, &ledger::v1::PlanService::StubInterface::GetCollectionRate, call,
                           request);
}

absl::StatusOr<ledger::v1::Ranking> Peers::GetRanking(const OutgoingCall& call,
                                                      const std::string& project_id, Month month) {
  ledger::v1::GetRankingRequest request;
  request.set_project_id(project_id);
  request.set_month(FormatMonth(month));
  return ledger_.CallUnary(*plan_, &ledger::v1::PlanService::StubInterface::GetRanking, call,
                           request);
}

absl::StatusOr<std::set<std::string>> Peers::FindAreas(const OutgoingCall& call,
                                                       const std::string& project_id) {
  ledger::v1::GetOrganisationRequest request;
  request.set_project_id(project_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      const ledger::v1::Organisation organisation,
      ledger_.CallUnary(*organisation_,
                        &ledger::v1::OrganisationService::StubInterface::GetOrganisation, call,
                        request));
  std::set<std::string> ids;
  for (const ledger::v1::Area& area : organisation.areas()) ids.insert(area.id());
  return ids;
}

absl::StatusOr<std::vector<ledger::v1::Staff>> Peers::FindStaff(
    const OutgoingCall& call, const std::set<std::string>& staff_ids,
    const std::set<std::string>& employee_nos) {
  std::vector<ledger::v1::BatchGetStaffRequest> requests;
  for (const std::vector<std::string>& part : InParts(staff_ids)) {
    ledger::v1::BatchGetStaffRequest& request = requests.emplace_back();
    request.mutable_staff_ids()->Assign(part.begin(), part.end());
  }
  for (const std::vector<std::string>& part : InParts(employee_nos)) {
    ledger::v1::BatchGetStaffRequest& request = requests.emplace_back();
    request.mutable_employee_nos()->Assign(part.begin(), part.end());
  }
  std::map<std::string, ledger::v1::Staff> by_id;
  for (const ledger::v1::BatchGetStaffRequest& request : requests) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const ledger::v1::BatchGetStaffResponse response,
        ledger_.CallUnary(*organisation_,
                          &ledger::v1::OrganisationService::StubInterface::BatchGetStaff, call,
                          request));
    for (const ledger::v1::Staff& staff : response.staff()) by_id[staff.id()] = staff;
  }
  std::vector<ledger::v1::Staff> staff;
  for (auto& [id, person] : by_id) staff.push_back(std::move(person));
  return staff;
}

absl::StatusOr<std::vector<escalation::v1::WorkRecord>> Peers::ListWork(
    const OutgoingCall& call, const std::set<std::string>& unit_ids) {
  std::vector<escalation::v1::WorkRecord> work;
  for (const std::vector<std::string>& part : InParts(unit_ids)) {
    escalation::v1::ListWorkRequest request;
    request.mutable_unit_ids()->Assign(part.begin(), part.end());
    CUIJIAO_ASSIGN_OR_RETURN(std::vector<escalation::v1::WorkRecord> of_part,
                             AllPages<escalation::v1::WorkRecord>(
                                 request,
                                 [&](const auto& page_request) {
                                   return escalation_.CallUnary(
                                       *work_,
                                       &escalation::v1::EscalationService::StubInterface::ListWork,
                                       call, page_request);
                                 },
                                 [](auto& page) { return page.mutable_work_records(); }));
    std::ranges::move(of_part, std::back_inserter(work));
  }
  // What was done is personal and decides nothing here.
  for (escalation::v1::WorkRecord& record : work) record.clear_note();
  return work;
}

absl::StatusOr<std::vector<waiver::v1::Violation>> Peers::ListViolations(const OutgoingCall& call,
                                                                         Month last_charge_month) {
  waiver::v1::ListViolationsRequest request;
  request.set_charge_month(FormatMonth(last_charge_month));
  request.set_with_earlier_months(true);
  return AllPages<waiver::v1::Violation>(
      request,
      [&](const auto& page_request) {
        return waiver_.CallUnary(*violations_,
                                 &waiver::v1::WaiverService::StubInterface::ListViolations, call,
                                 page_request);
      },
      [](auto& page) { return page.mutable_violations(); });
}

}  // namespace cuijiao::payroll
