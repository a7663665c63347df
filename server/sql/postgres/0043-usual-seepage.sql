-- What a pond usually seeps, against which more is told (AQ 2030).
ALTER TABLE tailings_pond ADD COLUMN usual_seepage double precision CHECK (usual_seepage >= 0);
