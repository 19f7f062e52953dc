-- The leader's approval of a visit at work belongs to the step at which it was given (N4): cases
-- that have moved since have none.
UPDATE collection_case SET workplace_visit_approved = 0
WHERE workplace_visit_approved = 1 AND NOT EXISTS (
  SELECT 1 FROM case_history a
  WHERE a.case_id = collection_case.case_id AND a.kind = 'WORKPLACE_VISIT_APPROVED'
    AND NOT EXISTS (
      SELECT 1 FROM case_history m
      WHERE m.case_id = a.case_id AND m.kind = 'MOVED' AND m.entry_id > a.entry_id));
