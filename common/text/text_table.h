// Tables for a terminal, for people to read.
#ifndef CUIJIAO_COMMON_TEXT_TEXT_TABLE_H_
#define CUIJIAO_COMMON_TEXT_TEXT_TABLE_H_

#include <string>
#include <utility>
#include <vector>

namespace cuijiao {

// Rows under a header, each column as wide as its widest cell in a terminal:
//
//   责任人 Collector  收缴率 Rate
//   ----------------  -----------
//   张伟                   83.40%
class TextTable {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string title;
    // Figures go to the right.
    Align align = Align::kLeft;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell for each column; missing ones are empty and surplus ones a mistake that ends the
  // process. Line ends inside a cell become spaces.
  void AddRow(std::vector<std::string> cells);

  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // Header, rule and rows, each line ended, no spaces at line ends.
  [[nodiscard]] std::string Format() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TEXT_TEXT_TABLE_H_
