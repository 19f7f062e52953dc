#include "common/rpc/stream_writer.h"

namespace cuijiao {

void StreamControl::End(bool stopping) {
  const absl::MutexLock lock(&mutex_);
  ended_ = true;
  stopping_ = stopping_ || stopping;
}

bool StreamControl::has_ended() const {
  const absl::MutexLock lock(&mutex_);
  return ended_;
}

bool StreamControl::is_stopping() const {
  const absl::MutexLock lock(&mutex_);
  return stopping_;
}

bool StreamControl::WaitUnlessEnded(absl::Duration timeout) {
  const absl::MutexLock lock(&mutex_);
  return !mutex_.AwaitWithTimeout(absl::Condition(&ended_), timeout);
}

bool StreamControl::BeginWrite() {
  const absl::MutexLock lock(&mutex_);
  if (ended_) return false;
  writing_ = true;
  return true;
}

bool StreamControl::AwaitWrite() {
  // The message must live until gRPC has taken it, so this waits even when the stream has ended:
  // a cancelled write is flushed too, with ok false. A server that stops while a client does not
  // read is ended by the drain timeout.
  const absl::MutexLock lock(&mutex_);
  const auto is_flushed = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !writing_; };
  mutex_.Await(absl::Condition(&is_flushed));
  return written_;
}

void StreamControl::WriteFlushed(bool ok) {
  const absl::MutexLock lock(&mutex_);
  writing_ = false;
  written_ = ok;
  ended_ = ended_ || !ok;
}

void StreamControl::BeginRead() {
  const absl::MutexLock lock(&mutex_);
  reading_ = true;
}

void StreamControl::ReadEnded(bool ok) {
  const absl::MutexLock lock(&mutex_);
  reading_ = false;
  read_ = ok;
}

StreamControl::Read StreamControl::AwaitRead(absl::Duration patience) {
  const absl::MutexLock lock(&mutex_);
  const auto is_over = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !reading_ || ended_; };
  if (!mutex_.AwaitWithTimeout(absl::Condition(&is_over), patience)) return Read::kIdle;
  if (ended_) return Read::kGone;
  return read_ ? Read::kMessage : Read::kEnd;
}

}  // namespace cuijiao
