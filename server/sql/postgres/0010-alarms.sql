-- The alarm word in full: excursions, marks, notices to governments, dated limits, out of service, operating states;
-- tailings ponds with their upgrade projects, funds and cameras (S21).

ALTER TABLE alarm
  -- The first alarm of the excursion: an alarm closed as false and taken over by a worse one shares it.
  ADD COLUMN excursion_id          uuid,
  ADD COLUMN follows_id            uuid,
  -- The level the rule gave; `level` is one higher where a second occurrence lifted it.
  ADD COLUMN base_level            text,
  ADD COLUMN unit_id               uuid,
  ADD COLUMN retrospective         boolean NOT NULL DEFAULT false,
  ADD COLUMN occurrence            integer NOT NULL DEFAULT 1,
  ADD COLUMN second_of             uuid,
  ADD COLUMN chattering            boolean NOT NULL DEFAULT false,
  ADD COLUMN first_out_id          uuid,
  ADD COLUMN plant_acknowledged_at timestamptz,
  ADD COLUMN plant_acknowledged_by text;
CREATE INDEX alarm_excursion ON alarm (excursion_id);
CREATE INDEX alarm_unit ON alarm (unit_id, raised_at DESC) WHERE unit_id IS NOT NULL;
CREATE INDEX alarm_rule_subject ON alarm (rule, subject_id, raised_at DESC);

-- What a point measures at: a tank, a pond; the device where nothing else is named.
ALTER TABLE point ADD COLUMN unit_kind text, ADD COLUMN unit_id uuid;
CREATE INDEX point_unit ON point (unit_id);

-- Every value a limit of a point ever had. `point.limits` mirrors those in force. NULL = the limit is taken away.
CREATE TABLE point_limit (
  id              uuid PRIMARY KEY,
  point_id        uuid NOT NULL REFERENCES point (id),
  key             text NOT NULL,
  value           double precision,
  valid_from      timestamptz NOT NULL,
  reason          text NOT NULL,
  by              text NOT NULL,
  set_by          text NOT NULL CHECK (set_by IN ('regulator', 'enterprise', 'record')),
  created_at      timestamptz NOT NULL DEFAULT now(),
  applied_at      timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX point_limit_point ON point_limit (point_id, key, valid_from DESC);
CREATE INDEX point_limit_due ON point_limit (valid_from) WHERE applied_at IS NULL;
SELECT anlan_protect('point_limit');

-- A point or device put out of service by a person: no process alarm until the end, then by itself again.
CREATE TABLE out_of_service (
  id              uuid PRIMARY KEY,
  subject_kind    text NOT NULL CHECK (subject_kind IN ('point', 'device')),
  subject_id      uuid NOT NULL,
  subject_name    text NOT NULL,
  reason          text NOT NULL,
  from_at         timestamptz NOT NULL,
  until_at        timestamptz NOT NULL,
  by              text NOT NULL,
  ended_by        text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (until_at >= from_at)
);
CREATE INDEX out_of_service_subject ON out_of_service (subject_id, until_at DESC);
CREATE INDEX out_of_service_until ON out_of_service (until_at DESC);
SELECT anlan_protect('out_of_service');

-- The declared operating state of a unit, which rules may be suppressed by design in.
CREATE TABLE unit_state (
  id              uuid PRIMARY KEY,
  unit_id         uuid NOT NULL,
  unit_name       text NOT NULL,
  state           text NOT NULL,
  reason          text NOT NULL,
  from_at         timestamptz NOT NULL,
  until_at        timestamptz NOT NULL,
  by              text NOT NULL,
  ended_by        text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  CHECK (until_at >= from_at)
);
CREATE INDEX unit_state_unit ON unit_state (unit_id, until_at DESC);
SELECT anlan_protect('unit_state');

-- What a level of government was told of an alarm. The place is the government's, so that each sees its own and those below.
CREATE TABLE notice (
  id              uuid PRIMARY KEY,
  alarm_id        uuid NOT NULL REFERENCES alarm (id),
  government      text NOT NULL CHECK (government IN ('town', 'county', 'city')),
  region_name     text NOT NULL,
  level           text NOT NULL,
  cause           text NOT NULL CHECK (cause IN ('level', 'ladder')),
  text            text NOT NULL,
  raised_at       timestamptz NOT NULL,
  seen_at         timestamptz,
  seen_by         text,
  supervised_at   timestamptz,
  supervised_by   text,
  supervision     text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (alarm_id, government)
);
CREATE INDEX notice_region ON notice (region_path, raised_at DESC);
CREATE INDEX notice_unseen ON notice (region_path) WHERE seen_at IS NULL;
SELECT anlan_protect('notice');

CREATE TABLE tailings_pond (
  LIKE record_base INCLUDING ALL,
  enterprise           uuid NOT NULL REFERENCES enterprise (id),
  grade                text NOT NULL,
  method               text,
  state                text,
  safety_grade         text,
  level                text,
  capacity             double precision,
  dam_height           double precision,
  crest                double precision NOT NULL,
  beach_slope          double precision,
  operate_level        double precision,
  flood_control_level  double precision,
  flood_level          double precision,
  min_freeboard        double precision NOT NULL,
  min_beach            double precision,
  min_phreatic         double precision,
  head_top             boolean,
  downstream_people    double precision,
  downstream_distance  double precision,
  downstream_places    text,
  downstream_contact   text
);
SELECT anlan_entity('tailings_pond');

CREATE TABLE pond_upgrade (
  LIKE record_base INCLUDING ALL,
  pond                 uuid NOT NULL REFERENCES tailings_pond (id),
  enterprise           uuid NOT NULL REFERENCES enterprise (id),
  stage                text NOT NULL,
  measure              text,
  budget               double precision,
  planned_until        date,
  done_on              date,
  approval             text
);
SELECT anlan_entity('pond_upgrade');

CREATE TABLE pond_fund (
  LIKE record_base INCLUDING ALL,
  pond                 uuid NOT NULL REFERENCES tailings_pond (id),
  enterprise           uuid NOT NULL REFERENCES enterprise (id),
  source               text NOT NULL,
  amount               double precision NOT NULL,
  paid_on              date,
  document             text
);
SELECT anlan_entity('pond_fund');

CREATE TABLE pond_video (
  LIKE record_base INCLUDING ALL,
  pond                 uuid NOT NULL REFERENCES tailings_pond (id),
  enterprise           uuid NOT NULL REFERENCES enterprise (id),
  place                text NOT NULL,
  channel              text NOT NULL,
  platform             text,
  address              text
);
SELECT anlan_entity('pond_video');
