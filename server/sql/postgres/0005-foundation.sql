-- What every table of an entity has (the kernel's BASE_COLUMNS): `CREATE TABLE x (LIKE record_base INCLUDING ALL, …)`,
-- then `SELECT anlan_entity('x')`.

CREATE TABLE record_base (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  lon             double precision,
  lat             double precision,
  initials        text NOT NULL DEFAULT '',
  demonstration   boolean NOT NULL DEFAULT false,
  provenance      text NOT NULL DEFAULT 'manual',
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text,
  retired_at      timestamptz
);

-- Ties an entity's table to the region tree, gives it the indexes every list needs, and puts it under the policies.
CREATE FUNCTION anlan_entity(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (region_path) REFERENCES region (path)', target);
  EXECUTE format('CREATE INDEX %I ON %s (region_path, name)', target || '_region', target);
  EXECUTE format('CREATE INDEX %I ON %s (organisation_id)', target || '_organisation', target);
  PERFORM anlan_protect(target);
END $$;

-- Values that jurisdictions set for declared parameters: dated, with a reason, never changed afterwards.

CREATE TABLE parameter_setting (
  id          uuid PRIMARY KEY,
  key         text NOT NULL,
  region_path text COLLATE "C" NOT NULL REFERENCES region (path),
  valid_from  timestamptz NOT NULL,
  value       jsonb,
  reason      text NOT NULL,
  by          text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  UNIQUE (key, region_path, valid_from)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER parameter_setting_immutable BEFORE UPDATE OR DELETE ON parameter_setting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION tell_parameters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('parameters', '');
  RETURN NULL;
END $$;
CREATE TRIGGER parameter_setting_told AFTER INSERT ON parameter_setting
  FOR EACH STATEMENT EXECUTE FUNCTION tell_parameters();

-- Whoever is judged by a value may read it, his own jurisdiction's and those above.
GRANT SELECT ON parameter_setting TO anlan_region, anlan_organisation, anlan_all;
