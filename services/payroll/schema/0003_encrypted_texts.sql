-- What people write about people stands encrypted from here on: why a payout was sent back, how its
-- task ended, and the remembered answers that repeat it or quote a wage file's wrong cells.
--
-- The keys are the service's, so that SQL cannot encrypt what an older version wrote in plain text:
-- those texts are removed with their columns. States, amounts, persons and times stay. Print the
-- texts that must be kept before this migration runs.
ALTER TABLE payout
  ADD COLUMN reject_reason_cipher VARBINARY(512) NULL,
  DROP COLUMN reject_reason;

ALTER TABLE payout_change
  ADD COLUMN note_cipher VARBINARY(512) NULL,
  DROP COLUMN note;

-- A request answered before stays used for ever, so that nothing happens twice; as its answer is
-- gone, a repetition is refused as REQUEST_ID_REUSED.
UPDATE request_log SET content_hash = '', response = ''
WHERE method IN ('cuijiao.payroll.v1.PayrollService/ImportWages',
                 'cuijiao.payroll.v1.PayrollService/RejectPayout',
                 'cuijiao.payroll.v1.PayrollService/ResolvePayout');
