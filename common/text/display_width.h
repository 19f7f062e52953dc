// How wide text stands in a terminal, where a Chinese character takes two columns.
#ifndef CUIJIAO_COMMON_TEXT_DISPLAY_WIDTH_H_
#define CUIJIAO_COMMON_TEXT_DISPLAY_WIDTH_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace cuijiao {

// Columns that `text` (UTF-8, one line) takes: wide and full-width characters two, combining
// marks and control characters none, all others one.
std::size_t DisplayWidth(std::string_view text);

// `text` filled up with spaces to `columns`; wider text is left as it is.
std::string PadEnd(std::string_view text, std::size_t columns);
std::string PadStart(std::string_view text, std::size_t columns);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_DISPLAY_WIDTH_H_
