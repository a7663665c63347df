-- What a self-report calls corrected, tied to the cases that show it; and spot-checks drawn by lot (双随机).
ALTER TABLE case_self_check ADD COLUMN linked double precision;
ALTER TABLE case_self_check ADD COLUMN drawn_on date;
ALTER TABLE case_self_check ADD COLUMN inspectors text;
ALTER TABLE case_self_check ADD COLUMN inspector_ids text;

-- Dangers of the period that a report was made of, as they were then.
CREATE TABLE self_check_danger (
  case_id         uuid NOT NULL REFERENCES case_file (id),
  danger_id       uuid NOT NULL REFERENCES case_file (id),
  corrected       boolean NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (case_id, danger_id)
);
SELECT anlan_protect('self_check_danger');

-- A draw is kept with all that it takes to draw it again.
CREATE TABLE spot_check_draw (
  id              uuid PRIMARY KEY,
  at              timestamptz NOT NULL,
  by              text NOT NULL,
  by_id           uuid NOT NULL,
  period          text NOT NULL,
  seed            text NOT NULL,
  share           double precision NOT NULL,
  candidates      jsonb NOT NULL,
  sample          jsonb NOT NULL,
  region_path     text COLLATE "C" NOT NULL REFERENCES region (path),
  organisation_id uuid,
  sector          text
);
CREATE INDEX spot_check_draw_period ON spot_check_draw (period, region_path, at DESC);
SELECT anlan_protect('spot_check_draw');
CREATE TRIGGER spot_check_draw_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON spot_check_draw
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
