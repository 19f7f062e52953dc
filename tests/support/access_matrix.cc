#include "tests/support/access_matrix.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_replace.h"
#include "common/auth/access_table.h"
#include "common/auth/authorize.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "cuijiao/type/v1/options.pb.h"
#include "fmt/format.h"

namespace cuijiao::support {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using google::protobuf::Reflection;
using type::v1::FieldRules;

constexpr char kNoSuchId[] = "no-such-thing";
constexpr std::string_view kServices[] = {"ledger", "waiver", "escalation", "payroll", "dashboard"};

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::string TextFor(const FieldRules& rules) {
  switch (rules.format()) {
    case FieldRules::FORMAT_DATE:
      return "2017-03-01";
    case FieldRules::FORMAT_MONTH:
      return "2017-03";
    default:
      return "x1";
  }
}

void SetWellShaped(Message& message, const FieldDescriptor* field, const FieldRules& rules);

void FillRequired(Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldRules& rules = type.field(i)->options().GetExtension(type::v1::field);
    if (rules.required()) SetWellShaped(message, type.field(i), rules);
  }
}

void SetWellShaped(Message& message, const FieldDescriptor* field, const FieldRules& rules) {
  const Reflection& reflection = *message.GetReflection();
  const std::int64_t number = std::max<std::int64_t>(1, rules.min());
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      repeated ? reflection.AddString(&message, field, TextFor(rules))
               : reflection.SetString(&message, field, TextFor(rules));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      repeated ? reflection.AddInt64(&message, field, number)
               : reflection.SetInt64(&message, field, number);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      repeated ? reflection.AddInt32(&message, field, static_cast<std::int32_t>(number))
               : reflection.SetInt32(&message, field, static_cast<std::int32_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      repeated ? reflection.AddEnumValue(&message, field, field->enum_type()->value(1)->number())
               : reflection.SetEnumValue(&message, field, field->enum_type()->value(1)->number());
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      FillRequired(repeated ? *reflection.AddMessage(&message, field)
                            : *reflection.MutableMessage(&message, field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!repeated) reflection.SetBool(&message, field, true);
      break;
    default:
      break;
  }
}

// Sets every string that `path` leads to; makes one element where a repeated field has none.
void SetPath(Message& message, std::string_view path, const std::string& id) {
  const std::size_t dot = path.find('.');
  const FieldDescriptor* field =
      message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  const Reflection& reflection = *message.GetReflection();
  if (dot == std::string_view::npos) {
    if (field->is_repeated()) {
      reflection.ClearField(&message, field);
      if (!id.empty()) reflection.AddString(&message, field, id);
    } else {
      reflection.SetString(&message, field, id);
    }
    return;
  }
  const std::string_view rest = path.substr(dot + 1);
  if (!field->is_repeated()) {
    SetPath(*reflection.MutableMessage(&message, field), rest, id);
    return;
  }
  if (reflection.FieldSize(message, field) == 0)
    FillRequired(*reflection.AddMessage(&message, field));
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    SetPath(*reflection.MutableRepeatedMessage(&message, field, i), rest, id);
  }
}

bool IsRequired(const Descriptor& type, std::string_view path) {
  const std::size_t dot = path.find('.');
  const FieldDescriptor* field = type.FindFieldByName(std::string(path.substr(0, dot)));
  if (!field->options().GetExtension(type::v1::field).required()) return false;
  return dot == std::string_view::npos || IsRequired(*field->message_type(), path.substr(dot + 1));
}

// One call of any kind; of a stream only its beginning.
absl::Status Call(grpc::Channel& channel, const MethodDescriptor& method, const std::string& token,
                  const Message& request) {
  grpc::GenericStub stub(std::shared_ptr<grpc::ChannelInterface>(&channel, [](auto*) {}));
  grpc::ClientContext context;
  const auto patience =
      method.server_streaming() ? std::chrono::milliseconds(500) : std::chrono::seconds(20);
  context.set_deadline(std::chrono::system_clock::now() + patience);
  if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
  grpc::CompletionQueue queue;
  const auto stream = stub.PrepareCall(
      &context, fmt::format("/{}/{}", method.service()->full_name(), method.name()), &queue);
  const auto wait = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  stream->StartCall(nullptr);
  bool going = wait();
  if (going) {
    const std::string bytes = request.SerializeAsString();
    grpc::Slice slice(bytes);
    stream->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    wait();
  }
  while (going) {
    grpc::ByteBuffer answer;
    stream->Read(&answer, nullptr);
    going = wait();
  }
  grpc::Status status;
  stream->Finish(&status, nullptr);
  wait();
  queue.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue.Next(&tag, &ok)) {
  }
  return FromGrpcStatus(status);
}

class Walk {
 public:
  Walk(const AccessMatrix& matrix, const TestKeys& keys) : matrix_(matrix), keys_(keys) {}

  std::vector<std::string> Run() {
    for (const std::string& name : matrix_.services) {
      const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
      if (service == nullptr) {
        faults_.push_back(fmt::format("{} is no service", name));
        continue;
      }
      for (int i = 0; i < service->method_count(); ++i) WalkMethod(*service->method(i));
    }
    return std::move(faults_);
  }

 private:
  void WalkMethod(const MethodDescriptor& method) {
    method_ = &method;
    name_ = fmt::format("{}/{}", method.service()->full_name(), method.name());
    row_ = FindAccessRow(name_);
    if (row_ == nullptr) {
      Fault("", "has no row");
      return;
    }
    WalkTokens();
    WalkRoles();
    WalkServices();
    WalkScopes();
  }

  void WalkTokens() {
    const Role role = row_->roles.empty() ? Role::kAdministrator : row_->roles.ToVector().front();
    const std::string id = StaffOf(role);
    const std::unique_ptr<Message> empty = NewMessage(*method_->input_type());
    const std::string valid = keys_.StaffToken(id, role);
    ExpectUnauthenticated("without token", "", *empty);
    ExpectUnauthenticated("with an expired token",
                          keys_.StaffToken(id, role, absl::Hours(1), absl::Now() - absl::Hours(2)),
                          *empty);
    ExpectUnauthenticated("with an unsigned token", Unsigned(valid), *empty);
    const JoseKey forger = JoseKey::Generate(keys_.staff_key().key_id(), keys_.staff_key().use());
    Identity identity;
    identity.staff_id = id;
    identity.roles = role;
    ExpectUnauthenticated("with a forged token",
                          TokenSigner(forger).Sign(identity, absl::Now(), absl::Hours(1)).value(),
                          *empty);
  }

  void WalkRoles() {
    const std::unique_ptr<Message> empty = NewMessage(*method_->input_type());
    for (const Role role : kAllRoles) {
      if (role == Role::kService) continue;
      const std::string who = fmt::format("as {}", RoleName(role));
      const absl::Status status = CallAs(role, *empty);
      if (row_->roles.Contains(role)) {
        ExpectLetIn(who, status);
      } else {
        ExpectRoleRefused(who, status);
      }
    }
  }

  void WalkServices() {
    const std::unique_ptr<Message> empty = NewMessage(*method_->input_type());
    for (const std::string_view service : kServices) {
      const std::string who = fmt::format("as service {}", service);
      std::optional<Actor> actor;
      if (row_->actor == ActorRule::kChecked && !row_->roles.empty()) {
        const Role role = row_->roles.ToVector().front();
        actor = Actor{StaffOf(role), role};
      }
      const absl::Status status =
          Call(*matrix_.channel, *method_, keys_.ServiceToken(std::string(service), actor), *empty);
      if (!row_->services.Contains(service)) {
        ExpectRoleRefused(who, status);
        continue;
      }
      ExpectLetIn(who, status);
      if (actor.has_value()) {
        ExpectRoleRefused(
            who + " without an actor",
            Call(*matrix_.channel, *method_, keys_.ServiceToken(std::string(service)), *empty));
      }
    }
  }

  void WalkScopes() {
    for (const Target& target : row_->where.targets()) {
      const std::unique_ptr<Message> unknown = RequestAt(target, kNoSuchId);
      for (const Role role : (row_->roles & kScopedRoles).ToVector()) {
        WalkScope(role, target, *unknown);
      }
      const RoleSet company_wide = row_->roles & kCompanyWideRoles;
      if (company_wide.empty()) continue;
      const Role role = company_wide.ToVector().front();
      ExpectLetIn(fmt::format("as {} with an unknown {}", RoleName(role), target.field),
                  CallAs(role, *unknown));
    }
  }

  void WalkScope(Role role, const Target& target, const Message& unknown) {
    const std::string who = fmt::format("as {} by {}", RoleName(role), target.field);
    const absl::Status of_unknown = CallAs(role, unknown);
    ExpectOutOfScope(who + " unknown", of_unknown);
    if (const auto id = matrix_.out_of_scope.find(target.kind); id != matrix_.out_of_scope.end()) {
      const absl::Status status = CallAs(role, *RequestAt(target, id->second));
      ExpectOutOfScope(who + " out of scope", status);
      if (status.message() != of_unknown.message()) {
        Fault(who, "tells what is out of scope from what does not exist");
      }
    }
    if (const auto id = matrix_.in_scope.find(target.kind); id != matrix_.in_scope.end()) {
      const absl::Status status = CallAs(role, *RequestAt(target, id->second));
      if (matrix_.beyond.contains({role, std::string(target.field)})) {
        ExpectOutOfScope(who + " beyond reach", status);
      } else {
        ExpectLetIn(who + " in scope", status);
      }
    }
  }

  // A well-shaped request with `id` at `target`; other targets that are required lie in scope.
  std::unique_ptr<Message> RequestAt(const Target& target, const std::string& id) {
    std::unique_ptr<Message> request = MakeWellShapedRequest(*method_->input_type());
    if (matrix_.complete) matrix_.complete(name_, *request);
    for (const Target& other : row_->where.targets()) {
      if (other.field == target.field) continue;
      const auto in_scope = matrix_.in_scope.find(other.kind);
      const bool fill =
          IsRequired(*method_->input_type(), other.field) && in_scope != matrix_.in_scope.end();
      SetPath(*request, other.field, fill ? in_scope->second : std::string());
    }
    SetPath(*request, target.field, id);
    return request;
  }

  std::string StaffOf(Role role) const {
    const auto found = matrix_.staff.find(role);
    return found != matrix_.staff.end() ? found->second : fmt::format("nobody-{}", RoleName(role));
  }

  absl::Status CallAs(Role role, const Message& request) {
    return Call(*matrix_.channel, *method_, keys_.StaffToken(StaffOf(role), role), request);
  }

  // `token` with alg none and no signature.
  static std::string Unsigned(const std::string& token) {
    std::string header;
    absl::WebSafeBase64Escape(R"({"alg":"none","typ":"JWT","kid":"staff-1"})", &header);
    const std::size_t first = token.find('.');
    return header + token.substr(first, token.rfind('.') - first + 1);
  }

  void ExpectUnauthenticated(std::string_view how, const std::string& token,
                             const Message& request) {
    const absl::Status status = Call(*matrix_.channel, *method_, token, request);
    if (!absl::IsUnauthenticated(status)) Fault(how, status);
  }

  void ExpectRoleRefused(std::string_view who, const absl::Status& status) {
    if (!absl::IsPermissionDenied(status) || ReasonOf(status) != kRoleNotAllowed) {
      Fault(who, status);
    }
  }

  void ExpectOutOfScope(std::string_view who, const absl::Status& status) {
    if (!absl::IsPermissionDenied(status) || ReasonOf(status) != kOutOfScope) Fault(who, status);
  }

  void ExpectLetIn(std::string_view who, const absl::Status& status) {
    // An empty request of a scoped role names nothing, and that is out of scope.
    const bool names_nothing = ReasonOf(status) == kOutOfScope &&
                               who.find(" in scope") == std::string_view::npos &&
                               who.find(" unknown") == std::string_view::npos;
    const bool refused = absl::IsPermissionDenied(status) && !names_nothing;
    if (refused || absl::IsUnauthenticated(status) || absl::IsUnimplemented(status) ||
        absl::IsInternal(status)) {
      Fault(who, status);
    }
  }

  void Fault(std::string_view who, const absl::Status& status) {
    Fault(who, fmt::format("got {} {} ({})", absl::StatusCodeToString(status.code()),
                           ReasonOf(status), std::string(status.message())));
  }
  void Fault(std::string_view who, const std::string& what) {
    faults_.push_back(fmt::format("{} {}: {}", name_, who, what));
  }

  const AccessMatrix& matrix_;
  const TestKeys& keys_;
  const MethodDescriptor* method_ = nullptr;
  std::string name_;
  const AccessRow* row_ = nullptr;
  std::vector<std::string> faults_;
};

}  // namespace

std::map<Role, std::string> StandardStaff() {
  return {{Role::kCollector, "S1"},       {Role::kTeamLeader, "L1"}, {Role::kManager, "M1"},
          {Role::kGeneralManager, "GM1"}, {Role::kFinance, "F1"},    {Role::kAdministrator, "ADM"}};
}

std::set<std::pair<Role, std::string>> NoAreaIsAProject() {
  return {{Role::kCollector, "project_id"}, {Role::kTeamLeader, "project_id"}};
}

std::vector<std::string> FindAccessFaults(const AccessMatrix& matrix, const TestKeys& keys) {
  return Walk(matrix, keys).Run();
}

absl::StatusOr<std::vector<std::string>> ServicesOfPackage(std::string_view package) {
  const std::string directory = absl::StrReplaceAll(std::string(package), {{".", "/"}});
  std::vector<std::string> services;
  for (const auto& entry : std::filesystem::directory_iterator("protos/" + directory)) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name = fmt::format("{}/{}", directory, entry.path().filename().string());
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) {
      return absl::FailedPreconditionError(fmt::format("{} is not linked into this program", name));
    }
    for (int i = 0; i < file->service_count(); ++i) {
      services.push_back(file->service(i)->full_name());
    }
  }
  std::ranges::sort(services);
  return services;
}

std::unique_ptr<Message> MakeWellShapedRequest(const Descriptor& type) {
  std::unique_ptr<Message> request = NewMessage(type);
  FillRequired(*request);
  return request;
}

}  // namespace cuijiao::support
