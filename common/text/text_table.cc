#include "common/text/text_table.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text/display_width.h"

namespace cuijiao {
namespace {

constexpr char kGap[] = "  ";

void AppendLine(std::string& out, std::string line) {
  absl::StripTrailingAsciiWhitespace(&line);
  absl::StrAppend(&out, line, "\n");
}

}  // namespace

void TextTable::AddRow(std::vector<std::string> cells) {
  if (cells.size() > columns_.size()) std::abort();
  cells.resize(columns_.size());
  for (std::string& cell : cells) {
    for (char& c : cell) {
      if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    }
  }
  rows_.push_back(std::move(cells));
}

std::string TextTable::Format() const {
  std::vector<std::size_t> widths;
  std::string header;
  std::string rule;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = DisplayWidth(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
    widths.push_back(width);
  }
  const auto pad = [&](const std::string& text, std::size_t i) {
    return columns_[i].align == Align::kRight ? PadStart(text, widths[i]) : PadEnd(text, widths[i]);
  };
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const char* const gap = i == 0 ? "" : kGap;
    absl::StrAppend(&header, gap, pad(columns_[i].title, i));
    absl::StrAppend(&rule, gap, std::string(widths[i], '-'));
  }
  std::string out;
  AppendLine(out, std::move(header));
  AppendLine(out, std::move(rule));
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : kGap, pad(row[i], i));
    }
    AppendLine(out, std::move(line));
  }
  return out;
}

}  // namespace cuijiao
