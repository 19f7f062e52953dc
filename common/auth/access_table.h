// The one table of who may call what. Every method of every service has one row, or the build
// fails (check_access_table). The rows of each service are in <service>_access_rows.h;
// access_table.cc joins and sorts them.
#ifndef CUIJIAO_COMMON_AUTH_ACCESS_TABLE_H_
#define CUIJIAO_COMMON_AUTH_ACCESS_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "common/auth/resource_kind.h"
#include "common/auth/role.h"

namespace cuijiao {

// A field of the request that names a thing: "unit_id", "waiver.unit_id", "payments.unit_id"
// (through repeated fields: each element counts). The field is a string.
struct Target {
  ResourceKind kind;
  std::string_view field;
};

// How the reach of scoped roles is decided; company-wide roles are not bound by it.
class Where {
 public:
  static constexpr std::size_t kMaxTargets = 4;

  // No bound: an allowed role may call it anywhere.
  static constexpr Where Anywhere() { return Where(Rule::kAnywhere); }
  // The whole company: scoped roles never reach it.
  static constexpr Where Company() { return Where(Rule::kCompany); }
  // In the places that these fields name: at least one of them is set, and every one that is set
  // is in reach, so that no second field reaches further than the first. With none set: Company().
  template <typename... Targets>
  static constexpr Where At(Targets... targets) {
    static_assert(sizeof...(targets) >= 1 && sizeof...(targets) <= kMaxTargets);
    Where where(Rule::kAt);
    for (const Target& target : {Target(targets)...}) where.targets_[where.count_++] = target;
    return where;
  }

  // The same, and collectors reach the areas of the teams that they belong to, not their own
  // alone: where collaborators record the work that they did for each other (INC-5).
  [[nodiscard]] constexpr Where ForCollaborators() const {
    Where where = *this;
    where.for_collaborators_ = true;
    return where;
  }

  [[nodiscard]] constexpr bool is_for_collaborators() const { return for_collaborators_; }
  [[nodiscard]] constexpr bool is_anywhere() const { return rule_ == Rule::kAnywhere; }
  [[nodiscard]] constexpr bool is_company() const { return rule_ == Rule::kCompany; }
  [[nodiscard]] constexpr std::span<const Target> targets() const {
    return std::span(targets_).first(count_);
  }

 private:
  enum class Rule : std::uint8_t { kAnywhere, kCompany, kAt };
  explicit constexpr Where(Rule rule) : rule_(rule) {}

  Rule rule_;
  bool for_collaborators_ = false;
  std::size_t count_ = 0;
  std::array<Target, kMaxTargets> targets_ = {};
};

// The services that may call, by name.
class CallingServices {
 public:
  static constexpr std::size_t kMax = 5;

  constexpr CallingServices() = default;
  template <typename... Names>
  explicit constexpr CallingServices(Names... names) {
    static_assert(sizeof...(names) <= kMax);
    for (const std::string_view name : {std::string_view(names)...}) names_[count_++] = name;
  }
  [[nodiscard]] constexpr bool Contains(std::string_view name) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (names_[i] == name) return true;
    }
    return false;
  }
  [[nodiscard]] constexpr std::span<const std::string_view> names() const {
    return std::span(names_).first(count_);
  }

 private:
  std::size_t count_ = 0;
  std::array<std::string_view, kMax> names_ = {};
};

// Whether a method changes anything. Changes are audited whatever their outcome; of reads only
// the refused attempts are. Reads are also safe to repeat.
enum class Effect : std::uint8_t { kRead, kChange };

// Whether a service's call must also be one that the person behind it could make.
enum class ActorRule : std::uint8_t {
  kRecorded,  // the service decides; the actor is recorded
  kChecked,   // the service must name an actor, and the row's roles and scope bind the actor too
};

struct AccessRow {
  std::string_view method;  // "cuijiao.ledger.v1.PaymentService/RecordPayment"
  RoleSet roles;            // staff roles that may call; never kService
  CallingServices services = {};
  Where where = Where::Company();
  Effect effect = Effect::kRead;
  ActorRule actor = ActorRule::kRecorded;
};

// All rows, sorted by method.
std::span<const AccessRow> AccessTable();

// Null when the method has no row: nobody may call it.
const AccessRow* FindAccessRow(std::string_view method);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_ACCESS_TABLE_H_
