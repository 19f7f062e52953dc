#include "common/text/csv_writer.h"

#include <csv.h>

#include <cstddef>

#include "common/text/encoding.h"

namespace cuijiao {
namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";
constexpr std::string_view kNeedsQuotes = ",\"\r\n";
// The reader drops spaces around unquoted cells.
constexpr std::string_view kSpaces = " \t";

// With any number of apostrophes in front, so that what needed one still does.
bool StartsFormula(std::string_view text) {
  const std::size_t start = text.find_first_not_of('\'');
  return start != std::string_view::npos &&
         kFormulaStarts.find(text[start]) != std::string_view::npos;
}

bool NeedsQuotes(std::string_view text) {
  return text.find_first_of(kNeedsQuotes) != std::string_view::npos ||
         (!text.empty() && (kSpaces.find(text.front()) != std::string_view::npos ||
                            kSpaces.find(text.back()) != std::string_view::npos));
}

void AppendQuoted(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  const std::size_t size = csv_write(nullptr, 0, text.data(), text.size());
  out.resize(start + size);
  csv_write(out.data() + start, size, text.data(), text.size());
}

}  // namespace

CsvCell::CsvCell(std::string_view text)
    : text_(StartsFormula(text) ? "'" + std::string(text) : std::string(text)) {}

CsvWriter::CsvWriter() : text_(kUtf8Mark) {}

void CsvWriter::AddRow(const std::vector<CsvCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_.push_back(',');
    if (NeedsQuotes(cells[i].text())) {
      AppendQuoted(text_, cells[i].text());
    } else {
      text_.append(cells[i].text());
    }
  }
  text_.append("\r\n");
}

std::string_view TextWithoutFormulaGuard(std::string_view cell) {
  const bool guarded = !cell.empty() && cell.front() == '\'' && StartsFormula(cell);
  return guarded ? cell.substr(1) : cell;
}

}  // namespace cuijiao
