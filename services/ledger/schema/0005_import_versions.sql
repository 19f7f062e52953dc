-- What a row of an import said each time it went in (LED-13): units and owners may change and change
-- back, and what is in is what was said last. `version` counts from 1 for a key; append only.
CREATE TABLE imported_row_version (
  project_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  kind VARCHAR(16) COLLATE utf8mb4_bin NOT NULL,
  key_hash BINARY(32) NOT NULL,
  version BIGINT NOT NULL,
  row_hash BINARY(32) NOT NULL,
  recorded_time DATETIME(6) NOT NULL,
  PRIMARY KEY (project_id, kind, key_hash, version)
);

INSERT INTO imported_row_version (project_id, kind, key_hash, version, row_hash, recorded_time)
  SELECT project_id, kind, key_hash,
    ROW_NUMBER() OVER (PARTITION BY project_id, kind, key_hash ORDER BY recorded_time, row_hash),
    row_hash, recorded_time
  FROM imported_row;

DROP TABLE imported_row;

ALTER TABLE imported_row_version RENAME TO imported_row;
