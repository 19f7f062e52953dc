// A client of StreamImport, with its file cut into pieces of any size.
#ifndef CUIJIAO_TESTS_SUPPORT_IMPORT_STREAM_H_
#define CUIJIAO_TESTS_SUPPORT_IMPORT_STREAM_H_

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/status/grpc_status.h"
#include "cuijiao/ledger/v1/import.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::support {

// All that a stream told, and its end.
struct ToldImport {
  std::vector<ledger::v1::ImportProgress> progress;
  ledger::v1::ImportFileResponse result;
  absl::Status status;
};

struct ImportSending {
  ledger::v1::ImportStart start;
  std::string_view content;
  std::size_t chunk_bytes = std::size_t{256} << 10;
  // False: the stream ends without saying that the file does.
  bool complete = true;
  // Called with each message of the service; the context is there to be cancelled.
  std::function<void(const ledger::v1::ImportProgress&, grpc::ClientContext&)> on_progress =
      [](const auto&, auto&) {};
};

inline ToldImport SendImport(const LedgerFixture& ledger, const Caller& caller,
                             const std::shared_ptr<grpc::Channel>& channel,
                             const ImportSending& sending) {
  using ledger::v1::StreamImportRequest;
  grpc::ClientContext context;
  ledger.Prepare(context, caller);
  const auto stub = ledger::v1::ImportService::NewStub(channel);
  const auto stream = stub->StreamImport(&context);
  std::thread sender([&] {
    StreamImportRequest piece;
    *piece.mutable_start() = sending.start;
    bool listens = stream->Write(piece);
    for (std::string_view rest = sending.content; listens && !rest.empty();) {
      const std::string_view chunk = rest.substr(0, sending.chunk_bytes);
      piece.set_chunk(chunk.data(), chunk.size());
      listens = stream->Write(piece);
      rest.remove_prefix(chunk.size());
    }
    if (listens && sending.complete) {
      piece.mutable_end()->set_content_bytes(static_cast<std::int64_t>(sending.content.size()));
      stream->Write(piece);
    }
    stream->WritesDone();
  });
  ToldImport told;
  for (ledger::v1::ImportProgress progress; stream->Read(&progress);) {
    told.progress.push_back(progress);
    sending.on_progress(progress, context);
  }
  sender.join();
  told.status = FromGrpcStatus(stream->Finish());
  if (!told.progress.empty()) told.result = told.progress.back().result();
  return told;
}

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_IMPORT_STREAM_H_
