-- Speed of the driving recorder (km/h) and distance on the odometer (km) as sent with a fix: JT/T 808 items 0x03 and 0x01.
ALTER TABLE fix ADD COLUMN IF NOT EXISTS recorded Nullable(Float32), ADD COLUMN IF NOT EXISTS odometer Nullable(Float64) CODEC(ZSTD(1));

ALTER TABLE fix_kept ADD COLUMN IF NOT EXISTS recorded Nullable(Float32), ADD COLUMN IF NOT EXISTS odometer Nullable(Float64) CODEC(ZSTD(1));
