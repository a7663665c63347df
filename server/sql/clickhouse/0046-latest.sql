-- The newest of every point and object, so that a start reads as many rows as there are points and not days of readings.
CREATE TABLE IF NOT EXISTS reading_latest
(
    point    UUID,
    at       DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    value    Nullable(Float64) CODEC(ZSTD(1)),
    quality  LowCardinality(String),
    received DateTime64(3, 'UTC') CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(at)
ORDER BY point
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS reading_latest_follow TO reading_latest AS
SELECT point, at, value, quality, received FROM reading;

INSERT INTO reading_latest
SELECT point, newest.1 AS at, newest.2 AS value, newest.3 AS quality, newest.4 AS received
FROM (SELECT point, argMax((r.at, r.value, r.quality, r.received), r.at) AS newest FROM reading AS r GROUP BY point);

CREATE TABLE IF NOT EXISTS fix_latest
(
    object   UUID,
    at       DateTime64(3, 'UTC') CODEC(ZSTD(1)),
    lon      Float64 CODEC(ZSTD(1)),
    lat      Float64 CODEC(ZSTD(1)),
    speed    Nullable(Float32),
    heading  Nullable(Float32),
    received DateTime64(3, 'UTC') CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(at)
ORDER BY object
SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS fix_latest_follow TO fix_latest AS
SELECT object, at, lon, lat, speed, heading, received FROM fix WHERE live = 1 AND positioned = 1;

INSERT INTO fix_latest
SELECT object, newest.1 AS at, newest.2 AS lon, newest.3 AS lat, newest.4 AS speed, newest.5 AS heading, newest.6 AS received
FROM (SELECT object, argMax((f.at, f.lon, f.lat, f.speed, f.heading, f.received), f.at) AS newest FROM fix AS f
  WHERE live = 1 AND positioned = 1 GROUP BY object);
