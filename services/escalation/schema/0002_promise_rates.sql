-- Kept and broken rates per collector and reason (ESC-5): a promise remembers who was responsible
-- for the unit and why the owner did not pay when it was given, and when its state was judged.
ALTER TABLE promise
  ADD COLUMN community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  -- Empty for nobody.
  ADD COLUMN collector_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  -- Empty for unknown.
  ADD COLUMN reason_code VARCHAR(32) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  -- The business date on which the state became what it is; NULL while it is OPEN.
  ADD COLUMN judged_date DATE NULL,
  ADD KEY promise_by_judgement (judged_date),
  ADD KEY promise_by_community_and_judgement (community_id, judged_date),
  ADD KEY promise_by_collector_and_judgement (collector_id, judged_date);

-- Promises of before: the collector that the case has now stands for the one of then, the reason
-- is unknown, and the date is the one on which a daily run would have judged the promise: broken
-- the day after its date, kept at its date the latest.
UPDATE promise SET
  community_id = (SELECT c.community_id FROM collection_case c WHERE c.case_id = promise.case_id),
  collector_id = (SELECT COALESCE(c.collector_id, '') FROM collection_case c
    WHERE c.case_id = promise.case_id),
  judged_date = CASE state WHEN 'KEPT' THEN promised_date
    WHEN 'BROKEN' THEN promised_date + INTERVAL 1 DAY ELSE NULL END;
