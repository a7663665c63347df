-- Row scope. One role per kind of scope; a request takes one role and sets its range for the transaction.
-- The range is half-open over our own tree path in byte order, so that a policy keeps its index.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anlan_region') THEN CREATE ROLE anlan_region NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anlan_organisation') THEN CREATE ROLE anlan_organisation NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anlan_all') THEN CREATE ROLE anlan_all NOLOGIN; END IF;
  EXECUTE format('GRANT anlan_region, anlan_organisation, anlan_all TO %I', current_user);
END $$;

-- Puts a table under the three policies. The table has region_path (collate "C"), organisation_id and sector.
CREATE FUNCTION anlan_protect(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  in_region text := $p$
    region_path >= current_setting('anlan.scope_from') AND region_path < current_setting('anlan.scope_to')
    AND (current_setting('anlan.sectors', true) IS NULL OR current_setting('anlan.sectors', true) = ''
         OR sector = ANY (string_to_array(current_setting('anlan.sectors', true), ',')))$p$;
  in_organisation text := $p$ organisation_id = current_setting('anlan.organisation')::uuid $p$;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY region_scope ON %s TO anlan_region USING (%s) WITH CHECK (%s)', target, in_region, in_region);
  EXECUTE format('CREATE POLICY organisation_scope ON %s TO anlan_organisation USING (%s) WITH CHECK (%s)', target, in_organisation, in_organisation);
  EXECUTE format('CREATE POLICY all_scope ON %s TO anlan_all USING (true) WITH CHECK (true)', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %s TO anlan_region, anlan_organisation, anlan_all', target);
END $$;

CREATE TABLE region (
  path        text COLLATE "C" PRIMARY KEY CHECK (path ~ '^([A-Za-z0-9_-]+\.)+$'),
  id          text NOT NULL UNIQUE,
  code        text,
  name        text NOT NULL,
  kind        text NOT NULL,
  parent_path text COLLATE "C",
  lon         double precision,
  lat         double precision,
  approximate boolean NOT NULL DEFAULT false,
  initials    text NOT NULL DEFAULT '',
  pack        text,
  valid_from  date NOT NULL DEFAULT '1949-10-01',
  valid_to    date
);
CREATE INDEX region_parent ON region (parent_path);
GRANT SELECT ON region TO anlan_region, anlan_organisation, anlan_all;
