// Waivers that a system before settled in the year of going live (LED-19).
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/text/csv_file.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/api/waiver_life.h"
#include "services/waiver/api/waiver_methods.h"
#include "services/waiver/store/household_store.h"
#include "services/waiver/store/manager_month_store.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {
namespace {

constexpr std::size_t kMostRows = 5'000;  // each is asked the ledger about
constexpr std::size_t kMostIdBytes = 32;
constexpr int kMostFaultsTold = 1000;
constexpr std::string_view kNoSuchUnit = "UNKNOWN_UNIT";

std::vector<CsvColumn> OpeningColumns() {
  return {{"unit_id", {"房屋编号"}, true},        {"signer_id", {"签字人编号", "签字人"}, true},
          {"role", {"签字身份", "职务"}, true},   {"sign_date", {"签字日期"}, true},
          {"amount", {"减免金额", "金额"}, true}, {"settle_date", {"结算日期", "使用日期"}, true}};
}

// A row, with where its unit stands and who shares its household.
struct OpeningRow {
  const CsvRecord* record = nullptr;
  std::string unit_id;
  std::string signer_id;
  Authority role = Authority::kManager;
  Date sign_date;
  Fen amount;
  Date settle_date;
  SettlementQuote quote;
};

absl::StatusOr<Authority> ReadRole(const CsvRecord& record) {
  static const std::map<std::string, Authority> kRoles = {
      {"manager", Authority::kManager},
      {"经理", Authority::kManager},
      {"general_manager", Authority::kGeneralManager},
      {"分公司总经理", Authority::kGeneralManager},
      {"总经理", Authority::kGeneralManager}};
  CUIJIAO_ASSIGN_OR_RETURN(const std::string word, record.Text("role", 64));
  const auto found = kRoles.find(word);
  if (found != kRoles.end()) return found->second;
  return record.Refuse("role", "WORD_UNKNOWN",
                       word + ": want manager 经理 or general_manager 总经理");
}

absl::StatusOr<OpeningRow> ReadOpeningRow(const CsvRecord& record) {
  OpeningRow row;
  row.record = &record;
  CUIJIAO_ASSIGN_OR_RETURN(row.unit_id, record.Text("unit_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(row.signer_id, record.Text("signer_id", kMostIdBytes));
  CUIJIAO_ASSIGN_OR_RETURN(row.role, ReadRole(record));
  CUIJIAO_ASSIGN_OR_RETURN(row.sign_date, record.Date("sign_date"));
  CUIJIAO_ASSIGN_OR_RETURN(row.amount, record.Yuan("amount"));
  CUIJIAO_ASSIGN_OR_RETURN(row.settle_date, record.Date("settle_date"));
  if (row.amount <= Fen(0) || row.amount > Fen(kMaxAmountFen)) {
    return record.Refuse("amount", "AMOUNT_OUT_OF_RANGE",
                         "a waiver is above 0 and at most " + FormatYuan(Fen(kMaxAmountFen)));
  }
  return row;
}

// What the rows must go with.
struct OpeningBounds {
  std::string project_id;
  Date today;
  std::optional<Date> first_own;  // when the project's first waiver was asked for here
};

absl::Status CheckDates(const OpeningRow& row, const OpeningBounds& bounds) {
  if (row.settle_date > bounds.today) {
    return row.record->Refuse(
        "settle_date", "DATE_IN_FUTURE",
        FormatDate(row.settle_date) + " is after the business date " + FormatDate(bounds.today));
  }
  if (row.settle_date < row.sign_date) {
    return row.record->Refuse(
        "settle_date", "SETTLED_BEFORE_SIGNED",
        "settled on " + FormatDate(row.settle_date) + ", signed on " + FormatDate(row.sign_date));
  }
  if (row.sign_date.year() != bounds.today.year()) {
    return row.record->Refuse(
        "sign_date", "OTHER_YEAR",
        FormatDate(row.sign_date) + " does not lie in " + std::to_string(bounds.today.year()));
  }
  if (bounds.first_own && row.sign_date >= *bounds.first_own) {
    return row.record->Refuse(
        "sign_date", "OPENING_TOO_LATE",
        "from " + FormatDate(*bounds.first_own) + " on the project's waivers are asked for here");
  }
  return absl::OkStatus();
}

// The ledger's answer about the unit; a fault where it knows none of the project, or no such
// signer.
absl::Status AskLedger(WaiverContext& context, const CallContext& call, const OpeningBounds& bounds,
                       OpeningRow& row) {
  const OutgoingCall outgoing = OutgoingCall::For(call);
  absl::StatusOr<SettlementQuote> quote =
      context.ledger.QuoteMonths(outgoing, row.unit_id, Fen(0), 0);
  const bool unknown = absl::IsNotFound(quote.status()) || absl::IsPermissionDenied(quote.status());
  if (!unknown && !quote.ok()) return quote.status();
  if (unknown || quote->project_id != bounds.project_id) {
    return row.record->Refuse("unit_id", kNoSuchUnit, "the project has no unit " + row.unit_id);
  }
  row.quote = *std::move(quote);
  row.quote.household.plan_year = static_cast<int>(row.sign_date.year());
  const absl::Status staff = context.ledger.CheckStaff(outgoing, row.signer_id);
  if (!absl::IsNotFound(staff)) return staff;
  return row.record->Refuse("signer_id", kUnknownStaff,
                            "there is no staff member " + row.signer_id);
}

// Whether a status is a row's fault: CsvRecord's refusals are.
bool IsFault(const absl::Status& status) { return absl::IsInvalidArgument(status); }

absl::StatusOr<std::vector<OpeningRow>> JudgeOpeningRows(WaiverContext& context,
                                                         const CallContext& call,
                                                         const OpeningBounds& bounds,
                                                         CsvFile& file) {
  std::vector<OpeningRow> good;
  std::map<std::pair<std::string, Date>, std::int64_t> lines;
  for (const CsvRecord& record : file.records) {
    absl::StatusOr<OpeningRow> row = ReadOpeningRow(record);
    absl::Status fault = row.status();
    if (fault.ok()) fault = CheckDates(*row, bounds);
    if (fault.ok()) {
      const auto [first, is_first] =
          lines.try_emplace({row->unit_id, row->sign_date}, record.line());
      if (!is_first) {
        fault = record.Refuse("unit_id", "ROW_REPEATED",
                              "line " + std::to_string(first->second) +
                                  " is about a waiver of the same unit and day");
      }
    }
    if (fault.ok()) fault = AskLedger(context, call, bounds, *row);
    if (fault.ok()) {
      good.push_back(*std::move(row));
    } else if (IsFault(fault)) {
      file.faults.push_back(FaultOf(record, fault));
    } else {
      return fault;
    }
  }
  std::ranges::stable_sort(file.faults, {}, &CsvFault::line);
  return good;
}

bool SaysTheSame(const OpeningWaiver& in, const OpeningRow& row) {
  return in.waiver.signature->signed_by == row.signer_id &&
         in.waiver.signature->signed_as == row.role && in.waiver.amount == row.amount &&
         in.settle_date == row.settle_date;
}

// Puts one row in. Where another waiver holds its household, as may have happened before, that one
// goes on holding it.
absl::Status TakeOver(WaiverContext& context, db::Transaction& transaction, const CallContext& call,
                      const OpeningRow& row) {
  const Waiver waiver{.id = context.ids.NewId(),
                      .unit_id = row.unit_id,
                      .community_id = row.quote.community_id,
                      .project_id = row.quote.project_id,
                      .amount = row.amount,
                      .months_to_cover = 0,
                      .state = WaiverState::kSettled,
                      .settling = false,
                      .submitted_by = row.signer_id,
                      .submit_date = row.sign_date,
                      .note = "",
                      .plan_year = row.quote.household.plan_year,
                      .cash = Fen(0),
                      .signature = Signature{.signed_by = row.signer_id,
                                             .signed_as = row.role,
                                             .sign_date = row.sign_date,
                                             .signed_time = call.time.BeginOf(row.sign_date),
                                             .valid_through = row.settle_date},
                      .payment_id = ""};
  CUIJIAO_RETURN_IF_ERROR(
      HouseholdStore(transaction).Take(row.quote.household, waiver.id).status());
  if (row.role == Authority::kManager) {
    ManagerMonthStore months(transaction);
    const Month month(row.sign_date);
    CUIJIAO_RETURN_IF_ERROR(months.Lock(row.signer_id, month).status());
    CUIJIAO_RETURN_IF_ERROR(months.AddOpening(row.signer_id, month, row.amount));
  }
  CUIJIAO_RETURN_IF_ERROR(
      WaiverStore(transaction, context.cipher).InsertOpening(waiver, row.settle_date));
  return NoteChange(
      context, transaction, waiver.id, std::nullopt, WaiverState::kSettled,
      {.changed_by = call.identity.acting_staff_id(),
       .recorded_time = call.time.recorded_time,
       .reason = "上线时接管 (taken over at go-live); 结算 settled " + FormatDate(row.settle_date),
       .policy_version = context.policy.version,
       .evaluation = ""});
}

void TellFaults(const std::vector<CsvFault>& faults, v1::ImportOpeningWaiversResponse& response) {
  for (const CsvFault& fault : faults) {
    if (response.row_errors_size() == kMostFaultsTold) return;
    v1::OpeningWaiverRowError& error = *response.add_row_errors();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.problem);
    error.set_reason(fault.reason);
  }
}

// The good rows of a file go in, but for those that are.
absl::StatusOr<v1::ImportOpeningWaiversResponse> TakeOverAll(
    WaiverContext& context, db::Transaction& transaction, const CallContext& call,
    const std::vector<OpeningRow>& rows, v1::ImportOpeningWaiversResponse response) {
  std::vector<std::string> unit_ids;
  for (const OpeningRow& row : rows) unit_ids.push_back(row.unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningWaiver> in,
                           WaiverStore(transaction, context.cipher).LoadOpening(unit_ids));
  std::vector<CsvFault> faults;
  std::vector<const OpeningRow*> of_new;
  Fen total;
  for (const OpeningRow& row : rows) {
    total += row.amount;
    const auto found = std::ranges::find_if(in, [&row](const OpeningWaiver& other) {
      return other.waiver.unit_id == row.unit_id &&
             other.waiver.signature->sign_date == row.sign_date;
    });
    if (found == in.end()) {
      of_new.push_back(&row);
    } else if (SaysTheSame(*found, row)) {
      response.set_existing_count(response.existing_count() + 1);
    } else {
      faults.push_back(
          FaultOf(*row.record, row.record->Refuse("unit_id", "ROW_CHANGED",
                                                  "a waiver of this unit and day is in that says"
                                                  " something else")));
    }
  }
  if (!faults.empty()) {
    response.set_existing_count(0);
    TellFaults(faults, response);
    return response;
  }
  for (const OpeningRow* row : of_new) {
    CUIJIAO_RETURN_IF_ERROR(TakeOver(context, transaction, call, *row));
  }
  response.set_imported_count(static_cast<std::int32_t>(of_new.size()));
  response.set_total_fen(total.value());
  return response;
}

}  // namespace

absl::StatusOr<v1::ImportOpeningWaiversResponse> ImportOpeningWaivers(
    WaiverContext& context, const CallContext& call,
    const v1::ImportOpeningWaiversRequest& request) {
  using Response = v1::ImportOpeningWaiversResponse;
  CUIJIAO_ASSIGN_OR_RETURN(
      std::optional<Response> answered,
      FindAnswer<Response>(context.database, call, request.request_id(), &context.cipher));
  if (answered) return *std::move(answered);
  CUIJIAO_ASSIGN_OR_RETURN(CsvFile file,
                           ReadCsvFile(request.content(), OpeningColumns(), kMostRows));
  OpeningBounds bounds{request.project_id(), call.time.business_date, std::nullopt};
  CUIJIAO_ASSIGN_OR_RETURN(
      bounds.first_own,
      context.database.Read("waiver.first_submit", [&](db::Transaction& transaction) {
        return WaiverStore(transaction, context.cipher).FirstSubmitDate(bounds.project_id);
      }));
  Response response;
  response.set_row_count(static_cast<std::int32_t>(file.records.size() + file.faults.size()));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningRow> rows,
                           JudgeOpeningRows(context, call, bounds, file));
  TellFaults(file.faults, response);
  return AnswerOnce<Response>(
      context.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<Response> {
        if (!file.faults.empty()) return response;
        return TakeOverAll(context, transaction, call, rows, response);
      },
      &context.cipher);
}

}  // namespace cuijiao::waiver
