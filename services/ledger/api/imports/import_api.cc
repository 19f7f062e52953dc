#include "services/ledger/api/imports/import_api.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/api/imports/import_file.h"
#include "services/ledger/api/imports/import_run.h"

namespace cuijiao::ledger {
namespace {

// Of one message: larger files are streamed.
constexpr std::int64_t kMostRowsOfAMessage = 50'000;
constexpr std::int64_t kMostFileBytes = std::int64_t{1} << 30;

// INVALID_ARGUMENT: the stream ended without `end`, or is not as long as that says.
constexpr std::string_view kFileCut = "FILE_CUT";
// RESOURCE_EXHAUSTED: more than kMostFileBytes.
constexpr std::string_view kFileTooLarge = "FILE_TOO_LARGE";

absl::Status CheckKind(v1::ImportKind kind, std::string_view field) {
  switch (kind) {
    case v1::IMPORT_KIND_FINANCE_RECEIPTS:
      return InvalidFields({{std::string(field),
                             "IMPORT_KIND_FINANCE_RECEIPTS is laid against the ledger by"
                             " ReconciliationService/ImportFinanceReceipts"}});
    case v1::IMPORT_KIND_OPENING_TOTALS:
      return InvalidFields({{std::string(field),
                             "IMPORT_KIND_OPENING_TOTALS are laid against the ledger by"
                             " CompareOpeningTotals"}});
    default:
      return absl::OkStatus();
  }
}

// A row that were left out and came in mended would find its unit's money allocated past it.
absl::Status CheckWhole(v1::ImportKind kind, bool skip_bad_rows, std::string_view field) {
  if (kind != v1::IMPORT_KIND_OPENING_RECEIPTS || !skip_bad_rows) return absl::OkStatus();
  return InvalidFields({{std::string(field),
                         "true: IMPORT_KIND_OPENING_RECEIPTS go in whole, for each is allocated on"
                         " what those before it left; the file is mended and sent again"}});
}

// Of an ImportFileRequest or an ImportStart.
template <typename Request>
ImportOrder OrderOf(const Request& request, std::int64_t max_rows) {
  return {request.request_id(),    request.project_id(),    static_cast<ImportKind>(request.kind()),
          request.skip_bad_rows(), request.validate_only(), max_rows};
}

absl::Status FileCut(std::string message) {
  return Refusal(absl::StatusCode::kInvalidArgument, kFileCut, std::move(message));
}

// Hands the stream's bytes to the run, up to its `end`.
absl::Status TakeIn(StreamReader<v1::StreamImportRequest, v1::ImportProgress>& reader,
                    ImportRun& run) {
  v1::StreamImportRequest piece;
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(const bool came, reader.Read(piece));
    if (!came) return FileCut("the stream ended before the file did: there was no `end`");
    if (piece.has_chunk()) {
      // One that says nothing would keep the stream for ever.
      if (piece.chunk().empty()) return InvalidFields({{"chunk", "is empty"}});
      if (run.read_bytes() + static_cast<std::int64_t>(piece.chunk().size()) > kMostFileBytes) {
        return Refusal(absl::StatusCode::kResourceExhausted, kFileTooLarge,
                       fmt::format("a file has at most {} bytes", kMostFileBytes),
                       {{"max_bytes", std::to_string(kMostFileBytes)}});
      }
      CUIJIAO_RETURN_IF_ERROR(run.Feed(piece.chunk()));
    } else if (piece.has_end()) {
      if (piece.end().content_bytes() == run.read_bytes()) return absl::OkStatus();
      return FileCut(fmt::format("{} bytes came, and `end` says {}", run.read_bytes(),
                                 piece.end().content_bytes()));
    } else {
      return InvalidFields({{"piece", "after the first message: a chunk, or the end"}});
    }
  }
}

}  // namespace

absl::StatusOr<v1::ImportFileResponse> ImportApi::Import(
    const CallContext& call, const v1::ImportFileRequest& request) const {
  CUIJIAO_RETURN_IF_ERROR(CheckKind(request.kind(), "kind"));
  CUIJIAO_RETURN_IF_ERROR(CheckWhole(request.kind(), request.skip_bad_rows(), "skip_bad_rows"));
  const std::int64_t max_rows =
      std::min(kMostRowsOfAMessage, MostImportRows(static_cast<ImportKind>(request.kind())));
  ImportRun run(context_, call, OrderOf(request, max_rows), [](const v1::ImportProgress&) {});
  CUIJIAO_RETURN_IF_ERROR(run.Open());
  CUIJIAO_RETURN_IF_ERROR(run.Feed(request.content()));
  return run.Finish();
}

absl::Status ImportApi::Stream(const CallContext& call, const v1::StreamImportRequest& first,
                               StreamReader<v1::StreamImportRequest, v1::ImportProgress>& reader,
                               StreamWriter<v1::ImportProgress>& writer) const {
  if (!first.has_start()) return InvalidFields({{"start", "must be in the first message"}});
  const v1::ImportStart& start = first.start();
  CUIJIAO_RETURN_IF_ERROR(CheckKind(start.kind(), "start.kind"));
  CUIJIAO_RETURN_IF_ERROR(CheckWhole(start.kind(), start.skip_bad_rows(), "start.skip_bad_rows"));
  v1::ImportProgress last;
  ImportRun run(context_, call,
                OrderOf(start, MostImportRows(static_cast<ImportKind>(start.kind()))),
                [&](const v1::ImportProgress& progress) {
                  last = progress;
                  // A client that has gone is asked about by the run itself.
                  (void)writer.Write(progress);
                });
  CUIJIAO_RETURN_IF_ERROR(run.Open());
  CUIJIAO_RETURN_IF_ERROR(TakeIn(reader, run));
  CUIJIAO_ASSIGN_OR_RETURN(*last.mutable_result(), run.Finish());
  last.set_phase(v1::ImportProgress::PHASE_DONE);
  (void)writer.Write(last);  // the answer is remembered
  return absl::OkStatus();
}

grpc::ServerBidiReactor<v1::StreamImportRequest, v1::ImportProgress>* ImportApi::StreamImport(
    grpc::CallbackServerContext* context) {
  return context_.runner.BidiStream<v1::StreamImportRequest, v1::ImportProgress>(
      "cuijiao.ledger.v1.ImportService/StreamImport", context,
      [this](const CallContext& call, const v1::StreamImportRequest& first,
             StreamReader<v1::StreamImportRequest, v1::ImportProgress>& reader,
             StreamWriter<v1::ImportProgress>& writer) {
        return Stream(call, first, reader, writer);
      });
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
