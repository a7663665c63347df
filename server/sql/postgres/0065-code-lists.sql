-- What jurisdictions say of the entries of lists that fields take their options from: added, called otherwise, ended,
-- taken up again; dated, with a reason, never changed afterwards. The first entries are declared.

CREATE TABLE code_list_change (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  list        text NOT NULL,
  code        text NOT NULL,
  region_path text COLLATE "C" NOT NULL REFERENCES region (path),
  valid_from  timestamptz NOT NULL,
  label       text NOT NULL,
  label_en    text NOT NULL,
  also        text[] NOT NULL,
  position    double precision NOT NULL,
  ended       boolean NOT NULL,
  reason      text NOT NULL,
  by          text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  UNIQUE (list, code, region_path, valid_from)
);
CREATE TRIGGER code_list_change_immutable BEFORE UPDATE OR DELETE ON code_list_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the options of a form are called is no secret.
GRANT SELECT ON code_list_change TO anlan_region, anlan_organisation, anlan_participant, anlan_all;
