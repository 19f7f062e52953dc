// Text of unknown encoding that comes in pieces, into UTF-8.
#ifndef CUIJIAO_COMMON_TEXT_TEXT_DECODER_H_
#define CUIJIAO_COMMON_TEXT_TEXT_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace cuijiao {

// Reads UTF-8 (with or without a byte order mark) or GB18030, as DecodeText does, but decides by
// the beginning: by the 64 KiB that begin with the first byte beyond ASCII, or all of a text that
// ends sooner. What comes after is checked to the end. Memory does not grow with the text.
//
// How the text is cut into pieces changes nothing: what has been handed out after so many bytes is
// always the same.
class TextDecoder {
 public:
  static constexpr std::size_t kDecisionBytes = std::size_t{64} << 10;

  TextDecoder();
  ~TextDecoder();
  TextDecoder(const TextDecoder&) = delete;
  TextDecoder& operator=(const TextDecoder&) = delete;

  // Appends to `utf8` what can be said of the bytes so far. Errors are DecodeText's; after one the
  // decoder is used up.
  absl::Status Feed(std::string_view bytes, std::string& utf8);
  // The text has ended.
  absl::Status Finish(std::string& utf8);

  // "UTF-8", "UTF-8 BOM" or "GB18030"; "UTF-8" as long as nothing speaks against it.
  [[nodiscard]] std::string_view encoding() const;

 private:
  class Gb18030;
  enum class State : std::uint8_t { kBeginning, kAscii, kDeciding, kUtf8, kGb18030 };

  absl::Status TakeMark(std::string_view& bytes, bool ended);
  void TakeAscii(std::string_view& bytes, std::string& utf8);
  absl::Status TakeWindow(std::string_view& bytes, std::string& utf8);
  // Decides by the window, and decodes it.
  absl::Status Decide(bool ended, std::string& utf8);
  absl::Status TakeUtf8(std::string_view bytes, bool ended, std::string& utf8);
  absl::Status TakeGb18030(std::string_view bytes, bool ended, std::string& utf8);
  absl::Status RefuseNul(std::string_view bytes) const;
  // "byte 17 (line 2)" of a place that many bytes behind what has been handed out.
  [[nodiscard]] std::string PlaceAt(std::string_view bytes, std::size_t offset) const;
  // Counts what has been handed out.
  void Pass(std::string_view bytes);

  State state_ = State::kBeginning;
  bool marked_ = false;
  std::string held_;  // a beginning that may be a mark, the window, or the start of a character
  std::uint64_t passed_bytes_ = 0;
  std::int64_t passed_lines_ = 0;
  std::unique_ptr<Gb18030> gb18030_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_TEXT_DECODER_H_
