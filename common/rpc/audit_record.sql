-- The audit trail of one service (common/rpc/audit_store.h). Copy it into a migration of the
-- service; its user gets SELECT and INSERT on it and nothing else.
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
