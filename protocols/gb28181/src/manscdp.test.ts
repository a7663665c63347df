import { encodeGb18030 } from '@anlan/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alarmLabel,
  decodeDocument,
  decodePtz,
  type Document,
  encodeDocument,
  encodePtz,
  formatTime,
  LAYOUTS,
  parseTime,
  type PtzCommand,
} from './index.ts';

const gb = (text: string): Uint8Array => encodeGb18030(text);
const CAMERA = '36112900001320000017';

const CATALOGUE = `<?xml version="1.0" encoding="GB2312"?>
<Response><CmdType>Catalog</CmdType><SN>17430</SN><DeviceID>36112900001180000001</DeviceID><SumNum>2</SumNum>
<DeviceList Num="2">
<Item><DeviceID>${CAMERA}</DeviceID><Name>罐区东北角 & 装卸台</Name><Manufacturer>Maker</Manufacturer><Model>IPC</Model>
<CivilCode>361129</CivilCode><Address>德兴</Address><Parental>0</Parental><ParentID>36112900001180000001</ParentID>
<Status>ON</Status><Longitude>117.578732</Longitude><Latitude>28.94624</Latitude><Info><PTZType>1</PTZType></Info></Item>
<Item><DeviceID>36112900001320000018</DeviceID><Name>泵房</Name><Port></Port><Longitude>unknown</Longitude><Status>OFF</Status></Item>
</DeviceList></Response>`;

describe('a MANSCDP document', () => {
  it('of a catalogue has every entry with what its maker filled in', () => {
    const read = decodeDocument(gb(CATALOGUE));
    expect(read).toEqual({
      name: 'Response/Catalog',
      sn: 17_430,
      deviceId: '36112900001180000001',
      fields: { SumNum: 2 },
      items: [
        {
          DeviceID: CAMERA,
          Name: '罐区东北角 & 装卸台',
          Manufacturer: 'Maker',
          Model: 'IPC',
          CivilCode: '361129',
          Address: '德兴',
          Parental: 0,
          ParentID: '36112900001180000001',
          Status: 'ON',
          Longitude: 117.578_732,
          Latitude: 28.946_24,
          PTZType: 1,
        },
        { DeviceID: '36112900001320000018', Name: '泵房', Status: 'OFF' },
      ],
    });
    expect(decodeDocument(new TextEncoder().encode(CATALOGUE))).toEqual(read);
  });

  it('of an alarm has its kind, at either place makers put it', () => {
    const alarm = (more: string) =>
      decodeDocument(
        gb(`<Notify><CmdType>Alarm</CmdType><SN>1</SN><DeviceID>${CAMERA}</DeviceID><AlarmPriority>1</AlarmPriority>
<AlarmMethod>5</AlarmMethod><AlarmTime>2026-03-01T08:00:00</AlarmTime>${more}</Notify>`),
      );
    const inside = alarm(
      '<Info><AlarmType>6</AlarmType><AlarmTypeParam><EventType>1</EventType></AlarmTypeParam></Info>',
    );
    expect(inside).toMatchObject({ fields: { AlarmMethod: 5, AlarmType: 6, EventType: 1 } });
    expect(alarm('<AlarmType>6</AlarmType>')).toMatchObject({ fields: { AlarmType: 6 } });
    expect([alarmLabel(5, 6), alarmLabel(5, undefined), alarmLabel(9, 1)]).toEqual([
      '入侵检测报警',
      '视频报警',
      '其他报警',
    ]);
  });

  it('written in GB 2312 or UTF-8 and read again is the same, whatever the message', () => {
    const text = fc.stringMatching(/^[一-鿿A-Za-z0-9<>&㐀😀]{1,12}$/u);
    const values = (fields: object) =>
      fc.record(
        Object.fromEntries(
          Object.entries(fields).map(([name, field]) => {
            const kind = typeof field === 'string' ? field : (field as readonly string[])[0];
            return [name, kind === 'text' ? text : fc.integer({ min: -1_000_000, max: 1_000_000 })];
          }),
        ),
        { requiredKeys: [] },
      );
    const document = fc.constantFrom(...Object.entries(LAYOUTS)).chain(([name, layout]) =>
      fc.record({
        name: fc.constant(name),
        sn: fc.nat(4_000_000),
        deviceId: fc.stringMatching(/^\d{20}$/),
        fields: values(layout.fields),
        ...('list' in layout ? { items: fc.array(values(layout.list[1]), { maxLength: 3 }) } : {}),
      }),
    ) as unknown as fc.Arbitrary<Document>;
    fc.assert(
      fc.property(document, fc.constantFrom('GB2312' as const, 'UTF-8' as const), (one, charset) => {
        expect(decodeDocument(encodeDocument(one, charset))).toEqual(one);
      }),
      { numRuns: 600 },
    );
  });

  it.each([
    ['bad-xml', '<Notify><CmdType>'],
    ['bad-xml', '<!DOCTYPE a [<!ENTITY b "c">]><Notify><CmdType>Keepalive</CmdType></Notify>'],
    ['bad-xml', `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`],
    ['unknown-message', '<Notify><CmdType>Tea</CmdType><SN>1</SN><DeviceID>1</DeviceID></Notify>'],
    ['unknown-message', '<Notify><CmdType>__proto__</CmdType></Notify>'],
    ['unknown-message', '<html/>'],
    ['field-missing', '<Notify><SN>1</SN></Notify>'],
    ['field-missing', '<Notify><CmdType>Keepalive</CmdType><SN>1</SN></Notify>'],
    ['too-long', 'x'.repeat(600_000)],
  ])('is refused as %s: %.40s', (reason, text) => {
    expect(decodeDocument(gb(text))).toMatchObject({ ok: false, reason });
  });
});

describe('times', () => {
  it('are Chinese without zone, and taken with one', () => {
    expect(parseTime('2026-03-18T09:30:00')).toBe(Date.UTC(2026, 2, 18, 1, 30));
    expect(parseTime('2026-3-18T9:30:00.250')).toBe(Date.UTC(2026, 2, 18, 1, 30));
    expect(parseTime('2026-03-18T01:30:00Z')).toBe(Date.UTC(2026, 2, 18, 1, 30));
    expect(['2026-02-30T00:00:00', '2026-03-18T24:00:00', 'now', ''].map(parseTime)).toEqual(Array(4).fill(undefined));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(parseTime(formatTime(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});

describe('PTZCmd', () => {
  it('has the eight bytes of appendix A.3', () => {
    const up: PtzCommand = { kind: 'move', pan: 0, tilt: 1, zoom: 0, speed: 1 };
    // A5, 0F, address 01, up, no pan, tilt speed FF, no zoom, sum.
    expect(encodePtz(up)).toBe('A50F010800FF00BC');
    expect(encodePtz({ kind: 'stop' })).toBe('A50F0100000000B5');
    expect(encodePtz({ kind: 'preset', act: 'call', number: 3 })).toBe('A50F01820003003A');
    // Left and near together, at 0.4: pan 66, zoom 6 in the high half of the seventh byte.
    expect(encodePtz({ kind: 'move', pan: -1, tilt: 0, zoom: 1, speed: 0.4 })).toBe('A50F01126600608D');
  });

  it('read again says the same; a wrong sum says nothing', () => {
    const way = fc.constantFrom(-1 as const, 0 as const, 1 as const);
    const command: fc.Arbitrary<PtzCommand> = fc.oneof(
      fc.record({
        kind: fc.constant('move' as const),
        pan: way,
        tilt: way,
        zoom: way,
        speed: fc.constantFrom(0.2, 0.4, 1),
      }),
      fc.record({ kind: fc.constant('lens' as const), focus: way, iris: way, speed: fc.constantFrom(0.2, 0.4, 1) }),
      fc.record({
        kind: fc.constant('preset' as const),
        act: fc.constantFrom('set' as const, 'call' as const, 'delete' as const),
        number: fc.integer({ min: 1, max: 255 }),
      }),
    );
    fc.assert(
      fc.property(command, (one) => {
        const written = encodePtz(one);
        const read = decodePtz(written);
        if (one.kind === 'preset') expect(read).toEqual(one);
        else if (one.kind !== 'stop') {
          const { speed, ...ways } = one;
          const moves = Object.values(ways).some((member) => member === 1 || member === -1);
          const still = one.kind === 'move' ? { kind: 'stop' } : { ...one, speed: 0 };
          expect(read).toEqual(moves ? { ...one, speed: expect.closeTo(speed, 1) } : still);
        }
        expect(decodePtz(`${written.slice(0, -2)}${written.endsWith('00') ? '01' : '00'}`)).toBeUndefined();
      }),
    );
  });
});
