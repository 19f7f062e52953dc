-- The end of each partition's journal when a month was closed, as it is signed and told outside the
-- database (LED-4). Append only.
CREATE TABLE closed_head (
  month DATE NOT NULL,
  partition_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL,
  entry_sequence BIGINT NOT NULL,
  entry_hash BINARY(32) NOT NULL,
  PRIMARY KEY (month, partition_id)
);
