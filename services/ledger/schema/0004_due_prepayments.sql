-- Prepayment that falls due (section 6, definition 4), and what decides about closed days.
--
-- The posting day up to which no unit of a community holds prepayment beside a bill that is due;
-- NULL before the first sweep. Whoever posts as of an earlier day takes it back to that day.
ALTER TABLE journal_partition ADD COLUMN swept_through DATE NULL;

-- One row: the company's books. Whoever closes a month, or makes something new that must know which
-- days are closed (a partition, a campaign), writes it first, before it locks any partition: two at
-- a time meet in it, on a cluster too.
CREATE TABLE books (
  books_id INT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (books_id)
);

INSERT INTO books (books_id, version) VALUES (1, 1);
