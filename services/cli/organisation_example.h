// A small company as `cuijiao organisation put` takes it. The examples of the import files name its
// community and its collectors.
#ifndef CUIJIAO_SERVICES_CLI_ORGANISATION_EXAMPLE_H_
#define CUIJIAO_SERVICES_CLI_ORGANISATION_EXAMPLE_H_

#include <string_view>

namespace cuijiao::cli {

// JSON of a cuijiao.ledger.v1.BatchPutOrganisationRequest, an entry a line.
inline constexpr std::string_view kOrganisationExample = R"({"entries": [
  {"branch": {"id": "B1", "name": "华东分公司"}},
  {"project": {"id": "P1", "branch_id": "B1", "name": "滨江项目"}},
  {"community": {"id": "C1", "project_id": "P1", "name": "滨江花园"}},
  {"staff": {"id": "GM1", "name": "陈总", "employee_no": "E001"}},
  {"staff": {"id": "M1", "name": "王经理", "employee_no": "E002"}},
  {"staff": {"id": "L1", "name": "李静", "employee_no": "E003"}},
  {"staff": {"id": "S1", "name": "赵磊", "employee_no": "E004"}},
  {"staff": {"id": "S2", "name": "孙丽", "employee_no": "E005"}},
  {"staff": {"id": "S3", "name": "周敏", "employee_no": "E006"}},
  {"post": {"staff_id": "GM1", "branch_id": "B1", "from_date": "2016-01-01"}},
  {"post": {"staff_id": "M1", "project_id": "P1", "from_date": "2016-01-01"}},
  {"team": {"id": "T1", "project_id": "P1", "name": "一组"}},
  {"team_membership": {"team_id": "T1", "staff_id": "L1", "position": "POSITION_LEADER", "from_date": "2016-01-01"}},
  {"team_membership": {"team_id": "T1", "staff_id": "S1", "position": "POSITION_MEMBER", "from_date": "2016-01-01"}},
  {"team_membership": {"team_id": "T1", "staff_id": "S2", "position": "POSITION_MEMBER", "from_date": "2016-01-01"}},
  {"team_membership": {"team_id": "T1", "staff_id": "S3", "position": "POSITION_MEMBER", "from_date": "2016-01-01"}},
  {"area": {"id": "A1", "project_id": "P1", "team_id": "T1", "name": "东片"}},
  {"area_community": {"area_id": "A1", "community_id": "C1", "from_date": "2016-01-01"}},
  {"area_collector": {"area_id": "A1", "staff_id": "S1", "from_date": "2016-01-01"}}
]}
)";

}  // namespace cuijiao::cli

#endif  // CUIJIAO_SERVICES_CLI_ORGANISATION_EXAMPLE_H_
