-- Remembered answers that repeat what people wrote stand encrypted from here on: those of
-- RecordWork held its note in plain text. SQL cannot encrypt them, so that they are removed; their
-- requests stay used for ever, and a repetition is refused as REQUEST_ID_REUSED.
UPDATE request_log SET content_hash = '', response = ''
WHERE method = 'cuijiao.escalation.v1.EscalationService/RecordWork';
