// What was changed of one thing of the organisation (LED-7).
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/authorize.h"
#include "common/crypto/personal_text.h"
#include "common/rpc/cut_to_page.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/organisation/personal_view.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/receipts/cash.h"
#include "services/ledger/store/organisation/change_log.h"

namespace cuijiao::ledger {
namespace {

static_assert(static_cast<int>(OrganisationKind::kBranch) == v1::ORGANISATION_KIND_BRANCH);
static_assert(static_cast<int>(OrganisationKind::kUnit) == v1::ORGANISATION_KIND_UNIT);
static_assert(static_cast<int>(OrganisationKind::kArea) == v1::ORGANISATION_KIND_AREA);

struct KindWords {
  std::string_view reason;  // where there is no such thing
  std::string_view name;
};

KindWords WordsOf(OrganisationKind kind) {
  switch (kind) {
    case OrganisationKind::kBranch:
      return {kUnknownBranch, "branch"};
    case OrganisationKind::kProject:
      return {kUnknownProject, "project"};
    case OrganisationKind::kCommunity:
      return {kUnknownCommunity, "community"};
    case OrganisationKind::kUnit:
      return {kUnknownUnit, "unit"};
    case OrganisationKind::kOwner:
      return {kUnknownOwner, "owner"};
    case OrganisationKind::kStaff:
      return {kUnknownStaff, "staff"};
    case OrganisationKind::kTeam:
      return {kUnknownTeam, "team"};
    case OrganisationKind::kArea:
      return {kUnknownArea, "area"};
  }
  std::abort();
}

// Whoever may not list owners or staff learns nothing of their histories either.
absl::Status CheckMaySeeChanges(const Identity& identity, v1::OrganisationKind kind) {
  const bool of_person = kind == v1::ORGANISATION_KIND_OWNER || kind == v1::ORGANISATION_KIND_STAFF;
  const RoleSet may = RoleSet(Role::kFinance) | Role::kAdministrator;
  if (!of_person || !(identity.acting_roles() & may).empty()) return absl::OkStatus();
  return Refusal(absl::StatusCode::kPermissionDenied, kRoleNotAllowed,
                 "The caller's role may not see the changes of owners and staff.");
}

std::string PositionOf(const KeptChange& change) {
  return absl::StrCat(absl::ToUnixMicros(change.recorded_time), "/", change.id);
}

// Of a token's text, which the ledger wrote; none for the first page.
std::optional<ChangePosition> ChangePositionFrom(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 1));
  std::int64_t micros = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &micros)) return std::nullopt;
  return ChangePosition{absl::FromUnixMicros(micros), parts[1]};
}

std::string Masked(PersonalField field, const std::string& text) {
  switch (field) {
    case PersonalField::kName:
      return MaskName(text);
    case PersonalField::kPhone:
      return MaskPhone(text);
    case PersonalField::kAddress:
      return MaskAddress(text);
  }
  std::abort();
}

v1::OrganisationChange ToMessage(const KeptChange& kept, OrganisationKind kind, bool in_full) {
  v1::OrganisationChange message;
  message.set_id(kept.id);
  *message.mutable_record_time() = TimestampOf(kept.recorded_time);
  message.set_recorded_by(kept.recorded_by);
  const FieldChange& change = kept.change;
  message.set_field(change.field);
  const std::optional<PersonalField> personal = PersonalFieldOf(kind, change.field);
  const auto shown = [&](const std::string& text) {
    return personal && !in_full ? Masked(*personal, text) : text;
  };
  message.set_before(shown(change.before));
  message.set_after(shown(change.after));
  message.set_related_id(change.related_id);
  if (change.from_date) message.set_from_date(FormatDate(*change.from_date));
  return message;
}

}  // namespace

absl::StatusOr<v1::ListChangesResponse> OrganisationApi::ShowChanges(
    const CallContext& call, const v1::ListChangesRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckMaySeeChanges(call.identity, request.kind()));
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  const auto kind = static_cast<OrganisationKind>(request.kind());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<KeptChange> found,
      context_.database.Read(
          "ListChanges",
          [&](db::Transaction& transaction) -> absl::StatusOr<std::vector<KeptChange>> {
            ChangeLog log(transaction, context_.cipher);
            CUIJIAO_ASSIGN_OR_RETURN(const bool exists, log.ThingExists(kind, request.id()));
            if (!exists) {
              const KindWords words = WordsOf(kind);
              return UnknownThing(words.reason, words.name, request.id());
            }
            return log.List(kind, request.id(), ChangePositionFrom(position), page_size + 1);
          }));
  const bool more = CutToPage(found, page_size);
  v1::ListChangesResponse response;
  const bool in_full = SeesPersonalData(call.identity);
  for (const KeptChange& change : found) {
    *response.add_changes() = ToMessage(change, kind, in_full);
  }
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, PositionOf(found.back())));
  }
  return response;
}

grpc::ServerUnaryReactor* OrganisationApi::ListChanges(grpc::CallbackServerContext* context,
                                                       const v1::ListChangesRequest* request,
                                                       v1::ListChangesResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.OrganisationService/ListChanges", context, request, response,
      [this](const CallContext& call, const auto& message) { return ShowChanges(call, message); });
}

}  // namespace cuijiao::ledger
