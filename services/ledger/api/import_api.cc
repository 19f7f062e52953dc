#include "services/ledger/api/import_api.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "common/crypto/digest.h"
#include "common/requests/answer_once.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/telemetry/logging.h"
#include "services/ledger/api/import_apply.h"
#include "services/ledger/api/import_file.h"
#include "services/ledger/api/payment_checks.h"
#include "services/ledger/api/row_errors.h"
#include "services/ledger/store/import_store.h"
#include "services/ledger/store/journal_store.h"
#include "services/ledger/store/organisation_store.h"

namespace cuijiao::ledger {
namespace {

// What checking all rows of a file found.
struct Verdict {
  std::vector<RowFault> faults;
  std::set<std::int64_t> wrong_lines;
  std::set<std::int64_t> existing_lines;

  void Add(std::vector<RowFault> more) {
    for (RowFault& fault : more) {
      wrong_lines.insert(fault.line);
      faults.push_back(std::move(fault));
    }
  }
};

// One import while it runs: the parts that stay the same for all of its rows.
class ImportRun {
 public:
  ImportRun(LedgerContext& context, const CallContext& call, const v1::ImportFileRequest& request,
            const ImportFile& file)
      : context_(context),
        call_(call),
        request_(request),
        file_(file),
        frame_{static_cast<ImportKind>(request.kind()), request.project_id(),
               call.time.business_date, context.policy.ledger().late_recording_days(),
               call.identity.acting_roles().Contains(Role::kFinance)},
        content_hash_(Sha256(request.content())),
        staging_(context.database, context.cipher, context.ids.NewId(), request.project_id()) {}

  absl::StatusOr<v1::ImportFileResponse> Run() {
    CUIJIAO_RETURN_IF_ERROR(staging_.Stage(file_.good_rows, absl::Now()));
    const absl::Cleanup drop = [this] {
      // What stays behind goes with the project's next import.
      if (const absl::Status dropped = staging_.Drop(); !dropped.ok()) {
        LogEvent(spdlog::level::warn, "import_staging_left",
                 {{"project", request_.project_id()}, {"message", std::string(dropped.message())}});
      }
    };
    if (request_.validate_only()) {
      return context_.database.Read("ValidateImport", [this](db::Transaction& transaction) {
        return Decide(transaction, /*apply=*/false);
      });
    }
    return AnswerOnce<v1::ImportFileResponse>(
        context_.database, call_, request_.request_id(),
        [this](db::Transaction& transaction) { return Decide(transaction, /*apply=*/true); });
  }

 private:
  // Checks every row, and only then applies those that may go in: all, or with skip_bad_rows the
  // good ones.
  absl::StatusOr<v1::ImportFileResponse> Decide(db::Transaction& transaction, bool apply) {
    ImportStore store(transaction, context_.cipher, frame_);
    if (apply) CUIJIAO_RETURN_IF_ERROR(LockProject(transaction));
    CUIJIAO_ASSIGN_OR_RETURN(const bool is_in, store.FileIsIn(content_hash_));
    // What may change is asked row by row: another file may have come in since.
    if (is_in && !MayChange(frame_.kind)) return WholeFileIsIn();
    CUIJIAO_ASSIGN_OR_RETURN(const Verdict verdict, CheckAll(transaction, store));
    v1::ImportFileResponse response = Describe(verdict);
    if (!apply || (!verdict.wrong_lines.empty() && !request_.skip_bad_rows())) return response;
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t imported, ApplyAll(transaction, store, verdict));
    response.set_imported_count(static_cast<std::int32_t>(imported));
    if (verdict.wrong_lines.empty() && !is_in) {
      CUIJIAO_RETURN_IF_ERROR(store.RememberFile(content_hash_, file_.row_count, RecordedBy(call_),
                                                 call_.time.recorded_time));
    }
    return response;
  }

  // What is checked stays true until it is applied: nothing else is posted in the project
  // meanwhile. Partitions are locked in the order of their ids, as everywhere.
  absl::Status LockProject(db::Transaction& transaction) const {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<CommunityPlace> communities,
                             OrganisationStore(transaction).LoadCommunities(request_.project_id()));
    for (const CommunityPlace& place : communities) {
      CUIJIAO_RETURN_IF_ERROR(
          JournalStore::Lock(transaction, context_.ids, call_.time, place.community_id).status());
    }
    return absl::OkStatus();
  }

  // Hands the staged rows to `body` (absl::Status(std::vector<ReadRow>)) in parts.
  template <typename Body>
  absl::Status ForEachPart(db::Transaction& transaction, Body body) {
    std::int64_t line = 0;
    while (true) {
      CUIJIAO_ASSIGN_OR_RETURN(std::vector<ImportRow> staged,
                               staging_.LoadAfter(transaction, line));
      if (staged.empty()) return absl::OkStatus();
      if (call_.is_cancelled()) return absl::CancelledError("the client has gone");
      line = staged.back().line;
      std::vector<ReadRow> rows;
      for (ImportRow& row : staged) rows.push_back(ReadImportRow(frame_.kind, std::move(row)));
      CUIJIAO_RETURN_IF_ERROR(body(std::move(rows)));
    }
  }

  absl::StatusOr<Verdict> CheckAll(db::Transaction& transaction, ImportStore& store) {
    Verdict verdict;
    verdict.Add(file_.faults);
    ImportCheck check(frame_);
    const auto check_part = [&](std::vector<ReadRow> rows) -> absl::Status {
      CUIJIAO_ASSIGN_OR_RETURN(const std::vector<RowPast> pasts, store.LoadPasts(rows));
      CUIJIAO_ASSIGN_OR_RETURN(const ImportFacts facts, store.LoadFacts(rows));
      for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<RowFault> faults = check.Check(rows[i], pasts[i], facts);
        if (!faults.empty()) {
          verdict.Add(std::move(faults));
        } else if (pasts[i] == RowPast::kIn) {
          verdict.existing_lines.insert(rows[i].row.line);
        }
      }
      return absl::OkStatus();
    };
    CUIJIAO_RETURN_IF_ERROR(ForEachPart(transaction, check_part));
    return verdict;
  }

  absl::StatusOr<std::int64_t> ApplyAll(db::Transaction& transaction, ImportStore& store,
                                        const Verdict& verdict) {
    std::int64_t imported = 0;
    const auto apply_part = [&](std::vector<ReadRow> rows) -> absl::Status {
      std::erase_if(rows, [&](const ReadRow& row) {
        return verdict.wrong_lines.contains(row.row.line) ||
               verdict.existing_lines.contains(row.row.line);
      });
      CUIJIAO_ASSIGN_OR_RETURN(const ImportFacts facts, store.LoadFacts(rows));
      CUIJIAO_RETURN_IF_ERROR(ApplyRows(transaction, context_, call_, frame_.kind, rows, facts));
      CUIJIAO_RETURN_IF_ERROR(store.RememberRows(rows, call_.time.recorded_time));
      imported += static_cast<std::int64_t>(rows.size());
      return absl::OkStatus();
    };
    CUIJIAO_RETURN_IF_ERROR(ForEachPart(transaction, apply_part));
    return imported;
  }

  v1::ImportFileResponse WholeFileIsIn() const {
    v1::ImportFileResponse response = Describe({});
    response.set_existing_count(response.row_count());
    return response;
  }

  v1::ImportFileResponse Describe(const Verdict& verdict) const {
    v1::ImportFileResponse response;
    response.set_encoding(file_.encoding);
    response.set_row_count(static_cast<std::int32_t>(file_.row_count));
    response.set_existing_count(static_cast<std::int32_t>(verdict.existing_lines.size()));
    response.set_wrong_count(static_cast<std::int32_t>(verdict.wrong_lines.size()));
    TellRowFaults(verdict.faults, *response.mutable_row_errors());
    return response;
  }

  LedgerContext& context_;
  const CallContext& call_;
  const v1::ImportFileRequest& request_;
  const ImportFile& file_;
  const ImportFrame frame_;
  const std::string content_hash_;
  ImportStaging staging_;
};

}  // namespace

absl::StatusOr<v1::ImportFileResponse> ImportApi::Import(
    const CallContext& call, const v1::ImportFileRequest& request) const {
  if (request.kind() == v1::IMPORT_KIND_FINANCE_RECEIPTS) {
    return InvalidFields({{"kind",
                           "IMPORT_KIND_FINANCE_RECEIPTS is laid against the ledger by"
                           " ReconciliationService/ImportFinanceReceipts"}});
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const struct ImportFile file,
      ReadImportFile(static_cast<ImportKind>(request.kind()), request.content()));
  return ImportRun(context_, call, request, file).Run();
}

grpc::ServerUnaryReactor* ImportApi::ImportFile(grpc::CallbackServerContext* context,
                                                const v1::ImportFileRequest* request,
                                                v1::ImportFileResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ImportService/ImportFile", context, request, response,
      [this](const CallContext& call, const auto& message) { return Import(call, message); });
}

grpc::ServerUnaryReactor* ImportApi::GetImportTemplate(grpc::CallbackServerContext* context,
                                                       const v1::GetImportTemplateRequest* request,
                                                       v1::ImportTemplate* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.ImportService/GetImportTemplate", context, request, response,
      [](const CallContext&, const auto& message) -> absl::StatusOr<v1::ImportTemplate> {
        v1::ImportTemplate made;
        made.set_content(MakeImportTemplate(static_cast<ImportKind>(message.kind()),
                                            message.language() == "en"));
        return made;
      });
}

}  // namespace cuijiao::ledger
