// import, template: files into the ledger, of any size.
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/grpc_status.h"
#include "common/status/macros.h"
#include "common/text/text_table.h"
#include "services/cli/opening_files.h"
#include "services/cli/session.h"

namespace cuijiao::cli {
namespace {

using ledger::v1::ImportFileResponse;
using ledger::v1::ImportKind;
using ledger::v1::ImportProgress;
using ledger::v1::ImportService;
using ledger::v1::StreamImportRequest;

struct KindName {
  const char* name;
  ImportKind kind;
};
constexpr std::array kKinds = {
    KindName{"units", ledger::v1::IMPORT_KIND_UNITS},
    KindName{"owners", ledger::v1::IMPORT_KIND_OWNERS},
    KindName{"opening-bills", ledger::v1::IMPORT_KIND_OPENING_BILLS},
    KindName{"opening-receipts", ledger::v1::IMPORT_KIND_OPENING_RECEIPTS},
    KindName{"receipts", ledger::v1::IMPORT_KIND_RECEIPTS},
};

// A million rows take minutes; who is cut off goes on.
constexpr absl::Duration kImportTimeout = absl::Hours(6);
constexpr std::size_t kChunkBytes = std::size_t{256} << 10;
constexpr int kMostAttempts = 5;

ImportKind KindOf(const std::string& name) {
  for (const KindName& kind : kKinds) {
    if (name == kind.name) return kind.kind;
  }
  return ledger::v1::IMPORT_KIND_UNSPECIFIED;
}

// Of a template; totals have theirs in the ledger, although no import takes them.
ImportKind TemplateKindOf(const std::string& name) {
  return name == "opening-totals" ? ledger::v1::IMPORT_KIND_OPENING_TOTALS : KindOf(name);
}

void AddKindOption(CLI::App& command, std::string& kind) {
  std::vector<std::string> names = OpeningFileKinds();
  for (const KindName& known : kKinds) names.emplace_back(known.name);
  command
      .add_option("kind", kind,
                  "房屋 units | 业主 owners | 期初账单 opening-bills | 期初收款 opening-receipts |"
                  " 期初合计 opening-totals | 期初扣减 opening-deductions | 期初减免"
                  " opening-waivers | 期初案件 opening-cases | 期初承诺 opening-promises |"
                  " 收款 receipts")
      ->required()
      ->check(CLI::IsMember(names));
}

void PrintImport(const ImportFileResponse& response) {
  fmt::print("{} 行 rows ({})：导入 imported {}，已有 existing {}，有误 wrong {}\n",
             response.row_count(), response.encoding(), response.imported_count(),
             response.existing_count(), response.wrong_count());
  TextTable table({{"行 Line", kRight}, {"列 Column"}, {"原因 Reason"}, {""}});
  for (const auto& error : response.row_errors()) {
    table.AddRow({std::to_string(error.line()), error.column(), error.reason(), error.message()});
  }
  if (!table.empty()) std::cout << table.Format();
}

// How far the import is, on stderr: one line that changes on a terminal, else one a phase.
class ProgressLine {
 public:
  void Show(const ImportProgress& progress) {
    const bool is_new = progress.phase() != phase_;
    phase_ = progress.phase();
    if (!on_terminal_ && !is_new) return;
    const std::string text = TextOf(progress);
    if (text.empty()) return;
    fmt::print(stderr, "{}{}{}", on_terminal_ ? "\r\033[K" : "", text, on_terminal_ ? "" : "\n");
    open_ = on_terminal_;
  }
  ~ProgressLine() {
    if (open_) fmt::print(stderr, "\n");
  }

 private:
  static std::string TextOf(const ImportProgress& progress) {
    switch (progress.phase()) {
      case ImportProgress::PHASE_STAGING:
        return fmt::format("读取 reading: {} 行 rows, {} 已暂存 staged", progress.read_count(),
                           progress.staged_count());
      case ImportProgress::PHASE_CHECKING:
        return fmt::format("检查 checking: {} / {}", progress.checked_count(),
                           progress.staged_count());
      case ImportProgress::PHASE_APPLYING:
        return fmt::format("写入 applying: {} / {}", progress.applied_count(),
                           progress.staged_count());
      default:
        return {};
    }
  }

  const bool on_terminal_ = isatty(STDERR_FILENO) != 0;
  bool open_ = false;
  ImportProgress::Phase phase_ = ImportProgress::PHASE_UNSPECIFIED;
};

using ImportStream = grpc::ClientReaderWriter<StreamImportRequest, ImportProgress>;

// Sends the file. Stops where the service does not listen any more: its status says why.
absl::Status SendFile(ImportStream& stream, const ledger::v1::ImportStart& start,
                      const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  StreamImportRequest piece;
  *piece.mutable_start() = start;
  bool listens = stream.Write(piece);
  std::string chunk(kChunkBytes, '\0');
  std::int64_t sent = 0;
  while (listens && file) {
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    const std::streamsize size = file.gcount();
    if (size == 0) break;
    piece.set_chunk(chunk.data(), static_cast<std::size_t>(size));
    listens = stream.Write(piece);
    sent += size;
  }
  // Without `end` nothing of it goes in.
  if (file.bad() || !file.eof()) {
    stream.WritesDone();
    return listens ? absl::UnavailableError(path + ": cannot be read") : absl::OkStatus();
  }
  piece.mutable_end()->set_content_bytes(sent);
  if (listens) listens = stream.Write(piece);
  stream.WritesDone();
  return absl::OkStatus();
}

absl::StatusOr<ImportFileResponse> StreamOnce(const SuiteClient& client,
                                              const ledger::v1::ImportStart& start,
                                              const std::string& path) {
  grpc::ClientContext context;
  const auto& door = client.suite().import;
  client.Prepare(context, kImportTimeout);
  const std::unique_ptr<ImportStream> stream = door.stub->StreamImport(&context);
  absl::Status sent;
  std::thread sender([&] { sent = SendFile(*stream, start, path); });
  ImportFileResponse response;
  {
    ProgressLine line;
    for (ImportProgress progress; stream->Read(&progress);) {
      line.Show(progress);
      if (progress.has_result()) response = progress.result();
    }
  }
  sender.join();
  const grpc::Status status = stream->Finish();
  CUIJIAO_RETURN_IF_ERROR(sent);
  if (!status.ok()) return SuiteClient::ErrorOf(status, door.service, door.address);
  return response;
}

// Sends the file again where the connection or the service was lost: what is done is not done
// again.
absl::StatusOr<ImportFileResponse> StreamFile(const SuiteClient& client,
                                              const ledger::v1::ImportStart& start,
                                              const std::string& path) {
  absl::Duration pause = absl::Seconds(1);
  for (int attempt = 1;; ++attempt) {
    absl::StatusOr<ImportFileResponse> response = StreamOnce(client, start, path);
    if (!absl::IsUnavailable(response.status()) || attempt == kMostAttempts) {
      if (!response.ok()) {
        fmt::print(stderr, "继续导入请加 To go on: --request-id {}\n", start.request_id());
      }
      return response;
    }
    fmt::print(stderr, "连接中断，{} 秒后继续 Connection lost; going on in {} s\n",
               absl::ToInt64Seconds(pause), absl::ToInt64Seconds(pause));
    absl::SleepFor(pause);
    pause *= 2;
  }
}

void AddImport(CLI::App& app, Session& session) {
  struct Options {
    std::string project;
    std::string kind;
    std::string file;
    std::string request_id;
    bool skip_bad_rows = false;
    bool validate_only = false;
    std::string as_of;
    int year = 0;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "import", "导入 CSV（UTF-8 或 GB18030，中文或英文表头）Import a CSV file; all rows or none");
  command->add_option("project", options->project, "项目 Project id")->required();
  AddKindOption(*command, options->kind);
  command->add_option("file", options->file, "文件 File")->required()->check(CLI::ExistingFile);
  command->add_flag("--skip-bad-rows", options->skip_bad_rows,
                    "导入正确的行 Take the good rows alone");
  command->add_flag("--validate-only", options->validate_only, "只检查 Check, import nothing");
  command->add_option(
      "--as-of", options->as_of,
      "期初合计的截止日，默认最后导入期初文件之日 Of opening-totals: the day to compare, by"
      " default that of the last opening file");
  command->add_option(
      "--year", options->year,
      "期初扣减的计划年度，默认取自文件 Of opening-deductions: the plan year, by default"
      " that of the rows");
  AddRequestIdOption(*command, options->request_id);
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    if (!options->as_of.empty() && options->kind != "opening-totals") {
      return absl::InvalidArgumentError("--as-of is for opening-totals alone, not for " +
                                        options->kind);
    }
    if (options->year != 0 && options->kind != "opening-deductions") {
      return absl::InvalidArgumentError("--year is for opening-deductions alone, not for " +
                                        options->kind);
    }
    if (KindOf(options->kind) == ledger::v1::IMPORT_KIND_UNSPECIFIED) {
      return SendOpeningFile(
          session, {options->kind, options->project, options->file, options->request_id,
                    options->skip_bad_rows, options->validate_only, options->as_of, options->year});
    }
    ledger::v1::ImportStart start;
    start.set_request_id(session.RequestIdOr(options->request_id));
    start.set_project_id(options->project);
    start.set_kind(KindOf(options->kind));
    start.set_skip_bad_rows(options->skip_bad_rows);
    start.set_validate_only(options->validate_only);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    CUIJIAO_ASSIGN_OR_RETURN(const ImportFileResponse response,
                             StreamFile(client, start, options->file));
    if (session.json()) {
      PrintJson(response);
    } else {
      PrintImport(response);
    }
    if (response.row_errors_size() > 0 && response.imported_count() == 0) {
      return absl::InvalidArgumentError(
          "nothing was imported: the file has wrong rows (--skip-bad-rows takes the good "
          "ones)");
    }
    return absl::OkStatus();
  });
}

void AddTemplate(CLI::App& app, Session& session) {
  struct Options {
    std::string kind;
    std::string language = "zh-CN";
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("template", "导入文件的表头与样例 Header and example of an import file");
  AddKindOption(*command, options->kind);
  command->add_option("--language", options->language, "表头语言 Language of the headers")
      ->check(CLI::IsMember(std::vector<std::string>{"zh-CN", "en"}))
      ->capture_default_str();
  session.OnCommand(*command, [&session, options]() -> absl::Status {
    if (const std::string_view text = OpeningTemplate(options->kind, options->language == "en");
        !text.empty()) {
      // With a byte order mark, as the ledger's templates have.
      std::cout << "\xEF\xBB\xBF" << text;
      return absl::OkStatus();
    }
    ledger::v1::GetImportTemplateRequest request;
    request.set_kind(TemplateKindOf(options->kind));
    request.set_language(options->language);
    CUIJIAO_ASSIGN_OR_RETURN(const SuiteClient client, session.Client());
    return CallAndPrint(
        session, client, client.suite().import, &ledger::v1::ImportService::Stub::GetImportTemplate,
        request, [](const ledger::v1::ImportTemplate& text) { std::cout << text.content(); });
  });
}

}  // namespace

void AddImportCommands(CLI::App& app, Session& session) {
  AddImport(app, session);
  AddTemplate(app, session);
}

}  // namespace cuijiao::cli
