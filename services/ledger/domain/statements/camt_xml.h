// An XML text as a tree that is asked by local names. Bounded; looks at nothing outside the text.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_CAMT_XML_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_CAMT_XML_H_

#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace cuijiao::ledger {

// An element; an empty one stands for one that is absent, and has no children and no text.
class XmlElement {
 public:
  XmlElement() = default;
  explicit XmlElement(pugi::xml_node node) : node_(node) {}

  explicit operator bool() const { return !node_.empty(); }
  // Without a namespace's prefix.
  [[nodiscard]] std::string_view local_name() const;
  // The first child of that name, then of it the next: Child("Acct", "Id").
  template <typename... Names>
  [[nodiscard]] XmlElement Child(std::string_view name, Names... deeper) const {
    const XmlElement child = FirstChild(name);
    if constexpr (sizeof...(deeper) == 0) {
      return child;
    } else {
      return child.Child(deeper...);
    }
  }
  [[nodiscard]] std::vector<XmlElement> Children(std::string_view name) const;
  [[nodiscard]] std::vector<XmlElement> Children() const;
  // Without white space at its ends.
  [[nodiscard]] std::string Text() const;
  [[nodiscard]] std::string Attribute(std::string_view name) const;
  // The namespace that the element is in, as it or an element above declares it.
  [[nodiscard]] std::string Namespace() const;
  [[nodiscard]] std::ptrdiff_t offset() const { return node_.offset_debug(); }

 private:
  [[nodiscard]] XmlElement FirstChild(std::string_view name) const;

  pugi::xml_node node_;
};

class XmlText {
 public:
  // INVALID_ARGUMENT: STATEMENT_BROKEN naming the line, DOCTYPE_FORBIDDEN; RESOURCE_EXHAUSTED:
  // STATEMENT_TOO_LARGE for more tags or levels than the bounds.
  static absl::StatusOr<XmlText> Parse(std::string_view utf8);

  [[nodiscard]] XmlElement root() const { return XmlElement(document_->document_element()); }
  // The line, from 1, on which the element stands.
  [[nodiscard]] std::int64_t LineOf(const XmlElement& element) const;

 private:
  XmlText() = default;

  std::unique_ptr<pugi::xml_document> document_;
  std::vector<std::size_t> line_ends_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_CAMT_XML_H_
