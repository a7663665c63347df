-- The deadline of a case as it stood after each line of its trail: what a board showed on a past day is counted from it.
-- 'infinity' = there was none; NULL = the line is older than this column, and the deadline as it stands now is taken.
ALTER TABLE case_entry ADD COLUMN due_at timestamptz;

-- Enterprises a person follows (关注), and whether that person is told of their alarms and cases.
CREATE TABLE followed_enterprise (
  person_id     uuid NOT NULL REFERENCES person (id),
  enterprise_id uuid NOT NULL REFERENCES enterprise (id),
  since         timestamptz NOT NULL DEFAULT now(),
  told          boolean NOT NULL DEFAULT true,
  PRIMARY KEY (person_id, enterprise_id)
);
CREATE INDEX followed_enterprise_told ON followed_enterprise (enterprise_id) WHERE told;

-- What a person has set into the own schedule of a day (今天的日程): lines of their own, and times of what is due.
CREATE TABLE agenda_line (
  id         uuid PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES person (id),
  day        date NOT NULL,
  -- Minutes from midnight in Asia/Shanghai.
  minute     integer NOT NULL CHECK (minute BETWEEN 0 AND 1439),
  title      text NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  note       text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
  -- The case it is set for; without, a line of one's own.
  case_id    uuid REFERENCES case_file (id),
  done_at    timestamptz,
  removed_at timestamptz
);
CREATE INDEX agenda_line_day ON agenda_line (person_id, day) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX agenda_line_case ON agenda_line (person_id, day, case_id) WHERE case_id IS NOT NULL AND removed_at IS NULL;
