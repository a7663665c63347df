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
