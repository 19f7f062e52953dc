// The server's end of a stream in both directions, with blocking reads.
#ifndef CUIJIAO_COMMON_RPC_STREAM_READER_H_
#define CUIJIAO_COMMON_RPC_STREAM_READER_H_

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/stream_writer.h"
#include "common/status/reason.h"

namespace cuijiao {

// Reason of DEADLINE_EXCEEDED: the client has begun to send, and then sends nothing.
inline constexpr std::string_view kStreamIdle = "STREAM_IDLE";
// How long a client may send nothing.
inline constexpr absl::Duration kStreamPatience = absl::Seconds(60);

// One call. The message that is read lies here until gRPC is done with the stream, so that a
// handler may give up while a read is open.
template <typename Request, typename Response>
class BidiReactor final : public grpc::ServerBidiReactor<Request, Response>,
                          public ResponseStream<Response> {
 public:
  using Ended = StreamControl::Read;

  bool Write(const Response& response) override {
    if (!this->BeginWrite()) return false;
    this->StartWrite(&response);
    return this->AwaitWrite();
  }

  // Swaps the next message into `message`.
  absl::StatusOr<bool> Read(Request& message, absl::Duration patience) {
    this->BeginRead();
    this->StartRead(&incoming_);
    switch (this->AwaitRead(patience)) {
      case Ended::kMessage:
        message.Swap(&incoming_);
        return true;
      case Ended::kEnd:
        return false;
      case Ended::kIdle:
        return Refusal(absl::StatusCode::kDeadlineExceeded, kStreamIdle,
                       "The stream was open and nothing came.");
      case Ended::kGone:
        break;
    }
    return absl::CancelledError("the client has gone");
  }

  // The first message, which the door judges before the handler runs.
  Request& first() { return first_; }

  void FinishStream(const grpc::Status& status) override { this->Finish(status); }
  void OnReadDone(bool ok) override { this->ReadEnded(ok); }
  void OnWriteDone(bool ok) override { this->WriteFlushed(ok); }
  void OnCancel() override { this->End(false); }
  void OnDone() override {
    this->TellDone();
    delete this;
  }

 private:
  Request first_;
  Request incoming_;
};

// What a handler of such a stream reads from, after the first message. Used by one thread.
template <typename Request, typename Response>
class StreamReader {
 public:
  using Check = std::function<absl::Status(const Request&)>;
  StreamReader(BidiReactor<Request, Response>& stream, Check check)
      : stream_(stream), check_(std::move(check)) {}

  // The next message; false when no more will come. That may be a client's last word or its death,
  // which gRPC does not always tell apart at once: where it matters, the last message says that it
  // is the last. The client sends no faster than the handler reads. INVALID_ARGUMENT when the
  // message breaks the proto's constraints; CANCELLED when the client has gone or the server stops;
  // DEADLINE_EXCEEDED / STREAM_IDLE after kStreamPatience without a message. The handler returns
  // after an error.
  [[nodiscard]] absl::StatusOr<bool> Read(Request& message) {
    absl::StatusOr<bool> read = stream_.Read(message, kStreamPatience);
    if (read.ok() && *read) {
      if (absl::Status shape = check_(message); !shape.ok()) return shape;
    }
    return read;
  }

 private:
  BidiReactor<Request, Response>& stream_;
  const Check check_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_STREAM_READER_H_
