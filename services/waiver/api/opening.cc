// Waivers that a system before settled in the year of going live (LED-19).
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
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

constexpr std::size_t kMostRows = 1'000;  // the ledger is asked about each
constexpr std::size_t kMostIdBytes = 32;
constexpr std::size_t kMostReferenceBytes = 64;
constexpr int kMostFaultsTold = 1000;
constexpr std::string_view kNoSuchUnit = "UNKNOWN_UNIT";

std::vector<CsvColumn> OpeningColumns() {
  return {{"unit_id", {"房屋编号"}, true},
          {"signer_id", {"签字人编号", "签字人"}, true},
          {"role", {"签字身份", "职务"}, true},
          {"sign_date", {"签字日期"}, true},
          {"amount", {"减免金额", "金额"}, true},
          {"settle_date", {"结算日期", "使用日期"}, true},
          {"reference", {"减免编号", "单据编号"}, false}};
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
  std::string reference;  // tells those of one unit and day apart
  bool is_in = false;     // nothing was asked about it then
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
  CUIJIAO_ASSIGN_OR_RETURN(row.reference, record.OptionalText("reference", kMostReferenceBytes));
  if (row.amount <= Fen(0) || row.amount > Fen(kMaxAmountFen)) {
    return record.Refuse("amount", "AMOUNT_OUT_OF_RANGE",
                         FormatYuan(row.amount) + ": a waiver is above 0 and at most " +
                             FormatYuan(Fen(kMaxAmountFen)));
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
  // The plan year of its household is that of its own signature. Who goes live in January brings
  // the year before; what is older limits nothing any more and is more likely a slip.
  const auto first_year = bounds.today.year() - 1;
  if (row.sign_date.year() < first_year) {
    return row.record->Refuse("sign_date", "OTHER_YEAR",
                              FormatDate(row.sign_date) + " lies before " +
                                  std::to_string(first_year) +
                                  ": waivers of this year and the one before come in");
  }
  if (bounds.first_own && row.sign_date >= *bounds.first_own) {
    return row.record->Refuse(
        "sign_date", "OPENING_TOO_LATE",
        "from " + FormatDate(*bounds.first_own) + " on the project's waivers are asked for here");
  }
  return absl::OkStatus();
}

// Asks the ledger about rows; about each signer once.
class LedgerQuestions {
 public:
  LedgerQuestions(WaiverContext& context, const CallContext& call)
      : context_(context), outgoing_(OutgoingCall::For(call)) {}

  // Puts the ledger's answer about the unit into `row`; a fault where the project has no such unit,
  // or the company no such signer. Who imports reaches all of the project: a unit that is out of
  // their reach is none of it.
  absl::Status Ask(const OpeningBounds& bounds, OpeningRow& row) {
    absl::StatusOr<SettlementQuote> quote =
        context_.ledger.QuoteMonths(outgoing_, row.unit_id, Fen(0), 0);
    const bool unknown =
        absl::IsNotFound(quote.status()) || absl::IsPermissionDenied(quote.status());
    if (!unknown && !quote.ok()) return quote.status();
    if (unknown || quote->project_id != bounds.project_id) {
      return row.record->Refuse("unit_id", kNoSuchUnit, "the project has no unit " + row.unit_id);
    }
    row.quote = *std::move(quote);
    row.quote.household.plan_year = static_cast<int>(row.sign_date.year());
    const auto [asked, is_first] = signers_.try_emplace(row.signer_id);
    if (is_first) asked->second = context_.ledger.CheckStaff(outgoing_, row.signer_id);
    if (!absl::IsNotFound(asked->second)) return asked->second;
    return row.record->Refuse("signer_id", kUnknownStaff,
                              "there is no staff member " + row.signer_id);
  }

 private:
  WaiverContext& context_;
  const OutgoingCall outgoing_;
  std::map<std::string, absl::Status> signers_;
};

// Whether a status is a row's fault: CsvRecord's refusals are.
bool IsFault(const absl::Status& status) { return absl::IsInvalidArgument(status); }

// What is in of the units, by unit, signature date and reference.
using WaiverKey = std::tuple<std::string, Date, std::string>;
using KnownOpening = std::map<WaiverKey, OpeningWaiver>;

WaiverKey KeyOf(const OpeningRow& row) { return {row.unit_id, row.sign_date, row.reference}; }

absl::StatusOr<KnownOpening> LoadKnown(WaiverContext& context, db::Transaction& transaction,
                                       const std::vector<OpeningRow>& rows) {
  std::vector<std::string> unit_ids;
  for (const OpeningRow& row : rows) unit_ids.push_back(row.unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<OpeningWaiver> waivers,
                           WaiverStore(transaction, context.cipher).LoadOpening(unit_ids));
  KnownOpening known;
  for (OpeningWaiver& in : waivers) {
    const WaiverKey key(in.waiver.unit_id, in.waiver.signature->sign_date, in.reference);
    known.insert_or_assign(key, std::move(in));
  }
  return known;
}

std::string TellWaiver(Fen amount, std::string_view signer_id, Authority role, Date settle_date) {
  return FormatYuan(amount) + " signed by " + std::string(signer_id) + " as " +
         std::string(AuthorityName(role)) + ", settled on " + FormatDate(settle_date);
}

// Whether the row is in; ROW_CHANGED where what is in says something else.
absl::StatusOr<bool> IsIn(const KnownOpening& known, const OpeningRow& row) {
  const auto found = known.find(KeyOf(row));
  if (found == known.end()) return false;
  const OpeningWaiver& in = found->second;
  const Signature& signature = *in.waiver.signature;
  if (signature.signed_by == row.signer_id && signature.signed_as == row.role &&
      in.waiver.amount == row.amount && in.settle_date == row.settle_date) {
    return true;
  }
  return row.record->Refuse(
      "unit_id", "ROW_CHANGED",
      "this waiver is in as " +
          TellWaiver(in.waiver.amount, signature.signed_by, signature.signed_as, in.settle_date) +
          "; the row says " + TellWaiver(row.amount, row.signer_id, row.role, row.settle_date));
}

// The rows that may go in or are in; adds to the file's faults what is wrong with the others.
absl::StatusOr<std::vector<OpeningRow>> JudgeOpeningRows(WaiverContext& context,
                                                         const CallContext& call,
                                                         const OpeningBounds& bounds,
                                                         CsvFile& file) {
  std::vector<OpeningRow> read;
  for (const CsvRecord& record : file.records) {
    absl::StatusOr<OpeningRow> row = ReadOpeningRow(record);
    if (row.ok()) {
      read.push_back(*std::move(row));
    } else {
      file.faults.push_back(FaultOf(record, row.status()));
    }
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const KnownOpening known,
      context.database.Read("waiver.opening", [&](db::Transaction& transaction) {
        return LoadKnown(context, transaction, read);
      }));
  LedgerQuestions ledger(context, call);
  std::vector<OpeningRow> good;
  std::map<WaiverKey, std::int64_t> lines;
  for (OpeningRow& row : read) {
    const absl::StatusOr<bool> is_in = IsIn(known, row);
    absl::Status fault = is_in.status();
    row.is_in = is_in.ok() && *is_in;
    // What is in was right when it came in, whatever has happened since.
    if (fault.ok() && !row.is_in) fault = CheckDates(row, bounds);
    if (fault.ok()) {
      const auto [first, is_first] = lines.try_emplace(KeyOf(row), row.record->line());
      if (!is_first) {
        fault = row.record->Refuse("unit_id", "ROW_REPEATED",
                                   "line " + std::to_string(first->second) +
                                       " is about a waiver of the same unit and day: a reference"
                                       " (减免编号) of its own tells each from the other");
      }
    }
    if (fault.ok() && !row.is_in) fault = ledger.Ask(bounds, row);
    if (fault.ok()) {
      good.push_back(std::move(row));
    } else if (IsFault(fault)) {
      file.faults.push_back(FaultOf(*row.record, fault));
    } else {
      return fault;
    }
  }
  return good;
}

// Puts one row in; whether its household has another signed waiver of the plan year.
absl::StatusOr<bool> TakeOver(WaiverContext& context, db::Transaction& transaction,
                              const CallContext& call, const OpeningRow& row) {
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
  CUIJIAO_ASSIGN_OR_RETURN(const bool is_stacked,
                           HouseholdStore(transaction).TakeOver(row.quote.household, waiver.id));
  if (row.role == Authority::kManager) {
    ManagerMonthStore months(transaction);
    const Month month(row.sign_date);
    CUIJIAO_RETURN_IF_ERROR(months.Lock(row.signer_id, month).status());
    CUIJIAO_RETURN_IF_ERROR(months.AddOpening(row.signer_id, month, row.amount));
  }
  CUIJIAO_RETURN_IF_ERROR(WaiverStore(transaction, context.cipher)
                              .InsertOpening({waiver, row.settle_date, row.reference}));
  CUIJIAO_RETURN_IF_ERROR(NoteChange(
      context, transaction, waiver.id, std::nullopt, WaiverState::kSettled,
      {.changed_by = call.identity.acting_staff_id(),
       .recorded_time = call.time.recorded_time,
       .reason = "上线时接管 (taken over at go-live); 结算 settled " + FormatDate(row.settle_date),
       .policy_version = context.policy.version,
       .evaluation = ""}));
  return is_stacked;
}

void TellFaults(std::vector<CsvFault> faults, v1::ImportOpeningWaiversResponse& response) {
  std::ranges::stable_sort(faults, {}, &CsvFault::line);
  response.set_wrong_count(static_cast<std::int32_t>(faults.size()));
  for (const CsvFault& fault : faults) {
    if (response.row_errors_size() == kMostFaultsTold) return;
    v1::OpeningWaiverRowError& error = *response.add_row_errors();
    error.set_line(static_cast<std::int32_t>(fault.line));
    error.set_column(fault.column);
    error.set_message(fault.problem);
    error.set_reason(fault.reason);
  }
}

// The rows go in, but for those that are.
absl::StatusOr<v1::ImportOpeningWaiversResponse> TakeOverAll(
    WaiverContext& context, db::Transaction& transaction, const CallContext& call,
    const std::vector<OpeningRow>& rows, v1::ImportOpeningWaiversResponse response) {
  CUIJIAO_ASSIGN_OR_RETURN(const KnownOpening known, LoadKnown(context, transaction, rows));
  std::vector<CsvFault> faults;
  std::vector<const OpeningRow*> of_new;
  Fen total;
  for (const OpeningRow& row : rows) {
    total += row.amount;
    const absl::StatusOr<bool> is_in = IsIn(known, row);
    if (!is_in.ok()) {
      faults.push_back(FaultOf(*row.record, is_in.status()));
    } else if (!*is_in) {
      of_new.push_back(&row);
    }
  }
  if (!faults.empty()) {
    TellFaults(std::move(faults), response);
    return response;
  }
  for (const OpeningRow* row : of_new) {
    CUIJIAO_ASSIGN_OR_RETURN(const bool is_stacked, TakeOver(context, transaction, call, *row));
    if (is_stacked) response.add_stacked_lines(static_cast<std::int32_t>(row->record->line()));
  }
  response.set_imported_count(static_cast<std::int32_t>(of_new.size()));
  response.set_existing_count(static_cast<std::int32_t>(rows.size() - of_new.size()));
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
