#include "services/waiver/api/ledger_facts.h"

#include <string>

#include "common/status/macros.h"
#include "services/waiver/api/refusals.h"

namespace cuijiao::waiver {
namespace {

namespace lv1 = ledger::v1;
using Settlements = lv1::SettlementService::StubInterface;

SettlementQuote QuoteOf(const lv1::SettlementQuote& message) {
  return {.debt_version = message.debt_version(),
          .arrears = Fen(message.arrears_fen()),
          .arrears_charges = Fen(message.arrears_charges_fen()),
          .prepay = Fen(message.prepay_fen()),
          .cash = Fen(message.cash_fen()),
          .arrears_left = Fen(message.arrears_left_fen()),
          .months_covered = message.months_covered(),
          .community_id = message.community_id(),
          .project_id = message.project_id(),
          .household = {.plan_year = message.plan_year(),
                        .unit_id = message.unit_id(),
                        .owner_ids = {message.owner_ids().begin(), message.owner_ids().end()},
                        .unit_ids = {message.household_unit_ids().begin(),
                                     message.household_unit_ids().end()}},
          .owner_staff_ids = {message.owner_staff_ids().begin(), message.owner_staff_ids().end()}};
}

}  // namespace

LedgerFacts::LedgerFacts(Peer& ledger)
    : ledger_(ledger),
      settlements_(lv1::SettlementService::NewStub(ledger.channel())),
      organisation_(lv1::OrganisationService::NewStub(ledger.channel())) {}

absl::StatusOr<SettlementQuote> LedgerFacts::Quote(const OutgoingCall& call,
                                                   const lv1::QuoteSettlementRequest& request) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::SettlementQuote quote,
      ledger_.CallUnary(*settlements_, &Settlements::QuoteSettlement, call, request));
  return QuoteOf(quote);
}

absl::StatusOr<SettlementQuote> LedgerFacts::QuoteMonths(const OutgoingCall& call,
                                                         std::string_view unit_id, Fen waiver,
                                                         int months_to_cover) {
  lv1::QuoteSettlementRequest request;
  request.set_unit_id(std::string(unit_id));
  request.set_waiver_fen(waiver.value());
  request.set_months_to_cover(months_to_cover);
  return Quote(call, request);
}

absl::StatusOr<SettlementQuote> LedgerFacts::QuoteCash(const OutgoingCall& call,
                                                       std::string_view unit_id, Fen waiver,
                                                       Fen cash) {
  lv1::QuoteSettlementRequest request;
  request.set_unit_id(std::string(unit_id));
  request.set_waiver_fen(waiver.value());
  request.set_cash_fen(cash.value());
  return Quote(call, request);
}

absl::StatusOr<lv1::PostedSettlement> LedgerFacts::Post(const OutgoingCall& call,
                                                        const lv1::PostSettlementRequest& request) {
  return ledger_.CallUnary(*settlements_, &Settlements::PostSettlement, call, request);
}

absl::StatusOr<std::optional<lv1::PostedSettlement>> LedgerFacts::FindPosted(
    const OutgoingCall& call, std::string_view waiver_id) {
  lv1::GetSettlementRequest request;
  request.set_waiver_id(std::string(waiver_id));
  absl::StatusOr<lv1::PostedSettlement> posted =
      ledger_.CallUnary(*settlements_, &Settlements::GetSettlement, call, request);
  if (absl::IsNotFound(posted.status())) return std::optional<lv1::PostedSettlement>();
  CUIJIAO_RETURN_IF_ERROR(posted.status());
  return std::optional(*std::move(posted));
}

absl::StatusOr<std::vector<std::string>> LedgerFacts::StaffOwners(const OutgoingCall& call,
                                                                  std::string_view unit_id) {
  lv1::GetUnitRequest request;
  request.set_unit_id(std::string(unit_id));
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::Unit unit,
      ledger_.CallUnary(*organisation_, &lv1::OrganisationService::StubInterface::GetUnit, call,
                        request));
  std::vector<std::string> staff_ids;
  for (const lv1::Owner& owner : unit.owners()) {
    if (!owner.staff_id().empty()) staff_ids.push_back(owner.staff_id());
  }
  return staff_ids;
}

absl::Status LedgerFacts::CheckStaff(const OutgoingCall& call, std::string_view staff_id) {
  lv1::BatchGetStaffRequest request;
  request.add_staff_ids(std::string(staff_id));
  CUIJIAO_ASSIGN_OR_RETURN(
      const lv1::BatchGetStaffResponse response,
      ledger_.CallUnary(*organisation_, &lv1::OrganisationService::StubInterface::BatchGetStaff,
                        call, request));
  return response.staff().empty() ? RefuseUnknownStaff(staff_id) : absl::OkStatus();
}

}  // namespace cuijiao::waiver
