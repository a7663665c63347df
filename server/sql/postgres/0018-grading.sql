-- Grading with its facts; dual prevention (S64); city safety risk and safety distances (S72); standardisation (S96).

-- Rows that are never deleted and change only where they belong: a record may move with its enterprise.
CREATE FUNCTION anlan_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - ARRAY['region_path', 'organisation_id', 'sector']
     IS DISTINCT FROM to_jsonb(NEW) - ARRAY['region_path', 'organisation_id', 'sector'] THEN
    RAISE EXCEPTION 'rows of % are added, never changed', TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION anlan_keep(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION anlan_kept()', target || '_kept', target);
  EXECUTE format('CREATE TRIGGER %I BEFORE DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', target || '_immutable', target);
END $$;
REVOKE EXECUTE ON FUNCTION anlan_keep(regclass) FROM PUBLIC;

-- A model as it was when it first graded: later results and those of then are derived again from this, not from code.
CREATE TABLE grading_model (
  key     text NOT NULL,
  version text NOT NULL,
  hash    text NOT NULL,
  body    jsonb NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (key, version)
);
CREATE TRIGGER grading_model_immutable BEFORE UPDATE OR DELETE ON grading_model FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT SELECT ON grading_model TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

-- One grading of one subject at an instant: the facts it was derived from, and the hash it must come out with again.
CREATE TABLE grading_result (
  id              uuid PRIMARY KEY,
  model           text NOT NULL,
  version         text NOT NULL,
  subject_kind    text NOT NULL,
  subject_id      text NOT NULL,
  subject_name    text NOT NULL,
  at              timestamptz NOT NULL,
  score           double precision NOT NULL,
  level           text NOT NULL,
  facts           jsonb NOT NULL,
  result          jsonb NOT NULL,
  hash            text NOT NULL,
  by              text NOT NULL,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  FOREIGN KEY (model, version) REFERENCES grading_model (key, version)
);
CREATE INDEX grading_result_subject ON grading_result (subject_kind, subject_id, model, at DESC);
CREATE INDEX grading_result_region ON grading_result (region_path, model, at DESC);
SELECT anlan_protect('grading_result');
SELECT anlan_keep('grading_result');
REVOKE INSERT, UPDATE ON grading_result FROM anlan_region, anlan_organisation, anlan_all;

-- S64 -------------------------------------------------------------------------------------------------------------

ALTER TABLE risk_point
  ADD COLUMN unit text,
  ADD COLUMN computed_level text,
  ADD COLUMN level_reason text;
CREATE INDEX risk_point_enterprise ON risk_point (enterprise) WHERE retired_at IS NULL;

-- One identification of the hazards of a risk point by a method; its rows are the steps, checks or deviations.
CREATE TABLE risk_assessment (
  id              uuid PRIMARY KEY,
  risk_point      uuid NOT NULL REFERENCES risk_point (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  method          text NOT NULL CHECK (method IN ('LEC', 'LS', 'JHA', 'SCL', 'HAZOP')),
  title           text NOT NULL,
  team            text,
  state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'done')),
  version         integer NOT NULL DEFAULT 1,
  edge            text NOT NULL DEFAULT 'lower' CHECK (edge IN ('lower', 'upper')),
  level           text,
  computed_level  text,
  score           double precision,
  begun_at        timestamptz NOT NULL,
  begun_by        text NOT NULL,
  done_at         timestamptz,
  done_by         text,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX risk_assessment_point ON risk_assessment (risk_point, begun_at DESC);
CREATE INDEX risk_assessment_enterprise ON risk_assessment (enterprise, begun_at DESC);
SELECT anlan_protect('risk_assessment');

CREATE TABLE risk_assessment_row (
  assessment      uuid NOT NULL REFERENCES risk_assessment (id),
  seq             integer NOT NULL,
  step            text NOT NULL,
  parameter       text,
  guide_word      text,
  hazard          text NOT NULL,
  cause           text,
  consequence     text,
  existing        text,
  scale           text NOT NULL CHECK (scale IN ('LEC', 'LS')),
  l               double precision NOT NULL,
  e               double precision,
  c               double precision,
  s               double precision,
  score           double precision NOT NULL,
  computed_level  text NOT NULL,
  level           text NOT NULL,
  reason          text,
  working         jsonb NOT NULL,
  suggestion      text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (assessment, seq)
);
SELECT anlan_protect('risk_assessment_row');
GRANT DELETE ON risk_assessment_row TO anlan_region, anlan_organisation, anlan_all;

-- What holds a risk: one row a measure, checked at the rhythm of the risk's level unless it has one of its own.
CREATE TABLE risk_measure (
  id              uuid PRIMARY KEY,
  risk_point      uuid NOT NULL REFERENCES risk_point (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  kind            text NOT NULL CHECK (kind IN ('engineering', 'management', 'training', 'protection', 'emergency')),
  text            text NOT NULL,
  responsible     text,
  every_days      integer CHECK (every_days > 0),
  next_due        date NOT NULL,
  last_checked_at timestamptz,
  last_result     text,
  missed          integer NOT NULL DEFAULT 0,
  added_at        timestamptz NOT NULL DEFAULT now(),
  added_by        text NOT NULL,
  retired_at      timestamptz,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX risk_measure_point ON risk_measure (risk_point) WHERE retired_at IS NULL;
CREATE INDEX risk_measure_due ON risk_measure (enterprise, next_due) WHERE retired_at IS NULL;
CREATE INDEX risk_measure_region ON risk_measure (region_path, next_due) WHERE retired_at IS NULL;
SELECT anlan_protect('risk_measure');

-- A check of a measure: the id is the sender's, so that one sent twice is one check.
CREATE TABLE risk_measure_check (
  id              uuid PRIMARY KEY,
  measure         uuid NOT NULL REFERENCES risk_measure (id),
  risk_point      uuid NOT NULL REFERENCES risk_point (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  at              timestamptz NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  side            text NOT NULL,
  result          text NOT NULL CHECK (result IN ('effective', 'ineffective')),
  note            text,
  photos          text[] NOT NULL DEFAULT '{}',
  due_on          date NOT NULL,
  missed          integer NOT NULL DEFAULT 0,
  case_id         uuid REFERENCES case_file (id),
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX risk_measure_check_measure ON risk_measure_check (measure, at DESC);
CREATE INDEX risk_measure_check_point ON risk_measure_check (risk_point, at DESC);
CREATE INDEX risk_measure_check_region ON risk_measure_check (region_path, at DESC);
SELECT anlan_protect('risk_measure_check');
SELECT anlan_keep('risk_measure_check');

-- Measures written in one text until now become rows of their own; each is due today.
INSERT INTO risk_measure (id, risk_point, enterprise, kind, text, responsible, next_due, added_by, demonstration, region_path, organisation_id, sector)
SELECT gen_random_uuid(), p.id, p.enterprise, 'management', btrim(m.text), p.responsible, current_date, '平台', p.demonstration, p.region_path, p.organisation_id, p.sector
FROM risk_point p, regexp_split_to_table(p.measures, '[；;]') AS m (text)
WHERE p.retired_at IS NULL AND btrim(m.text) <> '';

-- S72 -------------------------------------------------------------------------------------------------------------

-- Whom a hazchem enterprise has to keep its distance from (GB 36894-2018, 3).
CREATE TABLE protected_object (
  LIKE record_base INCLUDING ALL,
  kind            text NOT NULL,
  class           text NOT NULL,
  people          double precision
);
CREATE INDEX protected_object_place ON protected_object (lat, lon) WHERE retired_at IS NULL;
SELECT anlan_entity('protected_object');
SELECT anlan_searchable('protected_object');

-- The distance an enterprise's report determined, by class of target (GB/T 37243-2019).
CREATE TABLE distance_report (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  method          text NOT NULL,
  number          text,
  determined_on   date NOT NULL,
  first_class     double precision NOT NULL,
  second_class    double precision,
  third_class     double precision,
  body            text
);
CREATE INDEX distance_report_enterprise ON distance_report (enterprise, determined_on DESC) WHERE retired_at IS NULL;
SELECT anlan_entity('distance_report');
SELECT anlan_searchable('distance_report', 'number');

-- Sources of risk of the city as a whole, hidden ones too (D4:208).
CREATE TABLE risk_source (
  LIKE record_base INCLUDING ALL,
  kind            text NOT NULL,
  level           text NOT NULL,
  enterprise      uuid REFERENCES enterprise (id),
  people          double precision,
  hidden          boolean,
  department      text,
  measures        text,
  surveyed_on     date
);
CREATE INDEX risk_source_place ON risk_source (lat, lon) WHERE retired_at IS NULL;
SELECT anlan_entity('risk_source');
SELECT anlan_searchable('risk_source');

-- Actual against required, measured on a day: one row an enterprise and class of target; the newest counts.
CREATE TABLE safety_distance (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  class           text NOT NULL,
  object          uuid REFERENCES protected_object (id),
  object_name     text,
  object_people   double precision,
  actual          double precision,
  required        double precision,
  method          text NOT NULL,
  basis           text NOT NULL,
  verdict         text NOT NULL CHECK (verdict IN ('met', 'short', 'undetermined')),
  within          integer NOT NULL,
  working         jsonb NOT NULL,
  measured_at     timestamptz NOT NULL,
  by              text NOT NULL,
  newest          boolean NOT NULL DEFAULT true,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE UNIQUE INDEX safety_distance_newest ON safety_distance (enterprise, class) WHERE newest;
CREATE INDEX safety_distance_verdict ON safety_distance (verdict, region_path) WHERE newest;
SELECT anlan_protect('safety_distance');

CREATE TABLE case_relocation (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  shortfall       double precision,
  required        double precision,
  actual          double precision,
  target          text,
  basis           text,
  measure         text,
  plan            text,
  finish_by       date,
  responsible     text,
  progress        double precision,
  result          text,
  decision        text
);
SELECT anlan_protect('case_relocation');

-- A question asked of a place, with its answer as it was on the day.
CREATE TABLE siting_check (
  id              uuid PRIMARY KEY,
  number          text NOT NULL UNIQUE,
  name            text NOT NULL,
  lon             double precision NOT NULL,
  lat             double precision NOT NULL,
  facility        text NOT NULL,
  result          jsonb NOT NULL,
  verdict         text NOT NULL,
  at              timestamptz NOT NULL,
  by              text NOT NULL,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX siting_check_region ON siting_check (region_path, at DESC);
SELECT anlan_protect('siting_check');
SELECT anlan_keep('siting_check');

-- S96 -------------------------------------------------------------------------------------------------------------

CREATE TABLE standardisation_certificate (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  number          text NOT NULL,
  grade           text NOT NULL,
  standard        text,
  score           double precision,
  evaluator       text,
  issued_on       date NOT NULL,
  valid_until     date NOT NULL,
  revoked_on      date,
  revoked_because text
);
CREATE UNIQUE INDEX standardisation_certificate_number ON standardisation_certificate (number) WHERE retired_at IS NULL;
CREATE INDEX standardisation_certificate_enterprise ON standardisation_certificate (enterprise, issued_on) WHERE retired_at IS NULL;
CREATE INDEX standardisation_certificate_until ON standardisation_certificate (valid_until) WHERE retired_at IS NULL AND revoked_on IS NULL;
SELECT anlan_entity('standardisation_certificate');
SELECT anlan_searchable('standardisation_certificate', 'number');

-- Posts, specialties and sites of an enterprise that are brought up to standard one by one (D4:217).
CREATE TABLE standardisation_unit (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  kind            text NOT NULL,
  since           date,
  until           date,
  reached_on      date,
  valid_until     date,
  score           double precision
);
CREATE INDEX standardisation_unit_enterprise ON standardisation_unit (enterprise, kind) WHERE retired_at IS NULL;
SELECT anlan_entity('standardisation_unit');
SELECT anlan_searchable('standardisation_unit');

-- Until when enterprises of a trade in a place have to hold a grade; dated, never changed: a newer one replaces it.
CREATE TABLE standardisation_target (
  id           uuid PRIMARY KEY,
  region_path  text COLLATE "C" NOT NULL REFERENCES region (path),
  trade        text NOT NULL,
  kind         text NOT NULL DEFAULT 'enterprise' CHECK (kind IN ('enterprise', 'post', 'specialty', 'site')),
  grade        text NOT NULL DEFAULT 'three',
  share        double precision NOT NULL DEFAULT 100 CHECK (share > 0 AND share <= 100),
  due_on       date NOT NULL,
  basis        text NOT NULL,
  set_at       timestamptz NOT NULL,
  set_by       text NOT NULL,
  withdrawn_at timestamptz,
  demonstration boolean NOT NULL DEFAULT false
);
CREATE INDEX standardisation_target_region ON standardisation_target (region_path, trade);
GRANT SELECT ON standardisation_target TO anlan_region, anlan_organisation, anlan_participant, anlan_all;

CREATE TABLE case_standardisation (
  case_id            uuid PRIMARY KEY REFERENCES case_file (id),
  region_path        text COLLATE "C" NOT NULL,
  organisation_id    uuid,
  sector             text,
  enterprise         uuid NOT NULL REFERENCES enterprise (id),
  title              text NOT NULL,
  target             text NOT NULL,
  self_run           text,
  self_score         double precision,
  evaluation_run     text,
  evaluator          text,
  visit_on           date,
  evaluation_score   double precision,
  announced_until    date,
  objection          text,
  grade              text,
  certificate        text,
  decision           text
);
SELECT anlan_protect('case_standardisation');

CREATE TABLE case_standardisation_default (
  case_id         uuid PRIMARY KEY REFERENCES case_file (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  title           text NOT NULL,
  target_on       date,
  basis           text,
  statement       text,
  decision        text,
  document        text,
  suspended_until date
);
SELECT anlan_protect('case_standardisation_default');

-- Enterprises that are to be inspected more often, why, and how much; the newest open row of a reason counts.
CREATE TABLE inspection_weight (
  id              uuid PRIMARY KEY,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  reason          text NOT NULL,
  label           text NOT NULL,
  factor          double precision NOT NULL CHECK (factor > 0),
  since           timestamptz NOT NULL,
  until           timestamptz,
  case_id         uuid REFERENCES case_file (id),
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE UNIQUE INDEX inspection_weight_open ON inspection_weight (enterprise, reason) WHERE until IS NULL;
SELECT anlan_protect('inspection_weight');
