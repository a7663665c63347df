-- What is surveyed and built at fixed sites: dikes of tank groups (S18), hydrants and valves (S44), inclinometers and beach profiles (S21).

CREATE TABLE fire_dike (
  LIKE record_base INCLUDING ALL,
  enterprise       uuid NOT NULL REFERENCES enterprise (id),
  effective_volume double precision NOT NULL,
  height           double precision,
  area             double precision,
  condition        text NOT NULL,
  rain_valve       text,
  inspected_on     date,
  inspection_due   date
);
CREATE INDEX fire_dike_enterprise ON fire_dike (enterprise);
SELECT anlan_entity('fire_dike');
ALTER TABLE tank ADD COLUMN dike uuid REFERENCES fire_dike (id);
CREATE INDEX tank_dike ON tank (dike) WHERE dike IS NOT NULL;

CREATE TABLE fire_fitting (
  LIKE record_base INCLUDING ALL,
  building        uuid NOT NULL REFERENCES building (id),
  enterprise      uuid REFERENCES enterprise (id),
  kind            text NOT NULL,
  floor           double precision,
  elevation       double precision,
  state           text NOT NULL,
  tested_on       date,
  test_flow       double precision,
  test_pressure   double precision,
  test_due        date
);
CREATE INDEX fire_fitting_building ON fire_fitting (building);
SELECT anlan_entity('fire_fitting');

CREATE TABLE inclinometer_survey (
  LIKE record_base INCLUDING ALL,
  pond            uuid NOT NULL REFERENCES tailings_pond (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  borehole        text NOT NULL,
  observed_on     date NOT NULL,
  curve           text NOT NULL
);
CREATE INDEX inclinometer_survey_pond ON inclinometer_survey (pond, borehole, observed_on DESC);
SELECT anlan_entity('inclinometer_survey');

CREATE TABLE beach_survey (
  LIKE record_base INCLUDING ALL,
  pond            uuid NOT NULL REFERENCES tailings_pond (id),
  enterprise      uuid NOT NULL REFERENCES enterprise (id),
  section         text NOT NULL,
  surveyed_on     date NOT NULL,
  profile         text NOT NULL
);
CREATE INDEX beach_survey_pond ON beach_survey (pond, section, surveyed_on DESC);
SELECT anlan_entity('beach_survey');
