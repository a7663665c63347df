-- What an enterprise with major hazard sources promises daily, what the persons who answer for a source do, and how sensors are compared by hand (S17, S21).

-- 安全承诺公告: one valid announcement an enterprise and day; a corrected one stays readable.
CREATE TABLE safety_promise (
  id              uuid PRIMARY KEY,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  day             date NOT NULL,
  level           text NOT NULL CHECK (level IN ('red', 'orange', 'yellow', 'blue')),
  figures         jsonb NOT NULL,
  promised_by     text NOT NULL,
  statement       text NOT NULL,
  announced_at    timestamptz NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  superseded_at   timestamptz,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE UNIQUE INDEX safety_promise_day ON safety_promise (enterprise, day) WHERE superseded_at IS NULL;
CREATE INDEX safety_promise_region ON safety_promise (day, region_path);
SELECT anlan_protect('safety_promise');

-- 包保履职: a duty of one of the three responsible persons of a source, done in its period.
CREATE TABLE guarantor_record (
  id              uuid PRIMARY KEY,
  source          uuid NOT NULL REFERENCES hazard_source (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  duty            text NOT NULL,
  period_from     date NOT NULL,
  due_on          date NOT NULL,
  person          text NOT NULL,
  note            text NOT NULL,
  found           integer NOT NULL CHECK (found >= 0),
  photos          text[] NOT NULL DEFAULT '{}',
  done_at         timestamptz NOT NULL,
  by              text NOT NULL,
  by_id           uuid,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (source, duty, period_from)
);
CREATE INDEX guarantor_record_region ON guarantor_record (due_on, region_path);
CREATE INDEX guarantor_record_enterprise ON guarantor_record (enterprise, done_at DESC);
SELECT anlan_protect('guarantor_record');
SELECT anlan_keep('guarantor_record');

-- 人工比测: what a portable instrument read, and what the signal showed.
CREATE TABLE point_comparison (
  id              uuid PRIMARY KEY,
  point           uuid NOT NULL REFERENCES public.point (id),
  system          text NOT NULL,
  at              timestamptz NOT NULL,
  manual          double precision NOT NULL,
  shown           double precision NOT NULL,
  tolerance       double precision NOT NULL CHECK (tolerance > 0),
  unit            text NOT NULL,
  passed          boolean NOT NULL,
  instrument      text NOT NULL,
  note            text,
  next_due        date NOT NULL,
  case_id         uuid REFERENCES case_file (id),
  by              text NOT NULL,
  by_id           uuid,
  demonstration   boolean NOT NULL DEFAULT false,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX point_comparison_point ON point_comparison (point, at DESC);
CREATE INDEX point_comparison_region ON point_comparison (at DESC, region_path);
SELECT anlan_protect('point_comparison');
SELECT anlan_keep('point_comparison');
