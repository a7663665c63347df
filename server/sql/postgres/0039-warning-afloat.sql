-- A disaster warning is told to the ships in its area as an order on the water: the record of S38 is its receipt.
ALTER TABLE water_order ADD COLUMN warning_id uuid REFERENCES warning (id);
CREATE UNIQUE INDEX water_order_warning ON water_order (warning_id, vessel) WHERE warning_id IS NOT NULL;
