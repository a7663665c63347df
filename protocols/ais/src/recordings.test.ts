import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AisStream, encodeMessage, type Message, NAV_STATUS, type Report } from './index.ts';

const recording = (name: string): Buffer =>
  gunzipSync(readFileSync(new URL(`../../../data/packs/recordings/ais/${name}`, import.meta.url)));

const items = (bytes: Buffer): ReturnType<AisStream['push']> => new AisStream().push(bytes, 0);
const reports = (bytes: Buffer): Report[] => items(bytes).filter((item) => item.ok);

const sample = recording('gpsd_sample.aivdm.gz');
const stream = recording('dma_stream_2010.nmea.gz');

type Expected = Record<string, unknown> & { type: number; mmsi: number };

describe('the sample of gpsd', () => {
  const expected = recording('gpsd_sample.expected.ndjson.gz')
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Expected);

  it('gives what gpsd gives, message by message', () => {
    // gpsd merges the two parts of type 24, and takes a type 1 of 163 bits, which M.1371 makes 168.
    const theirs = expected.filter((message) => message.type !== 24).toSpliced(-2, 1);
    const ours = reports(sample)
      .map((report) => report.message)
      .filter((message) => message.type !== 24);
    expect(ours.map(gpsdView)).toEqual(
      theirs.map((object, index) => pick(object, Object.keys(gpsdView(ours[index]!)))),
    );
  });

  it('gives the merged type 24 of gpsd in its two parts', () => {
    const messages = reports(sample).map((report) => report.message);
    for (const theirs of expected.filter((object) => object.type === 24)) {
      const parts = messages.filter((message) => message.type === 24 && message.mmsi === theirs.mmsi);
      const merged = Object.assign({}, ...parts.map(gpsdView)) as Expected;
      expect(merged).toEqual(pick(theirs, Object.keys(merged)));
    }
  });

  it('refuses exactly the sentence without "!" and the short message', () => {
    const refusals = items(sample).filter((item) => !item.ok);
    expect(refusals.map((refusal) => refusal.reason)).toEqual(['not-ais', 'short-message']);
    expect(sample.subarray(refusals[0]!.offset, refusals[0]!.offset + 7).toString()).toBe('AIVDM,2');
  });
});

describe('a shore stream', () => {
  it('decodes without a refusal and with the known number of each type', () => {
    const all = items(stream);
    expect(all.every((item) => item.ok)).toBe(true);
    const count = (type: number): number => all.filter((item) => item.ok && item.message.type === type).length;
    expect([1, 5, 3, 20, 4, 18, 24, 15].map(count)).toEqual([2511, 424, 369, 191, 129, 101, 74, 66]);
  });

  it('carries the reception time of the station', () => {
    const times = reports(stream).map((report) => report.stationTime!);
    expect(times[1]).toBe(Date.UTC(2010, 5, 11, 11, 46, 12, 386));
    expect(times.every((time) => time > Date.UTC(2010, 5, 11) && time < Date.UTC(2010, 5, 12))).toBe(true);
  });

  it('gives the same when it comes byte by byte', () => {
    const whole = items(sample);
    const bitwise = new AisStream();
    const pieces = Array.from(sample, (_, at) => bitwise.push(sample.subarray(at, at + 1), 0)).flat();
    expect([...pieces, ...bitwise.end(0)]).toEqual(whole);
  });

  it('encodes back to messages that decode alike', () => {
    const all = [...reports(stream), ...reports(recording('dma_mixed_messages.nmea.gz'))];
    for (const { message } of all) {
      const again = new AisStream().push(`${encodeMessage(message).join('\r\n')}\r\n`, 0);
      expect(again.map((item) => item.ok && item.message)).toEqual([message]);
    }
  });
});

const NAMES: Readonly<Record<string, string>> = {
  shipType: 'shiptype',
  bow: 'to_bow',
  stern: 'to_stern',
  port: 'to_port',
  starboard: 'to_starboard',
  aisVersion: 'ais_version',
  aidType: 'aid_type',
  offPosition: 'off_position',
  virtualAid: 'virtual_aid',
  altitude: 'alt',
  unitModel: 'model',
};
const SAME = [
  'type repeat mmsi status speed accuracy course second maneuver raim radio epfd imo callsign shipname draught',
  'destination reserved regional cs display dsc band msg22 serial assigned name dte gnss lon lat heading turn',
]
  .join(' ')
  .split(' ');

/** A message in the words of gpsd, as far as gpsd and we both say it. */
function gpsdView(message: Message): Expected {
  const view: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) {
    const theirs = NAMES[name] ?? (SAME.includes(name) ? name : undefined);
    if (theirs !== undefined) view[theirs] = value;
  }
  if ('dte' in message) view.dte = Number(message.dte);
  if ('heading' in message) view.heading = message.heading ?? 511;
  if ('imo' in message) view.imo = message.imo ?? 0;
  if ('turn' in message) view.turn = gpsdTurn(message.turn);
  if ('gnss' in message) view.gnss = message.gnss === 1;
  if ('nameExtension' in message) view.name = message.name + message.nameExtension;
  if (message.type === 27) delete view.status;
  if (message.type === 18 || message.type === 21) delete view.assigned;
  if (message.type === 9) delete view.assigned;
  if (message.type === 24) delete view.epfd;
  if (message.type === 4 || message.type === 11) {
    const { year, month, day, hour, minute, second } = message;
    const [mm, dd, hh, min, ss] = [month ?? 0, day ?? 0, hour ?? 24, minute ?? 60, second ?? 60].map((part) =>
      String(part).padStart(2, '0'),
    );
    view.timestamp = `${String(year ?? 0).padStart(4, '0')}-${mm}-${dd}T${hh}:${min}:${ss}Z`;
    delete view.second;
  }
  const places = message.type === 27 ? 1 : 6;
  for (const axis of ['lon', 'lat'] as const) {
    const missing = axis === 'lon' ? 181 : 91;
    if (axis in message) view[axis] = Number(((view[axis] as number | undefined) ?? missing).toFixed(places));
  }
  return view as Expected;
}

function gpsdTurn(turn: number | undefined): unknown {
  if (turn === undefined) return 'nan';
  if (Math.abs(turn) === 127) return turn > 0 ? 'fastright' : 'fastleft';
  return Math.round(Math.sign(turn) * (turn / 4.733) ** 2);
}

function pick(object: Expected, names: readonly string[]): Expected {
  return Object.fromEntries(names.map((name) => [name, object[name]])) as Expected;
}

describe('the status table', () => {
  it('has one label for each of the sixteen codes', () => {
    expect(NAV_STATUS).toHaveLength(16);
  });
});
