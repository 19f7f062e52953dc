-- Who and what the company looks after (LED-7), and what every change needs: the request log, the
-- clock, staging for imports, the audit trail.
--
-- Personal data stands in columns of its own: `*_cipher` is encrypted, `*_hash` is keyed and there
-- to search by. Dated relations hold from `from_date` to `to_date`, both included; NULL is open.
-- `relation_version` is raised by every change of a dated relation of the row: two changes at a
-- time then write the same row, and one of them runs again (row locks alone are local to a node).
CREATE TABLE branch (
  branch_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  PRIMARY KEY (branch_id)
);

CREATE TABLE project (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  branch_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  PRIMARY KEY (project_id),
  KEY project_by_branch (branch_id)
);

CREATE TABLE community (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  relation_version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (community_id),
  KEY community_by_project (project_id, community_id)
);

CREATE TABLE unit (
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  unit_no_cipher VARBINARY(128) NOT NULL,
  unit_no_hash BINARY(32) NOT NULL,
  kind VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  area_e2_m2 BIGINT NOT NULL,
  relation_version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (unit_id),
  KEY unit_by_community (community_id, unit_id),
  KEY unit_by_number (unit_no_hash),
  CONSTRAINT unit_kind CHECK (kind IN ('HOME', 'SHOP', 'PARKING')),
  CONSTRAINT unit_area CHECK (area_e2_m2 >= 0)
);

CREATE TABLE staff (
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name_cipher VARBINARY(192) NOT NULL,
  employee_no VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  relation_version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (staff_id)
);

CREATE TABLE owner (
  owner_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name_cipher VARBINARY(192) NOT NULL,
  phone_cipher VARBINARY(96) NULL,
  phone_hash BINARY(32) NULL,
  address_cipher VARBINARY(384) NULL,
  language VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (owner_id),
  KEY owner_by_phone (phone_hash)
);

CREATE TABLE ownership (
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  owner_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  PRIMARY KEY (unit_id, owner_id, from_date),
  KEY ownership_by_owner (owner_id, unit_id),
  CONSTRAINT ownership_days CHECK (to_date IS NULL OR from_date <= to_date)
);

-- A manager's project or a general manager's branch: the place's kind is 'PROJECT' or 'BRANCH'.
CREATE TABLE post (
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  place_kind VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  place_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  PRIMARY KEY (staff_id, place_kind, place_id, from_date),
  CONSTRAINT post_place_kind CHECK (place_kind IN ('PROJECT', 'BRANCH')),
  CONSTRAINT post_days CHECK (to_date IS NULL OR from_date <= to_date)
);

CREATE TABLE team (
  team_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  relation_version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (team_id),
  KEY team_by_project (project_id, team_id)
);

CREATE TABLE team_membership (
  team_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  team_position VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (team_id, staff_id, from_date),
  KEY team_membership_by_staff (staff_id, team_id),
  CONSTRAINT team_membership_position CHECK (team_position IN ('LEADER', 'DEPUTY', 'MEMBER')),
  CONSTRAINT team_membership_days CHECK (to_date IS NULL OR from_date <= to_date)
);

CREATE TABLE leader_absence (
  team_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NOT NULL,
  PRIMARY KEY (team_id, from_date),
  CONSTRAINT leader_absence_days CHECK (from_date <= to_date)
);

CREATE TABLE area (
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  team_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  relation_version BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (area_id),
  KEY area_by_project (project_id, area_id),
  KEY area_by_team (team_id, area_id)
);

CREATE TABLE area_community (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  PRIMARY KEY (community_id, from_date),
  KEY area_community_by_area (area_id, from_date),
  CONSTRAINT area_community_days CHECK (to_date IS NULL OR from_date <= to_date)
);

CREATE TABLE area_collector (
  area_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  to_date DATE NULL,
  PRIMARY KEY (area_id, from_date),
  KEY area_collector_by_staff (staff_id, from_date),
  CONSTRAINT area_collector_days CHECK (to_date IS NULL OR from_date <= to_date)
);

-- Answers already given, for all methods with a request_id; append only. A caller's request_id is
-- unique for ever for a method.
CREATE TABLE request_log (
  method VARCHAR(96) COLLATE utf8mb4_bin NOT NULL,
  caller VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  request_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  content_hash CHAR(64) COLLATE utf8mb4_bin NOT NULL,
  response MEDIUMBLOB NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (method, caller, request_id)
);

-- The development clock: at the system's time `set_at` it showed `shown_time`, and goes on from
-- there. Outside development mode, and until it is first set, there is no row.
CREATE TABLE company_clock (
  clock_id INT NOT NULL,
  shown_time DATETIME(6) NOT NULL,
  set_at DATETIME(6) NOT NULL,
  PRIMARY KEY (clock_id),
  CONSTRAINT company_clock_one CHECK (clock_id = 1)
);

-- Rows of a file on their way in: each encrypted whole. They are deleted when the import ends;
-- those that a crash left are deleted by the next import of the project.
CREATE TABLE import_staging (
  import_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  line INT NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  staged_time DATETIME(6) NOT NULL,
  body_cipher VARBINARY(4096) NOT NULL,
  PRIMARY KEY (import_id, line),
  KEY import_staging_by_project (project_id, staged_time)
);

-- Files of which every row went in, by their content; append only.
CREATE TABLE imported_file (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  content_hash BINARY(32) NOT NULL,
  row_count INT NOT NULL,
  imported_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, kind, content_hash)
);

-- Rows that went in, by what makes them themselves (`key_hash`) and all that they say (`row_hash`),
-- both keyed hashes: a row that is here never goes in again; append only.
CREATE TABLE imported_row (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  key_hash BINARY(32) NOT NULL,
  row_hash BINARY(32) NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, kind, key_hash, row_hash)
);

-- The audit trail (common/rpc/audit_record.sql); append only.
CREATE TABLE audit_record (
  audit_id        CHAR(26)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempted_time  DATETIME(6)  NOT NULL,
  call_id         VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method          VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  staff_id        VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_name    VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  actor_staff_id  VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  roles           VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target_kind     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target_id       VARCHAR(96)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_hash    CHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outcome         VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (audit_id),
  KEY audit_record_by_time (attempted_time),
  KEY audit_record_by_staff (staff_id, attempted_time),
  KEY audit_record_by_actor (actor_staff_id, attempted_time),
  KEY audit_record_by_target (target_kind, target_id, attempted_time)
);
