-- Things are compared with those of the same owner, and two that differ in a number of theirs or in what they refer to
-- are two (docs/decisions/0046). So they are compared again when their owner, a number or a reference changes, too.

DROP FUNCTION anlan_compared(regclass);

-- Records of the table wait to be compared when they are entered, and when what is compared of them changes: of firms,
-- which have a credit code, that code; of things their owner and the further columns given here.
CREATE FUNCTION anlan_compared(target regclass, further text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  firm boolean := EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'credit_code' AND NOT attisdropped);
  compared text[] := ARRAY['name', 'region_path', 'lon', 'lat', 'retired_at']
    || CASE WHEN firm THEN ARRAY['credit_code'] ELSE ARRAY['organisation_id'] || further END;
BEGIN
  EXECUTE format('DROP TRIGGER IF EXISTS compared_entered ON %s', target);
  EXECUTE format('DROP TRIGGER IF EXISTS compared_changed ON %s', target);
  EXECUTE format('CREATE TRIGGER compared_entered AFTER INSERT ON %s REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION anlan_note_waiting()', target);
  EXECUTE format(
    'CREATE TRIGGER compared_changed AFTER UPDATE ON %s FOR EACH ROW WHEN ((%s) IS DISTINCT FROM (%s)) EXECUTE FUNCTION anlan_note_waiting()',
    target,
    (SELECT string_agg(format('OLD.%I', c), ', ' ORDER BY n) FROM unnest(compared) WITH ORDINALITY AS x (c, n)),
    (SELECT string_agg(format('NEW.%I', c), ', ' ORDER BY n) FROM unnest(compared) WITH ORDINALITY AS x (c, n)));
END $$;
REVOKE EXECUTE ON FUNCTION anlan_compared(regclass, text[]) FROM PUBLIC;

-- What was told by the name alone across owners is forgotten; all things wait to be compared anew.
DO $$
DECLARE
  target regclass;
  kind text;
BEGIN
  FOR target IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'compared_changed' LOOP
    CONTINUE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'credit_code' AND NOT attisdropped);
    PERFORM anlan_compared(target);
    kind := replace(target::text, '_', '-');
    DELETE FROM record_pair WHERE entity = kind;
    DELETE FROM record_keys WHERE entity = kind;
    DELETE FROM record_waiting WHERE entity = kind;
    EXECUTE format('INSERT INTO record_waiting (entity, id) SELECT %L, id FROM %s WHERE retired_at IS NULL', kind, target);
  END LOOP;
END $$;

-- Their numbers and references, as the declarations name them.
SELECT anlan_compared('certificate', '{worker,number}');
SELECT anlan_compared('chemical_holding', '{site,tank,hazard_source}');
SELECT anlan_compared('hazard_source', '{number,site}');
SELECT anlan_compared('device', '{identity,vehicle,vessel,building}');
SELECT anlan_compared('camera', '{code,device}');
SELECT anlan_compared('tank', '{dike}');
SELECT anlan_compared('safety_device', '{holding}');
SELECT anlan_compared('pond_upgrade', '{pond}');
SELECT anlan_compared('pond_fund', '{pond}');
SELECT anlan_compared('pond_video', '{pond}');
SELECT anlan_compared('inclinometer_survey', '{pond}');
SELECT anlan_compared('beach_survey', '{pond}');
SELECT anlan_compared('transport_licence', '{number}');
SELECT anlan_compared('transport_person', '{number}');
SELECT anlan_compared('vessel', '{mmsi}');
SELECT anlan_compared('fire_fitting', '{building}');
SELECT anlan_compared('post_duty', '{post}');
SELECT anlan_compared('expert', '{employer}');
SELECT anlan_compared('micro_station', '{fire_unit}');
SELECT anlan_compared('standardisation_certificate', '{number}');
