-- Places by longitude, then latitude: what a box on the map asks for at 10⁶ rows. Plain numbers, because only their
-- comparison may use an index below the row policies.
CREATE INDEX enterprise_place ON enterprise (lon, lat) WHERE retired_at IS NULL;
CREATE INDEX site_place ON site (lon, lat) WHERE retired_at IS NULL;
CREATE INDEX tank_place ON tank (lon, lat) WHERE retired_at IS NULL;
CREATE INDEX device_place ON device (lon, lat) WHERE retired_at IS NULL;
-- What the register looked like at a past moment.
CREATE INDEX record_history_time ON record_history (at);
