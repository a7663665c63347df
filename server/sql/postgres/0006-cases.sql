-- Work with an owner: one table for all kinds of cases, a trail, and a detail table for each kind (systems/**/cases.ts).

CREATE TABLE case_file (
  id                uuid PRIMARY KEY,
  number            text NOT NULL UNIQUE,
  kind              text NOT NULL,
  system            text NOT NULL,
  title             text NOT NULL,
  state             text NOT NULL,
  level             text,
  source            text NOT NULL,
  owner             text,
  organisation_id   uuid,
  organisation_name text,
  region_path       text COLLATE "C" NOT NULL REFERENCES region (path),
  region_name       text NOT NULL,
  sector            text,
  subject_kind      text,
  subject_id        uuid,
  origin_kind       text,
  origin_id         uuid,
  lon               double precision,
  lat               double precision,
  opened_at         timestamptz NOT NULL,
  opened_by         text NOT NULL,
  opened_by_id      uuid,
  due_at            timestamptz,
  overdue_since     timestamptz,
  rungs             integer NOT NULL DEFAULT 0,
  escalate_at       timestamptz,
  supervisor        text,
  closed_at         timestamptz,
  demonstration     boolean NOT NULL DEFAULT false,
  version           integer NOT NULL DEFAULT 1
);
CREATE INDEX case_file_region ON case_file (region_path, opened_at DESC);
CREATE INDEX case_file_kind ON case_file (kind, opened_at DESC);
CREATE INDEX case_file_open ON case_file (kind, due_at) WHERE closed_at IS NULL;
-- The newest first for who sees everything, and the two dates the month's figures are made of.
CREATE INDEX case_file_opened ON case_file (opened_at DESC, id);
CREATE INDEX case_file_closed ON case_file (kind, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX case_file_due ON case_file (kind, due_at);
CREATE INDEX case_file_overdue ON case_file (overdue_since) WHERE closed_at IS NULL AND overdue_since IS NOT NULL;
CREATE INDEX case_file_organisation ON case_file (organisation_id, opened_at DESC);
CREATE INDEX case_file_subject ON case_file (subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX case_file_origin ON case_file (origin_id) WHERE origin_id IS NOT NULL;
CREATE INDEX case_file_escalation ON case_file (escalate_at) WHERE escalate_at IS NOT NULL;
-- One matter leads to one following case of a kind, however often it is told.
CREATE UNIQUE INDEX case_file_followed ON case_file (kind, origin_id) WHERE origin_id IS NOT NULL;
-- Open cases are counted on every page: all that is counted by stands in the index.
CREATE INDEX case_file_open_cover ON case_file (region_path)
  INCLUDE (id, kind, state, level, owner, source, sector, overdue_since, due_at, opened_at) WHERE closed_at IS NULL;
SELECT anlan_protect('case_file');

-- The trail: lines are added, never changed. `request_id` is made by the sender, so that a repeated act is one act.
CREATE TABLE case_entry (
  case_id         uuid NOT NULL REFERENCES case_file (id),
  seq             integer NOT NULL,
  at              timestamptz NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  side            text,
  action          text NOT NULL,
  from_state      text,
  to_state        text NOT NULL,
  text            text NOT NULL,
  input           jsonb NOT NULL DEFAULT '{}',
  request_id      uuid UNIQUE,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (case_id, seq)
);
CREATE INDEX case_entry_time ON case_entry (region_path, at DESC);
SELECT anlan_protect('case_entry');

CREATE TABLE case_attachment (
  case_id         uuid NOT NULL REFERENCES case_file (id),
  seq             integer NOT NULL,
  sha256          text NOT NULL,
  type            text NOT NULL,
  name            text,
  taken_at        timestamptz,
  lon             double precision,
  lat             double precision,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (case_id, seq, sha256)
);
SELECT anlan_protect('case_attachment');

CREATE TRIGGER case_entry_immutable BEFORE DELETE OR TRUNCATE ON case_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_attachment_immutable BEFORE DELETE OR TRUNCATE ON case_attachment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A case may move with its enterprise; what was said and done in it may not be touched.
CREATE FUNCTION case_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - ARRAY['region_path', 'organisation_id', 'sector']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['region_path', 'organisation_id', 'sector'] THEN
    RAISE EXCEPTION 'the trail of a case is never changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_entry_kept BEFORE UPDATE ON case_entry FOR EACH ROW EXECUTE FUNCTION case_entry_kept();

-- Who brought a file in: only they may attach it.
CREATE TABLE upload (
  sha256    text NOT NULL,
  person_id uuid NOT NULL,
  type      text NOT NULL,
  size      integer NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sha256, person_id)
);

-- Running numbers of a day, one series for each prefix; alarms go on where they are.
CREATE TABLE running_number (
  prefix text NOT NULL,
  day    date NOT NULL,
  last   integer NOT NULL,
  PRIMARY KEY (prefix, day)
);
INSERT INTO running_number (prefix, day, last) SELECT 'A', day, last FROM alarm_number;
DROP TABLE alarm_number;

-- Risk points and demonstration projects (entities of the prevention family).
CREATE TABLE risk_point (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  object          text NOT NULL,
  hazard          text NOT NULL,
  accident        text,
  method          text,
  score           double precision,
  level           text NOT NULL,
  measures        text,
  responsible     text,
  control         text,
  reviewed_on     date
);
SELECT anlan_entity('risk_point');

CREATE TABLE danger_demonstration (
  LIKE record_base INCLUDING ALL,
  enterprise          uuid NOT NULL REFERENCES enterprise (id),
  stage               text NOT NULL,
  responsibility_list boolean,
  grading_standard    boolean,
  closed_loop         boolean,
  reward_rules        boolean,
  accepted_on         date
);
SELECT anlan_entity('danger_demonstration');

-- A detail table has the kind's fields, and where the case belongs for the row policies.
CREATE TABLE case_hidden_danger (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  description     text,
  place           text,
  risk_point      uuid REFERENCES risk_point (id),
  class           text,
  round           text,
  grade           text,
  level           text,
  basis           text,
  measures        text,
  responsible     text,
  funds           double precision,
  rectify_by      date,
  emergency_plan  text,
  result          text,
  spent           double precision,
  extend_to       date,
  listed_at       text,
  listing_number  text
);
CREATE INDEX case_hidden_danger_risk ON case_hidden_danger (risk_point) WHERE risk_point IS NOT NULL;
CREATE INDEX case_hidden_danger_region ON case_hidden_danger (region_path);
CREATE INDEX case_hidden_danger_listed ON case_hidden_danger (listed_at) WHERE listed_at IS NOT NULL;
CREATE INDEX case_hidden_danger_major ON case_hidden_danger (case_id) WHERE grade = 'major';
SELECT anlan_protect('case_hidden_danger');

CREATE TABLE case_enforcement (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  description     text,
  file_number     text,
  decision        text
);
SELECT anlan_protect('case_enforcement');

CREATE TABLE case_self_check (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  period          text NOT NULL,
  checked         double precision,
  found           double precision,
  corrected       double precision,
  statement       text,
  finding         text,
  truthful        text,
  -- One task of an enterprise for a period.
  UNIQUE (enterprise, period)
);
CREATE INDEX case_self_check_period ON case_self_check (period, region_path);
SELECT anlan_protect('case_self_check');

-- What credit has to answer for: points with the case that caused them. One matter counts once for one reason.
CREATE TABLE credit_event (
  id              uuid PRIMARY KEY,
  at              timestamptz NOT NULL,
  points          double precision NOT NULL,
  parameter       text NOT NULL,
  because         text NOT NULL,
  case_id         uuid NOT NULL REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid NOT NULL,
  sector          text,
  UNIQUE (case_id, parameter)
);
CREATE INDEX credit_event_organisation ON credit_event (organisation_id, at DESC);
SELECT anlan_protect('credit_event');
CREATE TRIGGER credit_event_immutable BEFORE DELETE OR TRUNCATE ON credit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
