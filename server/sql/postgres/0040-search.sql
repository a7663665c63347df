-- Ids of live records found by name, initials, pinyin or number within the scope of the transaction, at most `most`.
-- A row policy keeps LIKE from its index, so the search runs as the owner and asks the scope itself: the role that is
-- set and its settings, which are what the policies read. Any other role finds nothing.
-- A text that nearly every name holds is found sooner by reading the rows of the scope, one by one; a rare one by the
-- indexes of pairs and trigrams. The statistics say which: the planner alone would test the pairs of each row, too, and
-- that costs a hundred times what comparing the name does.
CREATE OR REPLACE FUNCTION anlan_find(target regclass, wanted text, numbers text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  latin boolean := wanted ~ '^[A-Za-z0-9 ]+$';
  letters text := replace(lower(wanted), ' ', '');
  live text := format('SELECT t.id FROM %s t WHERE t.retired_at IS NULL', target);
  within text;
  named text;
  others text[] := '{}';
  number text;
  whole float8;
  matches float8;
  scope float8;
BEGIN
  within := CASE current_setting('role')
    WHEN 'anlan_all' THEN 'true'
    WHEN 'anlan_region' THEN $p$ t.region_path >= current_setting('anlan.scope_from') AND t.region_path < current_setting('anlan.scope_to')
      AND CASE WHEN coalesce(current_setting('anlan.sectors', true), '') = '' THEN true
          ELSE t.sector = ANY (string_to_array(current_setting('anlan.sectors', true), ',')) END $p$
    WHEN 'anlan_organisation' THEN $p$ t.organisation_id = current_setting('anlan.organisation')::uuid $p$
  END;
  IF within IS NULL OR length(wanted) = 0 THEN RETURN; END IF;
  named := format('t.name ILIKE %L', pattern);
  IF latin AND length(letters) = 2 THEN
    others := others || format('(t.initials LIKE %L AND anlan_name_pairs(t.name, t.initials) @> anlan_pairs(%L))', '%' || letters || '%', letters);
  ELSIF latin AND length(letters) > 0 THEN
    others := others || format('t.initials LIKE %L', '%' || letters || '%');
  END IF;
  FOREACH number IN ARRAY numbers LOOP
    -- Numbers are ASCII; a Chinese text has no trigram in them and would read the whole index.
    IF length(wanted) > 2 AND wanted ~ '^[ -~]+$' THEN others := others || format('t.%I ILIKE %L', number, pattern); END IF;
  END LOOP;

  -- Rows to be read: the scope's until enough are found, or those of the index until enough of them are the scope's.
  whole := greatest(1, anlan_estimate(live));
  scope := greatest(1, anlan_estimate(live || ' AND ' || within));
  matches := greatest(1, anlan_estimate(format('%s AND anlan_name_pairs(t.name, t.initials) @> anlan_pairs(lower(%L))', live, wanted)));
  IF least(scope, most * whole / matches) > matches * 0.05 + least(matches, most * whole / scope) THEN
    -- A name that holds the text has all of its pairs. The cheap test stands first: few rows are read without the index.
    named := format('(%s AND anlan_name_pairs(t.name, t.initials) @> anlan_pairs(lower(%L)))', named, wanted);
  END IF;
  RETURN QUERY EXECUTE format('%s AND %s AND (%s) LIMIT %s', live, within, array_to_string(named || others, ' OR '), most);
END $$;

-- How many rows the planner expects of a query, by its statistics; nothing is read. Volatile, or it may not ask.
CREATE FUNCTION anlan_estimate(query text) RETURNS float8 LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
  RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
END $$;
REVOKE EXECUTE ON FUNCTION anlan_estimate(text) FROM PUBLIC;
