-- What an upper platform asks and gives of single vehicles (JT/T 809 0x9202–0x9206, 0x920A, 0x920B).

ALTER TABLE platform_link_message DROP CONSTRAINT platform_link_message_kind_check;
ALTER TABLE platform_link_message ADD CONSTRAINT platform_link_message_kind_check
  CHECK (kind IN ('alarm', 'urge', 'query', 'text', 'driver', 'waybill', 'static', 'exchange'));

-- Vehicles whose positions go down a link: as upper platform those we give, as lower those we get, with the device they come in under.
CREATE TABLE platform_link_exchange (
  link_id         uuid NOT NULL REFERENCES platform_link (id),
  vehicle         uuid NOT NULL REFERENCES vehicle (id),
  device_id       uuid REFERENCES device (id),
  reason          integer NOT NULL,
  asked_at        timestamptz NOT NULL DEFAULT now(),
  -- Since the lower platform has answered that it takes them.
  since           timestamptz,
  until           timestamptz,
  region_path     text COLLATE "C" NOT NULL,
  organisation_id uuid,
  sector          text,
  PRIMARY KEY (link_id, vehicle)
);
CREATE INDEX platform_link_exchange_vehicle ON platform_link_exchange (vehicle);
SELECT anlan_protect('platform_link_exchange');
