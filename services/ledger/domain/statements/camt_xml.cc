#include "services/ledger/domain/statements/camt_xml.h"

#include <algorithm>
#include <utility>

#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/domain/statements/statement_rows.h"

namespace cuijiao::ledger {
namespace {

constexpr std::ptrdiff_t kMaxTags = 400'000;
constexpr int kMaxLevels = 40;

std::string_view LocalName(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

absl::Status TooLarge(std::string message) {
  return Refusal(absl::StatusCode::kResourceExhausted, kStatementTooLarge, std::move(message));
}

// Looks at every node without recursion: bounds the levels, and finds what is not allowed.
class BoundsWalker : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    // Without one, an entity that XML does not know stays text as it stands.
    has_doctype = has_doctype || node.type() == pugi::node_doctype;
    too_deep = too_deep || depth() >= kMaxLevels;
    return !too_deep && !has_doctype;
  }

  bool has_doctype = false;
  bool too_deep = false;
};

}  // namespace

std::string_view XmlElement::local_name() const { return LocalName(node_.name()); }

XmlElement XmlElement::FirstChild(std::string_view name) const {
  for (const pugi::xml_node child : node_.children()) {
    if (child.type() == pugi::node_element && LocalName(child.name()) == name) {
      return XmlElement(child);
    }
  }
  return {};
}

std::vector<XmlElement> XmlElement::Children(std::string_view name) const {
  std::vector<XmlElement> found;
  for (const XmlElement& child : Children()) {
    if (child.local_name() == name) found.push_back(child);
  }
  return found;
}

std::vector<XmlElement> XmlElement::Children() const {
  std::vector<XmlElement> found;
  for (const pugi::xml_node child : node_.children()) {
    if (child.type() == pugi::node_element) found.emplace_back(child);
  }
  return found;
}

std::string XmlElement::Text() const { return std::string(Trimmed(node_.child_value())); }

std::string XmlElement::Attribute(std::string_view name) const {
  for (const pugi::xml_attribute attribute : node_.attributes()) {
    if (LocalName(attribute.name()) == name) return attribute.value();
  }
  return {};
}

std::string XmlElement::Namespace() const {
  const std::string_view name = node_.name();
  const std::size_t colon = name.find(':');
  const std::string declaration =
      colon == std::string_view::npos
          ? "xmlns"
          : fmt::format("xmlns:{}", std::string_view(name).substr(0, colon));
  for (pugi::xml_node node = node_; !node.empty(); node = node.parent()) {
    if (const auto attribute = node.attribute(declaration.c_str())) return attribute.value();
  }
  return {};
}

absl::StatusOr<XmlText> XmlText::Parse(std::string_view utf8) {
  // Before the tree is built: it costs many times what its text does.
  if (std::count(utf8.begin(), utf8.end(), '<') > kMaxTags) {
    return TooLarge(fmt::format("the file has more than {} tags", kMaxTags));
  }
  XmlText text;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (utf8[i] == '\n') text.line_ends_.push_back(i);
  }
  text.document_ = std::make_unique<pugi::xml_document>();
  // The declaration's encoding is that of the bytes before they were decoded.
  const pugi::xml_parse_result parsed = text.document_->load_buffer(
      utf8.data(), utf8.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (parsed.status != pugi::status_ok) {
    const auto line =
        std::count(utf8.begin(),
                   utf8.begin() + std::min<std::ptrdiff_t>(
                                      parsed.offset, static_cast<std::ptrdiff_t>(utf8.size())),
                   '\n') +
        1;
    return RefuseStatement(kStatementBroken, fmt::format("line {}: this is no well-formed XML: {}",
                                                         line, parsed.description()));
  }
  BoundsWalker walker;
  text.document_->traverse(walker);
  if (walker.has_doctype) {
    return RefuseStatement(kDoctypeForbidden,
                           "the file has a document type declaration (DOCTYPE), which a statement"
                           " never needs");
  }
  if (walker.too_deep) {
    return TooLarge(fmt::format("the file has more than {} levels", kMaxLevels));
  }
  return text;
}

std::int64_t XmlText::LineOf(const XmlElement& element) const {
  const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, element.offset()));
  return std::lower_bound(line_ends_.begin(), line_ends_.end(), offset) - line_ends_.begin() + 1;
}

}  // namespace cuijiao::ledger
