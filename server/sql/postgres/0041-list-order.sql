-- Lists are counted and put in order without reading their rows: the scope, the order of the list and what the row
-- policies and the list itself ask about a row stand in the index of the region.
CREATE FUNCTION anlan_listed_by_region(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := (SELECT relname FROM pg_class WHERE oid = target) || '_region';
BEGIN
  EXECUTE format('DROP INDEX IF EXISTS %I', name);
  EXECUTE format('CREATE INDEX %I ON %s (region_path, initials, name, id) INCLUDE (sector, retired_at)', name, target);
END $$;
REVOKE EXECUTE ON FUNCTION anlan_listed_by_region(regclass) FROM PUBLIC;

CREATE OR REPLACE FUNCTION anlan_entity(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (region_path) REFERENCES region (path)', target);
  PERFORM anlan_listed_by_region(target);
  EXECUTE format('CREATE INDEX %I ON %s (organisation_id)', target || '_organisation', target);
  PERFORM anlan_protect(target);
END $$;

SELECT anlan_listed_by_region(i.indrelid)
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE x.relname = t.relname || '_region' AND pg_get_indexdef(i.indexrelid) LIKE '%(region_path, name)';

-- The list of a wider scope is read in its own order, again without the rows.
CREATE OR REPLACE FUNCTION anlan_searchable(target regclass, VARIADIC numbers text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := (SELECT relname FROM pg_class WHERE oid = target);
  number text;
BEGIN
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s (initials, name, id) INCLUDE (region_path, sector) WHERE retired_at IS NULL', name || '_listed', target);
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (anlan_name_pairs(name, initials)) WHERE retired_at IS NULL', name || '_pairs', target);
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN RETURN; END IF;
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (initials gin_trgm_ops) WHERE retired_at IS NULL', name || '_pinyin', target);
  FOREACH number IN ARRAY numbers LOOP
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON %s USING gin (%I gin_trgm_ops) WHERE retired_at IS NULL', name || '_' || number || '_part', target, number);
  END LOOP;
END $$;

DO $$
DECLARE
  listed record;
BEGIN
  FOR listed IN
    SELECT x.relname AS name, i.indrelid::regclass AS target FROM pg_index i
    JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE x.relname = t.relname || '_listed' AND pg_get_indexdef(i.indexrelid) LIKE '%(initials, name, id) WHERE%' LOOP
    EXECUTE format('DROP INDEX %I', listed.name);
    PERFORM anlan_searchable(listed.target);
  END LOOP;
END $$;

-- Share of a table's names that hold a text, 0…1, at most: that of the rarest of its pairs. What is in no statistics is
-- rarer than the rarest that is. The planner multiplies the shares, as if 有限 and 限公 came together by chance.
CREATE FUNCTION anlan_pair_share(target regclass, wanted text) RETURNS float8 LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(min(coalesce(s.most_common_elem_freqs[array_position(s.elements, pair)], s.rarest / 2)), 0.005)
  FROM (
    SELECT most_common_elem_freqs, most_common_elems::text::text[] AS elements,
      most_common_elem_freqs[cardinality(most_common_elem_freqs) - 2] AS rarest
    FROM pg_stats JOIN pg_class t ON t.oid = target
    WHERE schemaname = t.relnamespace::regnamespace::text AND tablename = t.relname || '_pairs' AND attname = 'anlan_name_pairs') s,
  unnest(anlan_pairs(lower(wanted))) AS pair
$$;
REVOKE EXECUTE ON FUNCTION anlan_pair_share(regclass, text) FROM PUBLIC;

-- Ids of live records found by name, initials, pinyin or number within the scope of the transaction, at most `most`,
-- with what the list is put in order by: the rows found need not be read a second time.
-- A row policy keeps LIKE from its index, so the search runs as the owner and asks the scope itself: the role that is
-- set and its settings, which are what the policies read. Any other role finds nothing.
-- A text that nearly every name holds is found sooner by reading the rows of the scope, one by one; a rare one by the
-- indexes of pairs and trigrams. Letters and digits are sought in the search key alone, which holds those of the name.
DROP FUNCTION anlan_find(regclass, text, text[], integer);
CREATE FUNCTION anlan_find(target regclass, wanted text, numbers text[], most integer)
RETURNS TABLE (id uuid, initials text, name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  letters text := replace(lower(wanted), ' ', '');
  latin boolean := wanted ~ '^[A-Za-z0-9 ]+$' AND length(letters) > 0;
  live text := format('SELECT t.id, t.initials, t.name FROM %s t WHERE t.retired_at IS NULL', target);
  pairs text := format('anlan_name_pairs(t.name, t.initials) @> anlan_pairs(%L)', CASE WHEN latin THEN letters ELSE lower(wanted) END);
  within text;
  way text;
  found text;
  number text;
  whole float8;
  matches float8;
  scope float8;
  share float8;
BEGIN
  within := CASE current_setting('role')
    WHEN 'anlan_all' THEN 'true'
    WHEN 'anlan_region' THEN $p$ t.region_path >= current_setting('anlan.scope_from') AND t.region_path < current_setting('anlan.scope_to')
      AND CASE WHEN coalesce(current_setting('anlan.sectors', true), '') = '' THEN true
          ELSE t.sector = ANY (string_to_array(current_setting('anlan.sectors', true), ',')) END $p$
    WHEN 'anlan_organisation' THEN $p$ t.organisation_id = current_setting('anlan.organisation')::uuid $p$
  END;
  IF within IS NULL OR length(wanted) = 0 THEN RETURN; END IF;
  way := CASE WHEN latin THEN format('t.initials LIKE %L', '%' || letters || '%') ELSE format('t.name ILIKE %L', pattern) END;

  -- What is read: the scope's rows one after the other until enough are found, or an index and then its rows here and
  -- there, each eight times as long. The share of letters is an upper bound, far from what their trigrams find.
  whole := greatest(1, anlan_estimate(live));
  scope := greatest(1, anlan_estimate(live || ' AND ' || within));
  share := anlan_pair_share(target, CASE WHEN latin THEN letters ELSE wanted END);
  matches := greatest(1, whole * share);
  IF least(scope, most / share) > matches * 0.3 + least(matches, most * whole / scope) * 8 OR (latin AND share < 0.5 AND scope > matches * 0.3) THEN
    -- The cheap test stands first. Three letters and more have their trigrams, two have their pair.
    IF NOT latin OR length(letters) = 2 THEN way := format('(%s AND %s)', way, pairs); END IF;
  ELSIF latin THEN
    -- The planner would take the trigrams all the same.
    way := format('position(%L IN t.initials) > 0', letters);
  END IF;
  found := format('%s AND %s AND (%s) LIMIT %s', live, within, way, most);
  -- Numbers stand in no index of a list and are sought by themselves. They are ASCII: a Chinese text has no trigram in them.
  IF length(wanted) > 2 AND wanted ~ '^[ -~]+$' THEN
    FOREACH number IN ARRAY numbers LOOP
      found := format('(%s) UNION (%s AND %s AND t.%I ILIKE %L LIMIT %s)', found, live, within, number, pattern, most);
    END LOOP;
  END IF;
  RETURN QUERY EXECUTE format('SELECT * FROM (%s) f LIMIT %s', found, most);
END $$;
REVOKE EXECUTE ON FUNCTION anlan_find(regclass, text, text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION anlan_find(regclass, text, text[], integer) TO anlan_region, anlan_organisation, anlan_participant, anlan_all;
