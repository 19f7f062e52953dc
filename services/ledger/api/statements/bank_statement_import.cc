// The part of BankStatementService that takes a file in.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/crypto/digest.h"
#include "common/requests/answer_once.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/imports/row_errors.h"
#include "services/ledger/api/organisation/organisation_api.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/statements/bank_statement_api.h"
#include "services/ledger/api/statements/bank_statement_booking.h"
#include "services/ledger/api/statements/bank_statement_messages.h"
#include "services/ledger/domain/imports/import_check.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/domain/statements/statement_reader.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/organisation/owner_names.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/statements/bank_statement_store.h"

namespace cuijiao::ledger {
namespace {

// What laying the file against the ledger found.
struct LineVerdict {
  std::vector<StatementLine> new_lines;  // that may go in
  std::vector<RowFault> faults;
  std::set<std::int64_t> wrong_lines;
  int existing_count = 0;

  void AddFault(RowFault fault) {
    wrong_lines.insert(fault.line);
    faults.push_back(std::move(fault));
  }
};

// One import while it runs.
class StatementImport {
 public:
  StatementImport(LedgerContext& context, const CallContext& call,
                  const v1::ImportBankStatementRequest& request, const StatementFile& file)
      : context_(context), call_(call), request_(request), file_(file) {}

  absl::StatusOr<v1::ImportBankStatementResponse> Run() {
    // Debts as they are today are what amounts are compared with.
    CUIJIAO_RETURN_IF_ERROR(FillOwnerNameHashes(context_.database, context_.cipher));
    CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(context_.database, context_.ids,
                                                {.project_id = request_.project_id()}, call_.time)
                                .status());
    if (request_.validate_only()) return Try();
    return AnswerOnce<v1::ImportBankStatementResponse>(
        context_.database, call_, request_.request_id(),
        [this](db::Transaction& transaction) { return Decide(transaction); });
  }

 private:
  // The real thing, taken back: what it tells is what an import does.
  absl::StatusOr<v1::ImportBankStatementResponse> Try() {
    std::optional<v1::ImportBankStatementResponse> told;
    const absl::Status ended =
        context_.database.Transact("TryBankStatement", [&](db::Transaction& transaction) {
          told.reset();
          absl::StatusOr<v1::ImportBankStatementResponse> response = Decide(transaction);
          if (!response.ok()) return response.status();
          told = *std::move(response);
          return absl::CancelledError("what was only asked for is taken back");
        });
    if (!told) return ended;
    told->mutable_statement()->clear_id();
    return *std::move(told);
  }

  absl::StatusOr<v1::ImportBankStatementResponse> Decide(db::Transaction& transaction) {
    OrganisationStore organisation(transaction);
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Project> project,
                             organisation.LoadProject(request_.project_id()));
    if (!project) return UnknownThing(kUnknownProject, "project", request_.project_id());
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> communities,
                             organisation.LoadCommunities(request_.project_id()));
    CUIJIAO_RETURN_IF_ERROR(Lock(transaction, communities));
    CUIJIAO_ASSIGN_OR_RETURN(const LineVerdict verdict, LayAgainstLedger(transaction));
    BankStatement statement = NewStatement();
    const bool goes_in =
        (verdict.wrong_lines.empty() || request_.skip_bad_rows()) && !verdict.new_lines.empty();
    if (goes_in) {
      statement.id = context_.ids.NewId();
      CUIJIAO_RETURN_IF_ERROR(
          BankStatementBooking(transaction, context_, call_, statement, file_.method, communities)
              .BookAll(verdict.new_lines));
      CUIJIAO_RETURN_IF_ERROR(BankStatementStore(transaction, context_.cipher)
                                  .InsertStatement(statement, Sha256(request_.content())));
    }
    return Describe(statement, verdict);
  }

  // All partitions of the project in the order of their ids, so that nothing is posted in it
  // meanwhile, and two imports of it come one after the other.
  absl::Status Lock(db::Transaction& transaction,
                    const std::vector<CommunityPlace>& communities) const {
    std::set<std::string> partitions = {SuspensePartition(request_.project_id())};
    for (const CommunityPlace& community : communities) partitions.insert(community.community_id);
    for (const std::string& partition : partitions) {
      CUIJIAO_RETURN_IF_ERROR(
          JournalStore::Lock(transaction, context_.ids, call_.time, partition).status());
    }
    return absl::OkStatus();
  }

  absl::StatusOr<LineVerdict> LayAgainstLedger(db::Transaction& transaction) const {
    LineVerdict verdict;
    for (const RowFault& fault : file_.faults) verdict.AddFault(fault);
    BankStatementStore store(transaction, context_.cipher);
    CUIJIAO_ASSIGN_OR_RETURN(const auto known, store.LoadKnown(file_.lines));
    for (const StatementLine& line : file_.lines) {
      const auto found = known.find(line.identity);
      if (found != known.end()) {
        if (absl::Status same = CheckSame(line, found->second); !same.ok()) {
          verdict.AddFault({line.line, "", std::string(same.message()), ReasonOf(same)});
        } else {
          ++verdict.existing_count;
        }
        continue;
      }
      const bool is_final_receipt = line.kind == StatementLineKind::kReceipt && !line.pending;
      const absl::Status dated =
          is_final_receipt ? CheckReceivedDate(context_, call_, line.date) : absl::OkStatus();
      if (!dated.ok()) {
        verdict.AddFault({line.line, "", std::string(dated.message()), ReasonOf(dated)});
      } else {
        verdict.new_lines.push_back(line);
      }
    }
    return verdict;
  }

  [[nodiscard]] absl::Status CheckSame(const StatementLine& line, const BankLine& known) const {
    if (known.project_id != request_.project_id()) {
      return Refusal(
          absl::StatusCode::kFailedPrecondition, kInOtherProject,
          fmt::format("line {} is in already, in project {}", line.line, known.project_id));
    }
    if (known.said.amount == line.amount) return absl::OkStatus();
    return Refusal(absl::StatusCode::kFailedPrecondition, kRowChanged,
                   fmt::format("line {} has the amount {}, it is in already with {}", line.line,
                               FormatYuan(line.amount), FormatYuan(known.said.amount)));
  }

  [[nodiscard]] BankStatement NewStatement() const {
    BankStatement statement;
    statement.project_id = request_.project_id();
    statement.kind = file_.kind;
    statement.account = file_.account;
    statement.row_count = static_cast<int>(file_.row_count);
    statement.imported_by = RecordedBy(call_);
    statement.recorded_time = call_.time.recorded_time;
    return statement;
  }

  [[nodiscard]] v1::ImportBankStatementResponse Describe(const BankStatement& statement,
                                                         const LineVerdict& verdict) const {
    v1::ImportBankStatementResponse response;
    *response.mutable_statement() = ToMessage(statement);
    response.set_encoding(file_.encoding);
    response.set_existing_count(verdict.existing_count);
    response.set_wrong_count(static_cast<std::int32_t>(verdict.wrong_lines.size()));
    TellRowFaults(verdict.faults, *response.mutable_row_errors());
    return response;
  }

  LedgerContext& context_;
  const CallContext& call_;
  const v1::ImportBankStatementRequest& request_;
  const StatementFile& file_;
};

}  // namespace

absl::StatusOr<v1::ImportBankStatementResponse> BankStatementApi::Import(
    const CallContext& call, const v1::ImportBankStatementRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const StatementFile file,
                           ReadStatement(request.content(), MappingOf(request)));
  CUIJIAO_RETURN_IF_ERROR(CheckMethod(file.method));
  return StatementImport(context_, call, request, file).Run();
}

}  // namespace cuijiao::ledger
