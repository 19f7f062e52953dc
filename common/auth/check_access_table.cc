// Fails the build when a method of the suite has no row in the access table, or a row names a
// method or a field that does not exist. Links every generated proto.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor_database.h>

#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/auth/access_table.h"
#include "common/auth/authorize.h"
#include "fmt/format.h"

namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

constexpr std::string_view kPackage = "cuijiao.";

void AddServices(const FileDescriptor& file, std::vector<const MethodDescriptor*>& methods) {
  for (int i = 0; i < file.service_count(); ++i) {
    const ServiceDescriptor& service = *file.service(i);
    for (int j = 0; j < service.method_count(); ++j) methods.push_back(service.method(j));
  }
}

// Every method of the package that is linked in.
std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<std::string> names;
  google::protobuf::DescriptorPool::internal_generated_database()->FindAllFileNames(&names);
  std::vector<const MethodDescriptor*> methods;
  for (const std::string& name : names) {
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file != nullptr && file->package().starts_with(kPackage)) AddServices(*file, methods);
  }
  return methods;
}

}  // namespace

int main() {
  std::vector<std::string> faults;
  std::set<std::string, std::less<>> known;
  for (const MethodDescriptor* method : AllMethods()) {
    const std::string name = fmt::format("{}/{}", method->service()->full_name(), method->name());
    known.insert(name);
    const cuijiao::AccessRow* row = cuijiao::FindAccessRow(name);
    if (row == nullptr) {
      faults.push_back(
          fmt::format("{}: no row in its service's common/auth/*_access_rows.h", name));
      continue;
    }
    const std::vector<std::string> of_row = cuijiao::FindRowFaults(*row, *method->input_type());
    faults.insert(faults.end(), of_row.begin(), of_row.end());
  }
  for (const cuijiao::AccessRow& row : cuijiao::AccessTable()) {
    if (!known.contains(row.method)) {
      faults.push_back(fmt::format("{}: no such method", row.method));
    }
  }
  for (const std::string& fault : faults) fmt::print(stderr, "access table: {}\n", fault);
  return faults.empty() ? 0 : 1;
}
