-- What was changed of branches, projects, communities, units, owners, staff, teams and areas, one row
-- a field (LED-7): a put replaces what a thing holds, and this keeps what it held. Append only.
-- `field` is the name in the thing's message; of a dated relation that hangs on the thing its last
-- day ('ownership.to_date'), with `related_id` its other side and `from_date` its first day. Personal
-- data is encrypted in the columns `*_cipher`; what was or is empty is NULL. Creating a thing is no
-- change: millions come in with files.
CREATE TABLE organisation_change (
  thing_kind VARCHAR(12) COLLATE utf8mb4_bin NOT NULL,
  thing_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  change_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  field VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  before_text VARCHAR(120) NULL,
  after_text VARCHAR(120) NULL,
  before_cipher VARBINARY(384) NULL,
  after_cipher VARBINARY(384) NULL,
  related_id VARCHAR(32) COLLATE utf8mb4_bin NULL,
  from_date DATE NULL,
  recorded_by VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (thing_kind, thing_id, recorded_time, change_id),
  CONSTRAINT organisation_change_kind CHECK (thing_kind IN (
    'BRANCH', 'PROJECT', 'COMMUNITY', 'UNIT', 'OWNER', 'STAFF', 'TEAM', 'AREA'))
);

-- Charged areas that units had, up to a moment of both times (LED-16): bills and scheduled fees of
-- before follow from them. Append only. Areas that were replaced before this was kept are not known.
CREATE TABLE replaced_area (
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  replaced_time DATETIME(6) NOT NULL,
  replaced_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  replaced_date DATE NOT NULL,
  area_e2_m2 BIGINT NOT NULL,
  PRIMARY KEY (unit_id, replaced_time, replaced_id)
);
