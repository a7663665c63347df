-- Scenarios of the consequence workbench: what a person set, never what came out of it, so that better formulas apply at once.

CREATE TABLE consequence_scenario (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name            text NOT NULL CHECK (name <> ''),
  note            text NOT NULL DEFAULT '',
  setup           jsonb NOT NULL,
  substance       text NOT NULL,
  lon             double precision NOT NULL,
  lat             double precision NOT NULL,
  tank_id         uuid REFERENCES tank (id),
  person_id       uuid NOT NULL,
  person_name     text NOT NULL,
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  retired_at      timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text
);
CREATE INDEX consequence_scenario_region ON consequence_scenario (region_path, updated_at DESC) WHERE retired_at IS NULL;
CREATE INDEX consequence_scenario_organisation ON consequence_scenario (organisation_id) WHERE retired_at IS NULL;
CREATE INDEX consequence_scenario_tank ON consequence_scenario (tank_id) WHERE tank_id IS NOT NULL;
SELECT anlan_protect('consequence_scenario');
