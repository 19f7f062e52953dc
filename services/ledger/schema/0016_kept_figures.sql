-- Figures of today that are kept beside the journal (LED-5, LED-8, LED-17), so that asking for them
-- costs the same however many units and years there are. They follow the journals: nothing of it is
-- written when a payment is recorded (store/figures/figure_follower.h).

-- Units whose scheduled fees were changed by something that is no posting: a schedule, a vacancy, a
-- charged area. Append only. The numbers of a community are taken with its partition locked;
-- `change_date` is the posting day from which on the change counts.
CREATE TABLE figure_change (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  change_sequence BIGINT NOT NULL,
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  change_date DATE NOT NULL,
  PRIMARY KEY (community_id, change_sequence)
);

-- One row a community: the sums over its rows of figure_unit, and how far they go. They hold the
-- journal up to `entry_sequence` and the changes up to `change_sequence`, as of `as_of_date`, in the
-- plan year that began with `year_start`, with the first `campaign_count` campaigns of the project.
-- `built_through` is the last unit that counts while all units are being computed anew, NULL when
-- that is done. `is_complete` is 1 where nothing was left to do when the row was written. Whoever
-- writes figures of the community raises `version` first, from the value that they read.
CREATE TABLE figure_community (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  version BIGINT NOT NULL,
  as_of_date DATE NOT NULL,
  is_complete TINYINT(1) NOT NULL,
  plan_year INT NOT NULL,
  year_start DATE NOT NULL,
  campaign_count BIGINT NOT NULL,
  entry_sequence BIGINT NOT NULL,
  change_sequence BIGINT NOT NULL,
  built_through VARCHAR(32) COLLATE utf8mb4_bin NULL,
  received_fen BIGINT NOT NULL,
  received_outside_campaigns_fen BIGINT NOT NULL,
  receivable_fen BIGINT NOT NULL,
  historical_outstanding_fen BIGINT NOT NULL,
  historical_recovered_fen BIGINT NOT NULL,
  prepayment_fen BIGINT NOT NULL,
  owing_units BIGINT NOT NULL,
  overdue_units BIGINT NOT NULL,
  paid_up_units BIGINT NOT NULL,
  PRIMARY KEY (community_id)
);

-- One row a unit. `outstanding_fen` and `overdue_fen` are all components of bills, the others are
-- those of the rate. `next_due_date` is the next due date of something unpaid: from the day after it
-- on the row has to be computed again.
CREATE TABLE figure_unit (
  unit_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  received_fen BIGINT NOT NULL,
  received_outside_campaigns_fen BIGINT NOT NULL,
  receivable_fen BIGINT NOT NULL,
  historical_outstanding_fen BIGINT NOT NULL,
  historical_recovered_fen BIGINT NOT NULL,
  prepayment_fen BIGINT NOT NULL,
  outstanding_fen BIGINT NOT NULL,
  overdue_fen BIGINT NOT NULL,
  oldest_due_date DATE NULL,
  next_due_date DATE NULL,
  PRIMARY KEY (unit_id),
  KEY figure_unit_by_overdue (community_id, overdue_fen, unit_id),
  KEY figure_unit_by_outstanding (community_id, outstanding_fen, unit_id),
  KEY figure_unit_falling_due (community_id, next_due_date, unit_id)
);

-- What is outstanding in a community of bills of one due date, all components: the sum over the
-- journal's lines up to figure_community's `entry_sequence`.
CREATE TABLE figure_due (
  community_id VARCHAR(32) COLLATE utf8mb4_bin NOT NULL,
  due_date DATE NOT NULL,
  outstanding_fen BIGINT NOT NULL,
  PRIMARY KEY (community_id, due_date)
);

-- Money that a project holds in suspense, found without reading what was assigned before.
ALTER TABLE suspense ADD KEY suspense_held (project_id, payment_id, amount_fen);
