-- Alarm quality as a regulator issues it, and rules tried on stored data before they hold.

-- A statement is never changed: late data gives it a further revision with what is new and why.
CREATE TABLE alarm_quality_statement (
  id              uuid PRIMARY KEY,
  number          text NOT NULL,
  revision        integer NOT NULL CHECK (revision > 0),
  period_from     timestamptz NOT NULL,
  period_to       timestamptz NOT NULL CHECK (period_to > period_from),
  figures         jsonb NOT NULL,
  hash            text NOT NULL,
  reason          text NOT NULL,
  by              text NOT NULL,
  at              timestamptz NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  UNIQUE (number, revision)
);
CREATE INDEX alarm_quality_statement_place ON alarm_quality_statement (region_path, period_from DESC);
CREATE TRIGGER alarm_quality_statement_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON alarm_quality_statement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
SELECT anlan_protect('alarm_quality_statement');

-- What quality figures ask of the trail: who shelved, and what ended by design.
CREATE INDEX alarm_entry_shelved ON alarm_entry (at) WHERE kind = 'shelved';
CREATE INDEX alarm_entry_by_design ON alarm_entry (at) WHERE kind = 'recovered' AND starts_with(text, '按设计抑制');
CREATE INDEX alarm_late ON alarm (seen_at) WHERE retrospective;

-- A changed rule run over stored readings. `points` and `numbers` are all that was changed; the result can be computed again.
CREATE TABLE back_test (
  id              uuid PRIMARY KEY,
  number          text NOT NULL UNIQUE,
  rule            text NOT NULL,
  rule_label      text NOT NULL,
  title           text NOT NULL,
  numbers         jsonb NOT NULL,
  points          uuid[] NOT NULL,
  -- Limits of each point as they held when it was first run; null until then.
  limits          jsonb,
  from_at         timestamptz NOT NULL,
  to_at           timestamptz NOT NULL CHECK (to_at > from_at),
  state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done_points     integer NOT NULL DEFAULT 0,
  readings        bigint NOT NULL DEFAULT 0,
  beat_at         timestamptz,
  started_at      timestamptz,
  ended_at        timestamptz,
  trouble         text,
  figures         jsonb,
  hash            text,
  by              text NOT NULL,
  at              timestamptz NOT NULL DEFAULT now(),
  published_at    timestamptz,
  published_by    text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX back_test_time ON back_test (at DESC);
CREATE INDEX back_test_waiting ON back_test (at) WHERE state IN ('waiting', 'running');
SELECT anlan_protect('back_test');

-- Alarms that differ, and known events: spans of device time under the rule as it is and as it would be.
CREATE TABLE back_test_line (
  test_id         uuid NOT NULL REFERENCES back_test (id) ON DELETE CASCADE,
  seq             integer NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('added', 'removed', 'changed', 'missed', 'kept')),
  subject_id      uuid NOT NULL,
  point_id        uuid NOT NULL,
  subject_name    text NOT NULL,
  at              timestamptz NOT NULL,
  before          jsonb NOT NULL,
  after           jsonb NOT NULL,
  alarm_id        uuid,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (test_id, seq)
);
CREATE INDEX back_test_line_kind ON back_test_line (test_id, kind, seq);
SELECT anlan_protect('back_test_line');

-- Which test a limit was published by.
ALTER TABLE point_limit ADD COLUMN back_test_id uuid REFERENCES back_test (id);
CREATE INDEX point_limit_test ON point_limit (back_test_id) WHERE back_test_id IS NOT NULL;
