#include "common/rpc/method_runner.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/active_call.h"
#include "common/rpc/worker_pool.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

absl::Status Overloaded(std::string_view of_what) {
  return Refusal(absl::StatusCode::kResourceExhausted, kOverloaded,
                 fmt::format("Too many {} at once; repeat after a pause.", of_what));
}

absl::Status TooManyStreams(const std::string& caller, std::size_t most) {
  return Refusal(absl::StatusCode::kResourceExhausted, kTooManyStreams,
                 fmt::format("caller {} has {} streams open, which is the most of one caller; end"
                             " one, or repeat when one has ended",
                             caller, most),
                 {{"caller", caller}, {"max_streams_per_caller", std::to_string(most)}});
}

absl::Status Stopping() {
  return Refusal(absl::StatusCode::kUnavailable, kServerStopping,
                 "The server is being stopped; connect anew.");
}

// A bug in a handler ends its call, not the process.
absl::Status Escaped(const std::exception& error) {
  return absl::InternalError(fmt::format("exception in a handler: {}", error.what()));
}

class UnaryReactor final : public grpc::ServerUnaryReactor {
 public:
  UnaryReactor(const RunnerParts& parts, RequestValidator& validator, MethodEntry& method,
               const google::protobuf::Message& request)
      : call_(parts, validator, method, request) {
    call_.context().is_cancelled = [this] {
      return cancelled_.load(std::memory_order_relaxed) || absl::Now() >= call_.context().deadline;
    };
  }

  ActiveCall& call() { return call_; }

  void End(absl::Status status) {
    call_.End(std::move(status), [this](const grpc::Status& answer) { Finish(answer); });
  }

  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }
  void OnDone() override { delete this; }

 private:
  ActiveCall call_;
  std::atomic<bool> cancelled_ = false;
};

// Ends `reactor` with the first status that it is given; after that the reactor may be gone.
std::function<void(absl::Status)> EndOnce(UnaryReactor& reactor) {
  auto ended = std::make_shared<std::atomic<bool>>(false);
  return [&reactor, ended = std::move(ended)](absl::Status status) {
    if (!ended->exchange(true)) reactor.End(std::move(status));
  };
}

}  // namespace

class MethodRunner::Core {
 public:
  Core(const RunnerParts& parts, const RunnerLimits& limits)
      : parts_(parts),
        max_streams_per_caller_(limits.max_streams_per_caller),
        workers_(limits.workers, limits.max_waiting),
        stream_threads_(limits.max_streams, 0) {}

  MethodEntry& EntryOf(std::string_view method, const google::protobuf::Message& request) {
    {
      const absl::ReaderMutexLock lock(&methods_mutex_);
      if (const auto known = methods_.find(method); known != methods_.end()) return *known->second;
    }
    const absl::MutexLock lock(&methods_mutex_);
    std::unique_ptr<MethodEntry>& entry = methods_[std::string(method)];
    if (entry == nullptr) {
      entry = std::make_unique<MethodEntry>(method, *request.GetDescriptor(), parts_.metrics);
    }
    return *entry;
  }

  void StartUnary(UnaryReactor& reactor, grpc::CallbackServerContext& context, UnaryBody body) {
    if (absl::Status admitted = reactor.call().Admit(context); !admitted.ok()) {
      reactor.End(std::move(admitted));
      return;
    }
    const bool taken = workers_.TryRun([&reactor, body = std::move(body)] {
      if (absl::Status entered = reactor.call().Enter(); !entered.ok()) {
        reactor.End(std::move(entered));
        return;
      }
      const Done done = EndOnce(reactor);
      try {
        body(reactor.call().context(), done);
      } catch (const std::exception& error) {
        done(Escaped(error));
      }
    });
    if (!taken) reactor.End(Overloaded("calls"));
  }

  void StartStream(std::shared_ptr<ActiveCall> call, grpc::CallbackServerContext& context,
                   StreamControl& stream, StreamBody body,
                   std::function<absl::Status()> read_first) {
    // A caller who may not call is not waited for.
    absl::Status admitted = call->AdmitCaller(context);
    if (admitted.ok() && !read_first) admitted = call->AdmitRequest();
    if (admitted.ok()) admitted = Add(stream, call->context().identity.caller());
    if (!admitted.ok()) {
      FinishStream(*call, stream, std::move(admitted));
      return;
    }
    call->context().is_cancelled = [&stream] { return stream.has_ended(); };
    const bool taken = stream_threads_.TryRun(
        [this, call, &stream, body = std::move(body), read_first = std::move(read_first)] {
          absl::Status status;
          if (read_first) status = read_first();
          if (status.ok() && read_first) status = call->AdmitRequest();
          if (status.ok()) status = call->Enter();
          if (status.ok()) {
            try {
              status = body(call->context());
            } catch (const std::exception& error) {
              status = Escaped(error);
            }
          }
          if (stream.is_stopping()) status = Stopping();
          FinishStream(*call, stream, std::move(status));
        });
    if (!taken) FinishStream(*call, stream, Overloaded("streams"));
  }

  void EndStreams() {
    const absl::MutexLock lock(&streams_mutex_);
    stopping_ = true;
    for (const auto& [stream, caller] : streams_) stream->End(/*stopping=*/true);
  }

  void Remove(StreamControl& stream) {
    const absl::MutexLock lock(&streams_mutex_);
    streams_.erase(&stream);
  }

  const RunnerParts& parts() const { return parts_; }
  RequestValidator& validator() { return validator_; }

 private:
  absl::Status Add(StreamControl& stream, const std::string& caller) {
    const absl::MutexLock lock(&streams_mutex_);
    if (stopping_) return Stopping();
    // There are few: counting them is cheaper than to keep a count right.
    const auto of_caller =
        std::ranges::count(streams_, caller, [](const auto& entry) { return entry.second; });
    if (static_cast<std::size_t>(of_caller) >= max_streams_per_caller_) {
      return TooManyStreams(caller, max_streams_per_caller_);
    }
    streams_.emplace(&stream, caller);
    return absl::OkStatus();
  }

  static void FinishStream(ActiveCall& call, StreamControl& stream, absl::Status status) {
    call.End(std::move(status),
             [&stream](const grpc::Status& answer) { stream.FinishStream(answer); });
  }

  const RunnerParts parts_;
  const std::size_t max_streams_per_caller_;
  RequestValidator validator_;

  absl::Mutex methods_mutex_;
  std::map<std::string, std::unique_ptr<MethodEntry>, std::less<>> methods_
      ABSL_GUARDED_BY(methods_mutex_);

  absl::Mutex streams_mutex_;
  // Those that are open, with their callers.
  std::map<StreamControl*, std::string> streams_ ABSL_GUARDED_BY(streams_mutex_);
  bool stopping_ ABSL_GUARDED_BY(streams_mutex_) = false;

  // Last, so that the threads end before what they use.
  WorkerPool workers_;
  WorkerPool stream_threads_;
};

MethodRunner::MethodRunner(const RunnerParts& parts, const RunnerLimits& limits)
    : core_(std::make_unique<Core>(parts, limits)) {}
MethodRunner::~MethodRunner() = default;

void MethodRunner::EndStreams() { core_->EndStreams(); }

absl::Status MethodRunner::CheckShape(const google::protobuf::Message& message) {
  return core_->validator().Check(message);
}

grpc::ServerUnaryReactor* MethodRunner::StartUnary(std::string_view method,
                                                   grpc::CallbackServerContext& context,
                                                   const google::protobuf::Message& request,
                                                   UnaryBody body) {
  // Deletes itself when gRPC is done with it.
  auto* reactor = new UnaryReactor(core_->parts(), core_->validator(),
                                   core_->EntryOf(method, request), request);
  core_->StartUnary(*reactor, context, std::move(body));
  return reactor;
}

void MethodRunner::StartStream(std::string_view method, grpc::CallbackServerContext& context,
                               const google::protobuf::Message& request, StreamControl& stream,
                               StreamBody body, std::function<absl::Status()> read_first) {
  auto call = std::make_shared<ActiveCall>(core_->parts(), core_->validator(),
                                           core_->EntryOf(method, request), request);
  // The call lives until gRPC is done with the stream: its audit record may be kept later.
  stream.set_on_done([core = core_.get(), &stream, call] { core->Remove(stream); });
  core_->StartStream(std::move(call), context, stream, std::move(body), std::move(read_first));
}

}  // namespace cuijiao
