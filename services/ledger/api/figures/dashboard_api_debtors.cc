// The units that owe the most.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/requests/request_dates.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/figures/dashboard_api.h"
#include "services/ledger/api/figures/dashboard_place.h"
#include "services/ledger/api/figures/statement_api_stamp.h"
#include "services/ledger/api/organisation/personal_view.h"
#include "services/ledger/store/figures/overview_store.h"
#include "services/ledger/store/figures/present_figures.h"
#include "services/ledger/store/figures/top_debtors.h"
#include "services/ledger/store/organisation/organisation_people.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kDebtorsDefinition = "LED-5 debtors";
constexpr std::string_view kFiguresBeingMade = "FIGURES_BEING_MADE";
constexpr std::string_view kFiguresAhead = "FIGURES_AHEAD";
// Followed and read again so often where somebody begins anew in between.
constexpr int kAttempts = 3;

DebtorOrder OrderOf(const v1::ListTopDebtorsRequest& request) {
  return request.order() == v1::ListTopDebtorsRequest::ORDER_OUTSTANDING
             ? DebtorOrder::kByOutstanding
             : DebtorOrder::kByOverdue;
}

// "12345 U1", as page tokens carry it.
std::string TextOf(const DebtorPosition& position) {
  return absl::StrCat(position.amount.value(), " ", position.unit_id);
}

std::optional<DebtorPosition> DebtorPositionFrom(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(' ', 1));
  std::int64_t amount = 0;
  // The token is the ledger's own: what it carries was written by TextOf.
  if (!absl::SimpleAtoi(parts.first, &amount)) return std::nullopt;
  return DebtorPosition{Fen(amount), parts.second};
}

// What a page shows of the organisation.
class DebtorMessages {
 public:
  DebtorMessages(db::Transaction& transaction, const CallContext& call,
                 const PersonalCipher& cipher)
      : people_(transaction, cipher), call_(call) {}

  absl::Status Load(const std::vector<PlaceBranch>& tree, const std::vector<TopDebtor>& debtors) {
    for (const PlaceBranch& at : tree) community_names_[at.community.id] = at.community.name;
    std::vector<std::string> unit_ids;
    for (const TopDebtor& debtor : debtors) unit_ids.push_back(debtor.unit_id);
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<Unit> units, people_.LoadUnits(unit_ids));
    for (const Unit& unit : units) unit_nos_[unit.id] = unit.unit_no;
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitOwner> owners,
                             people_.LoadOwners(unit_ids, call_.time.business_date));
    for (const UnitOwner& owner : owners) owners_[owner.unit_id].push_back(owner.owner.name);
    return absl::OkStatus();
  }

  v1::TopDebtor MessageOf(const TopDebtor& debtor) {
    v1::TopDebtor message;
    message.set_unit_id(debtor.unit_id);
    message.set_unit_no(unit_nos_[debtor.unit_id]);
    message.set_community_id(debtor.community_id);
    message.set_community_name(community_names_[debtor.community_id]);
    for (const std::string& name : owners_[debtor.unit_id]) message.add_owner_names(name);
    message.set_overdue_fen(debtor.figures.overdue.value());
    message.set_outstanding_fen(debtor.figures.outstanding.value());
    message.set_prepayment_fen(debtor.figures.prepayment.value());
    if (const std::optional<Date>& oldest = debtor.figures.oldest_due_date) {
      message.set_oldest_due_date(FormatDate(*oldest));
      message.set_months_overdue(MonthsOverdue(*oldest, call_.time.business_date));
    }
    if (!SeesPersonalData(call_.identity)) Mask(message);
    return message;
  }

 private:
  OrganisationPeople people_;
  const CallContext& call_;
  std::map<std::string, std::string> community_names_;
  std::map<std::string, std::string> unit_nos_;
  std::map<std::string, std::vector<std::string>> owners_;
};

// Debtors are told from what is kept alone. What another replica keeps of tomorrow cannot tell who
// is overdue today: a moment later it is tomorrow here too.
absl::Status RefuseAhead(const KeptFigures& kept, Date business_date) {
  const std::string as_of = FormatDate(kept.as_of_date);
  const std::string today = FormatDate(business_date);
  return Refusal(
      absl::StatusCode::kUnavailable, kFiguresAhead,
      absl::StrCat("as_of_date ", as_of, " of the figures of community ", kept.community_id,
                   " is after the business date ", today,
                   " of this server: debtors are told as of one day. Ask again."),
      {{"community_id", kept.community_id}, {"as_of_date", as_of}, {"business_date", today}});
}

// One page; none where what is kept of a community is not of the date just now.
absl::StatusOr<std::optional<v1::ListTopDebtorsResponse>> LoadPage(
    db::Transaction& transaction, const LedgerContext& context, const CallContext& call,
    const v1::ListTopDebtorsRequest& request, const AskedPlace& place) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string after, context.page_tokens.PositionOf(request));
  const int size = EffectivePageSize(request.page_size());
  const DebtorOrder order = OrderOf(request);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<PlaceBranch> tree,
                           OverviewStore(transaction).LoadPlaces(place));
  if (tree.empty() && !(place == AskedPlace())) return UnknownPlace(place);
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  CUIJIAO_ASSIGN_OR_RETURN(const auto kept,
                           LoadKeptOfDate(transaction, place, calendar, call.time.business_date));
  std::vector<std::string> community_ids;
  for (const PlaceBranch& at : tree) {
    if (at.community.id.empty()) continue;
    if (!kept.contains(at.community.id)) {
      CUIJIAO_ASSIGN_OR_RETURN(const std::optional<KeptFigures> ahead,
                               FindKeptAhead(transaction, place, call.time.business_date));
      if (ahead) return RefuseAhead(*ahead, call.time.business_date);
      return std::optional<v1::ListTopDebtorsResponse>();
    }
    community_ids.push_back(at.community.id);
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<TopDebtor> debtors,
      LoadTopDebtors(transaction, community_ids, order, DebtorPositionFrom(after), size + 1));
  v1::ListTopDebtorsResponse response;
  if (debtors.size() > static_cast<std::size_t>(size)) {
    debtors.pop_back();
    response.set_next_page_token(context.page_tokens.Make(
        request, TextOf({debtors.back().Amount(order), debtors.back().unit_id})));
  }
  DebtorMessages messages(transaction, call, context.cipher);
  CUIJIAO_RETURN_IF_ERROR(messages.Load(tree, debtors));
  for (const TopDebtor& debtor : debtors) *response.add_debtors() = messages.MessageOf(debtor);
  *response.mutable_stamp() =
      StampOf(kDebtorsDefinition, call, {.date = call.time.business_date, .is_present = true});
  return std::optional(std::move(response));
}

}  // namespace

absl::StatusOr<v1::ListTopDebtorsResponse> DashboardApi::ShowTopDebtors(
    const CallContext& call, const v1::ListTopDebtorsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const AskedPlace place, PlaceOf(request));
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    CUIJIAO_RETURN_IF_ERROR(
        BringFiguresUpToDate(context_.database, context_.ids, place, call.time, call.deadline));
    CUIJIAO_ASSIGN_OR_RETURN(
        std::optional<v1::ListTopDebtorsResponse> page,
        context_.database.Read("ListTopDebtors", [&](db::Transaction& transaction) {
          return LoadPage(transaction, context_, call, request, place);
        }));
    if (page) return *std::move(page);
  }
  return Refusal(absl::StatusCode::kAborted, kFiguresBeingMade,
                 "The figures of a community are being computed anew. Ask again.", {});
}

}  // namespace cuijiao::ledger
