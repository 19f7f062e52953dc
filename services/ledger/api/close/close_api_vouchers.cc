// A closed month's journal for the finance system (LED-20).
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/requests/request_dates.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/close/close_api.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/store/close/voucher_store.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kVoucherAccountMissing = "VOUCHER_ACCOUNT_MISSING";

using AccountNames = std::map<std::string, const policy::v1::VoucherAccount*>;

AccountNames NamesOf(const policy::v1::Policy& policy) {
  AccountNames names;
  for (const policy::v1::VoucherAccount& account : policy.ledger().voucher_accounts()) {
    names.emplace(account.account(), &account);
  }
  return names;
}

void AddLine(const policy::v1::VoucherAccount& account, Fen debit, Fen credit,
             v1::Voucher& voucher) {
  v1::Voucher::Line& line = *voucher.add_lines();
  line.set_account(account.account());
  line.set_account_code(account.code());
  line.set_account_name(account.name());
  line.set_debit_fen(debit.value());
  line.set_credit_fen(credit.value());
}

absl::StatusOr<v1::Voucher> MakeVoucher(const std::string& project_id, const VoucherSums& sums,
                                        const AccountNames& names) {
  v1::Voucher voucher;
  voucher.set_id(fmt::format("{}/{}/{}", project_id, FormatDate(sums.posting_date), sums.kind));
  voucher.set_project_id(project_id);
  voucher.set_posting_date(FormatDate(sums.posting_date));
  voucher.set_kind(sums.kind);
  voucher.set_entry_count(static_cast<std::int32_t>(sums.entry_count));
  for (const VoucherSum& sum : sums.sums) {
    const auto name = names.find(sum.account);
    if (name == names.end()) {
      return Refusal(
          absl::StatusCode::kFailedPrecondition, kVoucherAccountMissing,
          fmt::format("the policy's ledger.voucher_accounts does not name {}", sum.account),
          {{"account", sum.account}});
    }
    if (sum.debit > Fen(0)) AddLine(*name->second, sum.debit, Fen(0), voucher);
    if (sum.credit > Fen(0)) AddLine(*name->second, Fen(0), sum.credit, voucher);
  }
  return voucher;
}

}  // namespace

absl::StatusOr<v1::ListVouchersResponse> CloseApi::ShowVouchers(
    const v1::ListVouchersRequest& request) const {
  const Month month = ParseMonth(request.month()).value();
  return context_.database.Read(
      "ListVouchers",
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::ListVouchersResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const auto project,
                                 OrganisationStore(transaction).LoadProject(request.project_id()));
        if (!project) return UnknownThing(kUnknownProject, "project", request.project_id());
        CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                                 LoadAccountingCalendar(transaction));
        const AccountingDays days = calendar.HandedOverWith(month);
        if (!days.closed) {
          return Refusal(absl::StatusCode::kFailedPrecondition, kMonthOpen,
                         "The month is not closed.", {{"month", request.month()}});
        }
        CUIJIAO_ASSIGN_OR_RETURN(const std::vector<VoucherSums> vouchers,
                                 LoadVouchers(transaction, month, days, request.project_id()));
        const AccountNames names = NamesOf(context_.policy);
        v1::ListVouchersResponse response;
        for (const VoucherSums& sums : vouchers) {
          CUIJIAO_ASSIGN_OR_RETURN(*response.add_vouchers(),
                                   MakeVoucher(request.project_id(), sums, names));
        }
        return response;
      });
}

grpc::ServerUnaryReactor* CloseApi::ListVouchers(grpc::CallbackServerContext* context,
                                                 const v1::ListVouchersRequest* request,
                                                 v1::ListVouchersResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.CloseService/ListVouchers", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowVouchers(message); });
}

}  // namespace cuijiao::ledger
