-- Who of a payment's collectors was of the team of its area on its received date, as the close of the
-- month saw it (INC-5): payments of settled units; append only. What is learned of teams later
-- changes no closed month.
CREATE TABLE closed_team_member (
  payment_id CHAR(26) COLLATE utf8mb4_bin NOT NULL,
  month DATE NOT NULL,
  staff_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (payment_id, month, staff_id),
  KEY closed_team_member_by_month (month, payment_id)
);

-- Months that are closed already keep what teams tell now.
INSERT INTO closed_team_member (payment_id, month, staff_id)
  SELECT p.payment_id, s.month, m.staff_id FROM closed_settled_unit s
  JOIN accounting_month n ON n.month = s.month
  JOIN payment p ON p.unit_id = s.unit_id AND p.received_date <= n.closing_date
  JOIN area_community ac ON ac.community_id = p.community_id AND ac.from_date <= p.received_date
    AND (ac.to_date IS NULL OR ac.to_date >= p.received_date)
  JOIN area a ON a.area_id = ac.area_id
  JOIN team_membership m ON m.team_id = a.team_id AND m.from_date <= p.received_date
    AND (m.to_date IS NULL OR m.to_date >= p.received_date)
  WHERE m.staff_id = p.collector_id OR EXISTS (SELECT 1 FROM payment_collaborator o
    WHERE o.payment_id = p.payment_id AND o.staff_id = m.staff_id);
