// The server's end of a stream, with blocking writes.
#ifndef CUIJIAO_COMMON_RPC_STREAM_WRITER_H_
#define CUIJIAO_COMMON_RPC_STREAM_WRITER_H_

#include <grpcpp/support/server_callback.h>

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace cuijiao {

// The state of one server stream, shared by gRPC's callbacks, the handler's thread and the stop of
// the server. Thread-safe. Not for handlers: they have StreamWriter.
class StreamControl {
 public:
  virtual ~StreamControl() = default;

  // Writers return false from here on; `stopping` when the server ends the stream itself.
  void End(bool stopping);
  [[nodiscard]] bool has_ended() const;
  [[nodiscard]] bool is_stopping() const;
  // True when `timeout` has passed, false as soon as the stream has ended.
  bool WaitUnlessEnded(absl::Duration timeout);

  // Answers the client; called once, after the last write.
  virtual void FinishStream(const grpc::Status& status) = 0;
  // Called once when gRPC is done with the stream; it is deleted afterwards.
  void set_on_done(std::function<void()> on_done) { on_done_ = std::move(on_done); }

 protected:
  // Before a write is started; false when the stream has ended.
  bool BeginWrite();
  // Waits until the write that was begun is flushed; false when it failed.
  bool AwaitWrite();
  void WriteFlushed(bool ok);

  // The same for reads, of which at most one is open.
  void BeginRead();
  void ReadEnded(bool ok);
  // How the open read ended; kIdle when it has not after `patience`, and is still open.
  enum class Read { kMessage, kEnd, kIdle, kGone };
  Read AwaitRead(absl::Duration patience);
  void TellDone() const {
    if (on_done_) on_done_();
  }

 private:
  mutable absl::Mutex mutex_;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool written_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool read_ ABSL_GUARDED_BY(mutex_) = false;
  std::function<void()> on_done_;
};

// A stream that answers with many messages.
template <typename Response>
class ResponseStream : public StreamControl {
 public:
  // Waits until gRPC has taken the message; false when the stream has ended.
  virtual bool Write(const Response& response) = 0;
};

template <typename Response>
class StreamReactor final : public grpc::ServerWriteReactor<Response>,
                            public ResponseStream<Response> {
 public:
  bool Write(const Response& response) override {
    if (!this->BeginWrite()) return false;
    this->StartWrite(&response);
    return this->AwaitWrite();
  }

  void FinishStream(const grpc::Status& status) override { this->Finish(status); }
  void OnWriteDone(bool ok) override { this->WriteFlushed(ok); }
  void OnCancel() override { this->End(false); }
  void OnDone() override {
    this->TellDone();
    delete this;
  }
};

// What a handler of a stream writes to. Used by one thread.
template <typename Response>
class StreamWriter {
 public:
  explicit StreamWriter(ResponseStream<Response>& stream) : stream_(stream) {}

  // Sends `response` and waits until gRPC has taken it, so that a slow client slows the handler.
  // False when the client has gone or the server stops: the handler returns then.
  [[nodiscard]] bool Write(const Response& response) { return stream_.Write(response); }
  // For streams that wait for news: true after `timeout`, false as soon as the stream has ended.
  [[nodiscard]] bool WaitUnlessEnded(absl::Duration timeout) {
    return stream_.WaitUnlessEnded(timeout);
  }

 private:
  ResponseStream<Response>& stream_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_STREAM_WRITER_H_
