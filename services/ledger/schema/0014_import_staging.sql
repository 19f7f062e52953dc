-- Files on their way in (LED-13), of any size: staged in parts, checked, and applied in one
-- transaction. What an ended call leaves here is gone on with by the next call that sends the same
-- bytes, or deleted after a time; no rows of the old table need to be kept.
DROP TABLE import_staging;

-- One file. `holder` is the call that works on it, and writes this row with each thing that it does:
-- a call that has lost its hold finds that out at its next write. `held_until` is when others may
-- take it over. Phases: STAGING, STAGED, ENDED (its rows are to be deleted). All groups of rows up
-- to `checked_group` were found right, as the caller and on the day that `checked_as` names.
CREATE TABLE staged_import (
  import_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  caller VARCHAR(80) COLLATE utf8mb4_bin NOT NULL,
  request_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  holder CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  held_until DATETIME(6) NOT NULL,
  phase VARCHAR(8) COLLATE utf8mb4_bin NOT NULL,
  checked_as VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  checked_group VARBINARY(64) NOT NULL,
  checked_count INT NOT NULL,
  existing_count INT NOT NULL,
  PRIMARY KEY (import_id),
  KEY staged_import_by_project (project_id, kind, held_until),
  KEY staged_import_by_time (held_until),
  CONSTRAINT staged_import_phase CHECK (phase IN ('STAGING', 'STAGED', 'ENDED'))
);

-- How far a file is staged: all rows that end in its first `end_bytes` bytes, whose SHA-256 is
-- `prefix_hash`, up to `through_line`; `row_count` is of all of them. `is_end`: the file ends there.
CREATE TABLE staged_part (
  import_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  end_bytes BIGINT NOT NULL,
  is_end TINYINT(1) NOT NULL,
  prefix_hash BINARY(32) NOT NULL,
  through_line INT NOT NULL,
  row_count INT NOT NULL,
  PRIMARY KEY (import_id, end_bytes, is_end)
);

-- A row that could be read, encrypted whole, by what it is about: rows of one group are compared
-- with one another, in the order of their lines. The keyed hashes are those of imported_row.
CREATE TABLE staged_row (
  import_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  group_key VARBINARY(64) NOT NULL,
  line INT NOT NULL,
  key_hash BINARY(32) NOT NULL,
  row_hash BINARY(32) NOT NULL,
  body_cipher VARBINARY(4096) NOT NULL,
  PRIMARY KEY (import_id, group_key, line),
  KEY staged_row_by_line (import_id, line)
);
