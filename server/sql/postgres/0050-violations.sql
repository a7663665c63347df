-- A violation that goes on within minutes is one matter: the first of its alarms, whose case the later ones have joined.
ALTER TABLE alarm ADD COLUMN continues_id uuid;
CREATE INDEX alarm_continues ON alarm (continues_id) WHERE continues_id IS NOT NULL;

-- What sensors send through a vehicle terminal (JT/T 808 0x0900) is laid out as its maker likes: the layout is declared of the device.
ALTER TABLE device_collection DROP CONSTRAINT device_collection_protocol_check;
ALTER TABLE device_collection ADD CONSTRAINT device_collection_protocol_check
  CHECK (protocol IN ('modbus', 'opcua', 'sparkplug', 'jt808'));
