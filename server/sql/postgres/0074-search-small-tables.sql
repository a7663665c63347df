-- Who searches asks fifty registers at once, most of them small: working out how each had best be read took longer than
-- reading it.

-- As in 0041, planned once in a session, and with the view's index used.
CREATE OR REPLACE FUNCTION anlan_pair_share(target regclass, wanted text) RETURNS float8 LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT coalesce(min(coalesce(s.most_common_elem_freqs[array_position(s.elements, pair)], s.rarest / 2)), 0.005)
    FROM (
      SELECT most_common_elem_freqs, most_common_elems::text::text[] AS elements,
        most_common_elem_freqs[cardinality(most_common_elem_freqs) - 2] AS rarest
      FROM pg_stats JOIN pg_class t ON t.oid = target
      WHERE schemaname = t.relnamespace::regnamespace::text::name AND tablename = (t.relname || '_pairs')::name
        AND attname = 'anlan_name_pairs') s,
    unnest(anlan_pairs(lower(wanted))) AS pair);
END $$;

-- As in 0056, and without estimates where there are some thousand rows at most.
CREATE OR REPLACE FUNCTION anlan_find(target regclass, wanted text, numbers text[], most integer)
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
    WHEN 'anlan_participant' THEN format('t.id = ANY (%L::uuid[])', anlan_participating((SELECT relname FROM pg_class WHERE oid = target)))
  END;
  IF within IS NULL OR length(wanted) = 0 THEN RETURN; END IF;
  way := CASE WHEN latin THEN format('t.initials LIKE %L', '%' || letters || '%') ELSE format('t.name ILIKE %L', pattern) END;

  -- Of so few the rows are read before it is worked out how they had best be read.
  IF pg_relation_size(target) < 2097152 THEN
    IF latin THEN way := format('position(%L IN t.initials) > 0', letters); END IF;
  ELSE
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
