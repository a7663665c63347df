-- S02, S08, S18: chemical holdings, major hazard sources with their grades and the focus list, safety devices, shut-offs.

CREATE TABLE hazard_source (
  LIKE record_base INCLUDING ALL,
  enterprise       uuid NOT NULL REFERENCES enterprise (id),
  number           text,
  unit             text NOT NULL,
  registered_grade text NOT NULL,
  population       double precision,
  assessed_on      date,
  filed_on         date,
  principal        text,
  principal_phone  text,
  technical        text,
  technical_phone  text,
  operation        text,
  operation_phone  text,
  site             uuid REFERENCES site (id)
);
CREATE UNIQUE INDEX hazard_source_number ON hazard_source (number) WHERE retired_at IS NULL;
CREATE INDEX hazard_source_changed ON hazard_source (updated_at);
SELECT anlan_entity('hazard_source');

CREATE TABLE chemical_holding (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  substance       text NOT NULL,
  storage         text NOT NULL,
  state           text,
  design_quantity double precision NOT NULL,
  actual_quantity double precision,
  process         text,
  site            uuid REFERENCES site (id),
  tank            uuid REFERENCES tank (id),
  hazard_source   uuid REFERENCES hazard_source (id),
  area            text
);
-- The question "who holds X near here" asks by chemical and latitude first.
CREATE INDEX chemical_holding_near ON chemical_holding (substance, lat, lon) WHERE retired_at IS NULL;
CREATE INDEX chemical_holding_place ON chemical_holding (lat, lon) WHERE retired_at IS NULL;
CREATE INDEX chemical_holding_source ON chemical_holding (hazard_source);
CREATE INDEX chemical_holding_tank ON chemical_holding (tank);
CREATE INDEX chemical_holding_changed ON chemical_holding (updated_at);
SELECT anlan_entity('chemical_holding');

CREATE TABLE key_process (
  LIKE record_base INCLUDING ALL,
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  process         text NOT NULL,
  reactors        double precision,
  automation      text NOT NULL,
  thermal_risk    boolean,
  commissioned_on date
);
SELECT anlan_entity('key_process');

CREATE TABLE safety_device (
  LIKE record_base INCLUDING ALL,
  enterprise     uuid NOT NULL REFERENCES enterprise (id),
  holding        uuid NOT NULL REFERENCES chemical_holding (id),
  device         text NOT NULL,
  state          text NOT NULL,
  installed_on   date,
  inspected_on   date,
  inspection_due date,
  maker          text,
  point          text
);
CREATE INDEX safety_device_holding ON safety_device (holding);
SELECT anlan_entity('safety_device');

-- Sensors of a source that hang on none of its tanks: gas detectors of the area, reactors.
CREATE TABLE hazard_source_point (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  source_id       uuid NOT NULL REFERENCES hazard_source (id),
  point_id        uuid NOT NULL REFERENCES public.point (id),
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  UNIQUE (source_id, point_id)
);
SELECT anlan_protect('hazard_source_point');
GRANT DELETE ON hazard_source_point TO anlan_region, anlan_organisation, anlan_all;

-- Every change of a source's computed level with the terms it followed from; the newest row is the present one.
CREATE TABLE hazard_grade (
  id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id          uuid NOT NULL REFERENCES hazard_source (id),
  at                 timestamptz NOT NULL DEFAULT now(),
  grade              text,
  registered_grade   text NOT NULL,
  s                  double precision NOT NULL,
  r                  double precision,
  working            jsonb NOT NULL,
  substances_version text NOT NULL,
  region_path        text COLLATE "C" NOT NULL,
  organisation_id    uuid,
  sector             text
);
CREATE INDEX hazard_grade_source ON hazard_grade (source_id, id DESC);
SELECT anlan_protect('hazard_grade');

-- Focus supervision: one row a stay on the list, never removed; a stay that lasts has no end.
CREATE TABLE focus_stay (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  enterprise_id   uuid NOT NULL REFERENCES enterprise (id),
  entered_at      timestamptz NOT NULL DEFAULT now(),
  reasons         jsonb NOT NULL,
  left_at         timestamptz,
  left_because    text,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE UNIQUE INDEX focus_stay_running ON focus_stay (enterprise_id) WHERE left_at IS NULL;
CREATE INDEX focus_stay_entered ON focus_stay (entered_at DESC);
SELECT anlan_protect('focus_stay');

-- What the grades were last computed from, so that unchanged registers cost nothing.
CREATE TABLE hazard_watermark (
  one         boolean PRIMARY KEY DEFAULT true CHECK (one),
  fingerprint text NOT NULL,
  computed_at timestamptz NOT NULL DEFAULT now()
);

-- A shut-off that acted: one row an excursion of a shut-off point, under the id of its alarm, with the alarm that triggered it.
CREATE TABLE shut_off_event (
  id               uuid PRIMARY KEY REFERENCES alarm (id),
  point_id         uuid NOT NULL REFERENCES public.point (id),
  tank_id          uuid REFERENCES tank (id),
  tank_name        text NOT NULL,
  closed_at        timestamptz NOT NULL,
  reopened_at      timestamptz,
  trigger_alarm_id uuid REFERENCES alarm (id),
  other_alarm_ids  uuid[] NOT NULL DEFAULT '{}',
  settled          boolean NOT NULL DEFAULT false,
  region_path      text COLLATE "C" NOT NULL,
  organisation_id  uuid,
  sector           text
);
CREATE INDEX shut_off_event_tank ON shut_off_event (tank_id, closed_at DESC);
CREATE INDEX shut_off_event_trigger ON shut_off_event (trigger_alarm_id);
CREATE INDEX shut_off_event_open ON shut_off_event (closed_at) WHERE NOT settled OR reopened_at IS NULL;
CREATE INDEX alarm_shut_off ON alarm (raised_at DESC) WHERE rule = 'shut-off';
SELECT anlan_protect('shut_off_event');
CREATE INDEX enterprise_changed ON enterprise (updated_at);
