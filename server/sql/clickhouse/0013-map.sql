-- Fixes in order of time, for "where was everything at 14:05": the order of `fix` is by object and cannot answer it.
CREATE TABLE IF NOT EXISTS fix_by_time
(
    minute   DateTime('UTC') CODEC(DoubleDelta, ZSTD(1)),
    object   UUID,
    at       DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    lon      Float64 CODEC(Gorilla, ZSTD(1)),
    lat      Float64 CODEC(Gorilla, ZSTD(1)),
    speed    Nullable(Float32),
    heading  Nullable(Float32),
    received DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1))
)
ENGINE = ReplacingMergeTree(received)
PARTITION BY toYYYYMM(minute)
ORDER BY (minute, object, at);

CREATE MATERIALIZED VIEW IF NOT EXISTS fix_by_time_follow TO fix_by_time AS
SELECT toStartOfMinute(at) AS minute, object, at, lon, lat, speed, heading, received
FROM fix WHERE positioned = 1;

INSERT INTO fix_by_time
SELECT toStartOfMinute(at) AS minute, object, at, lon, lat, speed, heading, received
FROM fix WHERE positioned = 1;
