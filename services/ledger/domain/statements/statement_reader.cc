#include "services/ledger/domain/statements/statement_reader.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/status/macros.h"
#include "common/text/csv_table.h"
#include "common/text/encoding.h"
#include "services/ledger/domain/statements/alipay_bill.h"
#include "services/ledger/domain/statements/camt_statement.h"
#include "services/ledger/domain/statements/statement_rows.h"
#include "services/ledger/domain/statements/wechat_bill.h"

namespace cuijiao::ledger {
namespace {

using SelfDescribedReader = absl::StatusOr<StatementFile> (*)(std::string_view);

// The reader of a file that needs no mapping; null for any other.
SelfDescribedReader ReaderOf(std::string_view utf8) {
  if (IsXml(utf8)) return ReadCamtStatement;
  if (IsAlipayBill(utf8)) return ReadAlipayBill;
  if (IsWechatBill(utf8)) return ReadWechatBill;
  return nullptr;
}

// Whether an XML declaration names GB18030 or what came before it: encoding="GBK".
bool DeclaresGb(std::string_view xml) {
  const std::string declaration = absl::AsciiStrToLower(std::string(xml.substr(0, xml.find("?>"))));
  const std::size_t encoding = declaration.find("encoding");
  return declaration.starts_with("<?xml") && encoding != std::string::npos &&
         declaration.find("gb", encoding) != std::string::npos;
}

// An XML document says itself what it is in, and is in UTF-8 where it says nothing: a Müller among
// the payers is not weighed against the Chinese that the same bytes are in GB18030.
absl::StatusOr<DecodedText> DecodeStatement(std::string_view content) {
  if (IsXml(content) && IsPlainUtf8(content) && !DeclaresGb(content)) {
    return DecodedText{std::string(content), "UTF-8"};
  }
  return DecodeText(content);
}

}  // namespace

absl::StatusOr<StatementFile> ReadStatement(std::string_view content,
                                            const std::optional<StatementMapping>& mapping) {
  absl::StatusOr<DecodedText> text = DecodeStatement(content);
  if (!text.ok()) {
    return RefuseStatement(kEncodingUnknown, std::string(text.status().message()));
  }
  absl::StatusOr<StatementFile> file;
  if (const SelfDescribedReader read = ReaderOf(text->utf8)) {
    if (mapping) {
      return RefuseStatement(kMappingNotWanted,
                             "the file's own layout says what its columns are: leave the mapping"
                             " out");
    }
    file = read(text->utf8);
  } else if (mapping) {
    file = ReadMappedStatement(text->utf8, *mapping);
  } else {
    return RefuseStatement(kMappingMissing,
                           "the file is no WeChat Pay bill, no Alipay bill and no camt.053: a"
                           " table of another kind needs a mapping of its columns");
  }
  CUIJIAO_RETURN_IF_ERROR(file.status());
  file->encoding = std::move(text->encoding);
  return file;
}

}  // namespace cuijiao::ledger
