// The people of the demo, each with a token of their own: the demo does nothing that these people
// could not do.
#ifndef CUIJIAO_SERVICES_DEMO_CAST_H_
#define CUIJIAO_SERVICES_DEMO_CAST_H_

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/client/suite_client.h"

namespace cuijiao::demo {

inline constexpr std::string_view kAdministrator = "ADM";
inline constexpr std::string_view kFinance = "F01";
inline constexpr std::string_view kManager = "M01";
inline constexpr std::string_view kManagerOfP02 = "M02";
inline constexpr std::string_view kGeneralManager = "G01";
inline constexpr std::string_view kLeader = "L01";
inline constexpr std::string_view kLeaderOfP02 = "L02";
inline constexpr std::string_view kCollectorA01 = "S01";
inline constexpr std::string_view kCollectorA02 = "S02";
inline constexpr std::string_view kCollectorA03 = "S03";
inline constexpr std::string_view kPayrollOfficer = "R01";
inline constexpr std::string_view kSecondPayrollOfficer = "R02";
inline constexpr std::string_view kPayrollSystem = "PAY";

// A staff member of the demo.
struct Person {
  std::string_view id;
  std::string_view name;
  std::string_view employee_no;
  std::string_view role;  // as tokens write it
};

// Everybody, the payroll system included.
std::span<const Person> Everybody();

class Cast {
 public:
  // `keys` holds the development key that signs staff tokens. Errors of the key file.
  static absl::StatusOr<Cast> Assemble(const std::filesystem::path& keys,
                                       const std::shared_ptr<const Suite>& suite);

  // The client of a person of the cast.
  [[nodiscard]] const SuiteClient& As(std::string_view staff_id) const;

 private:
  std::map<std::string, SuiteClient, std::less<>> clients_;
};

}  // namespace cuijiao::demo

#endif  // CUIJIAO_SERVICES_DEMO_CAST_H_
