-- New units and owners of a file go in by the database itself (LED-13): what their tables will have
-- is staged beside the rows of the file, personal data encrypted for its column and hashed once.
-- See store/imports/staged_targets.h. What was staged without it is given up; whoever sends the same
-- file stages it anew.
DELETE FROM staged_row;

DELETE FROM staged_part;

DELETE FROM staged_import;

-- Of a row of staged_row, by the same key: its unit, and the schedule where it brings one.
CREATE TABLE staged_unit (
  import_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  line INT NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  unit_no_cipher VARBINARY(128) NOT NULL,
  unit_no_hash BINARY(32) NOT NULL,
  kind VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  area_e2_m2 BIGINT NOT NULL,
  schedule_id CHAR(26) COLLATE utf8mb4_bin NULL,
  fee_kind VARCHAR(20) COLLATE utf8mb4_bin NULL,
  period_months INT NULL,
  price_e4_yuan BIGINT NULL,
  fixed_fen_per_month BIGINT NULL,
  due_after_days INT NULL,
  from_date DATE NULL,
  PRIMARY KEY (import_id, unit_id, line)
);

-- Likewise: its owner, and the unit from a date on.
CREATE TABLE staged_owner (
  import_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  owner_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  line INT NOT NULL,
  name_cipher VARBINARY(192) NOT NULL,
  name_hash BINARY(32) NOT NULL,
  phone_cipher VARBINARY(96) NULL,
  phone_hash BINARY(32) NULL,
  address_cipher VARBINARY(384) NULL,
  language VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  from_date DATE NOT NULL,
  PRIMARY KEY (import_id, owner_id, line)
);
