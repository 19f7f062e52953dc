#include "common/config/policy_file.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "common/config/policy_checks.h"
#include "common/crypto/digest.h"
#include "common/rpc/validation.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

// Collects "7:12: message" with lines and columns from 1, as editors count them.
class TextErrors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    problems_.push_back(fmt::format("line {}, column {}: {}", line + 1, column + 1, message));
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }

  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

absl::Status Wrong(std::string_view name, const std::vector<std::string>& problems) {
  return absl::InvalidArgumentError(
      fmt::format("the policy file {} cannot be used:\n  {}", name, fmt::join(problems, "\n  ")));
}

// What breaks the rules that policy.proto states on its fields.
std::vector<std::string> BrokenRules(const policy::v1::Policy& policy) {
  RequestValidator validator;
  std::vector<std::string> problems;
  for (const FieldViolation& violation : FieldViolationsOf(validator.Check(policy))) {
    problems.push_back(fmt::format("{}: {}", violation.field, violation.description));
  }
  return problems;
}

}  // namespace

std::string VersionOf(const google::protobuf::Message& block) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string canonical;
  if (!printer.PrintToString(block, &canonical)) std::abort();
  return HexEncode(Sha256(canonical));
}

absl::StatusOr<LoadedPolicy> ParsePolicy(std::string_view text, std::string_view name) {
  LoadedPolicy loaded;
  google::protobuf::TextFormat::Parser parser;
  TextErrors errors;
  parser.RecordErrorsTo(&errors);
  const bool parsed = parser.ParseFromString(std::string(text), &loaded.policy);
  if (!parsed || !errors.problems().empty()) return Wrong(name, errors.problems());

  // Each stage presumes the one before it: a rule says little about a parameter that is absent.
  for (auto problems_of : {+[](const policy::v1::Policy& p) { return MissingParameters(p); },
                           +[](const policy::v1::Policy& p) { return BrokenRules(p); },
                           +[](const policy::v1::Policy& p) { return Contradictions(p); }}) {
    const std::vector<std::string> problems = problems_of(loaded.policy);
    if (!problems.empty()) return Wrong(name, problems);
  }
  loaded.version = VersionOf(loaded.policy);
  return loaded;
}

absl::StatusOr<LoadedPolicy> LoadPolicy(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return absl::NotFoundError(fmt::format("the policy file {} cannot be opened", file.string()));
  }
  std::ostringstream text;
  text << in.rdbuf();
  if (in.bad()) {
    return absl::UnavailableError(fmt::format("the policy file {} cannot be read", file.string()));
  }
  return ParsePolicy(text.str(), file.string());
}

}  // namespace cuijiao
