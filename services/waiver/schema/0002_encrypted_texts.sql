-- What people write about people stands encrypted from here on: the waiver's note, the reason of a
-- change, the evidence of a violation, and the remembered answers that repeat them.
--
-- The keys are the service's, so that SQL cannot encrypt what an older version wrote in plain text:
-- those texts are removed with their columns. Amounts, states, dates, signers and bearers stay.
-- Print the texts that must be kept before this migration runs.
ALTER TABLE waiver
  ADD COLUMN note_cipher VARBINARY(1024) NULL,
  DROP COLUMN note;

ALTER TABLE waiver_change
  ADD COLUMN reason_cipher VARBINARY(1024) NULL,
  DROP COLUMN reason;

ALTER TABLE violation
  ADD COLUMN evidence_cipher VARBINARY(2048) NULL,
  DROP COLUMN evidence;

-- A request answered before stays used for ever, so that nothing happens twice; as its answer is
-- gone, a repetition is refused as REQUEST_ID_REUSED.
UPDATE request_log SET content_hash = '', response = '';
