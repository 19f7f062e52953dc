// Who owes what of a unit that has changed hands.
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/api/figures/statement_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/domain/figures/debtors.h"
#include "services/ledger/store/billing/bill_store.h"
#include "services/ledger/store/figures/statement_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/payments/due_prepayments.h"

namespace cuijiao::ledger {
namespace {

constexpr int kBillsReadAtOnce = 500;

absl::StatusOr<std::vector<Bill>> LoadUnpaidBills(db::Transaction& transaction,
                                                  const std::string& unit_id) {
  std::vector<Bill> bills;
  BillPosition after;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        std::vector<Bill> page,
        ListBills(transaction, unit_id, /*unpaid_only=*/true, after, kBillsReadAtOnce));
    if (page.empty()) return bills;
    after = {page.back().due_date, page.back().id};
    for (Bill& bill : page) bills.push_back(std::move(bill));
  }
}

struct BillPart {
  std::string bill_id;
  DebtPart part;
};

v1::DebtPart ToMessage(const BillPart& debt) {
  v1::DebtPart message;
  message.set_bill_id(debt.bill_id);
  message.set_from_date(FormatDate(debt.part.from));
  message.set_to_date(FormatDate(debt.part.to));
  message.set_principal_fen(debt.part.unpaid.principal.value());
  message.set_late_fee_fen(debt.part.unpaid.late_fee.value());
  message.set_cost_fen(debt.part.unpaid.cost.value());
  return message;
}

// Those who owe together, in the order of the first day that they owe for.
v1::ListDebtorsResponse Group(std::vector<BillPart> debts) {
  std::ranges::stable_sort(
      debts, {}, [](const BillPart& debt) { return std::tie(debt.part.from, debt.bill_id); });
  v1::ListDebtorsResponse response;
  std::map<std::vector<std::string>, int> places;
  Fen sum;
  for (const BillPart& debt : debts) {
    const auto [place, is_new] = places.emplace(debt.part.owner_ids, response.debtors_size());
    v1::Debtors& debtors =
        is_new ? *response.add_debtors() : *response.mutable_debtors(place->second);
    if (is_new) {
      for (const std::string& owner_id : debt.part.owner_ids) debtors.add_owner_ids(owner_id);
    }
    *debtors.add_parts() = ToMessage(debt);
    const Fen unpaid = debt.part.unpaid.Total();
    debtors.set_unpaid_fen((Fen(debtors.unpaid_fen()) + unpaid).value());
    sum += unpaid;
  }
  response.set_unpaid_fen(sum.value());
  return response;
}

}  // namespace

absl::StatusOr<v1::ListDebtorsResponse> StatementApi::ShowDebtors(
    const CallContext& call, const v1::ListDebtorsRequest& request) const {
  const std::string& unit_id = request.unit_id();
  CUIJIAO_RETURN_IF_ERROR(BringUnitUpToDate(context_.database, context_.ids, unit_id, call.time));
  return context_.database.Read(
      "ListDebtors", [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListDebtorsResponse> {
        CUIJIAO_RETURN_IF_ERROR(LoadKnownUnit(transaction, unit_id).status());
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Bill> bills,
                                 LoadUnpaidBills(transaction, unit_id));
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Ownership> ownerships,
                                 OrganisationStore(transaction).LoadOwnerships(unit_id));
        CUIJIAO_ASSIGN_OR_RETURN(auto charges, StatementStore(transaction).LoadCharges(unit_id));
        std::vector<BillPart> debts;
        for (const Bill& bill : bills) {
          for (DebtPart& part : DivideByOwners(bill, charges[bill.id], ownerships)) {
            if (part.unpaid.Total() > Fen(0)) debts.push_back({bill.id, std::move(part)});
          }
        }
        return Group(std::move(debts));
      });
}

grpc::ServerUnaryReactor* StatementApi::ListDebtors(grpc::CallbackServerContext* context,
                                                    const v1::ListDebtorsRequest* request,
                                                    v1::ListDebtorsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.StatementService/ListDebtors", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowDebtors(call, message); });
}

}  // namespace cuijiao::ledger
