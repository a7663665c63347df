-- The duty desk: offers that are taken back, the ladder an alarm climbs, telephone flash reports.

ALTER TABLE hand_over ADD COLUMN withdrawn_at timestamptz;
DROP INDEX hand_over_waiting;
CREATE UNIQUE INDEX hand_over_waiting ON hand_over (region_path, coalesce(sector, ''))
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

-- The rungs as the place's parameters set them when the alarm was raised; null = the rule's own.
ALTER TABLE alarm ADD COLUMN ladder jsonb;

-- 电话快报: a first report and its supplements share `chain_id`; what was reported is never changed.
CREATE TABLE flash_report (
  id              uuid PRIMARY KEY,
  number          text NOT NULL UNIQUE,
  chain_id        uuid NOT NULL,
  seq             integer NOT NULL CHECK (seq > 0),
  kind            text NOT NULL CHECK (kind IN ('work', 'traffic', 'fire')),
  place           text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  learned_at      timestamptz,
  received_at     timestamptz NOT NULL,
  what            text NOT NULL,
  dead            integer CHECK (dead >= 0),
  injured         integer CHECK (injured >= 0),
  missing         integer CHECK (missing >= 0),
  trapped         integer CHECK (trapped >= 0),
  measures        text NOT NULL,
  reporter        text NOT NULL,
  reporter_phone  text NOT NULL,
  receiver        text NOT NULL,
  alarm_id        uuid REFERENCES alarm (id),
  next_due_at     timestamptz,
  passed_on_at    timestamptz,
  passed_on_to    text,
  passed_on_by    text,
  written_at      timestamptz,
  written_by      text,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text,
  UNIQUE (chain_id, seq)
);
CREATE INDEX flash_report_received ON flash_report (received_at DESC);
CREATE INDEX flash_report_alarm ON flash_report (alarm_id) WHERE alarm_id IS NOT NULL;
SELECT anlan_protect('flash_report');
