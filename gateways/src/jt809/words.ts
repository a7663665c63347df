import { createHash } from 'node:crypto';
import {
  ALARM_TYPES,
  type BodyOf,
  type Decoded,
  type Edition,
  type Message,
  type MessageKind,
  type Vehicle,
} from '@anlan/jt809';
import { encodeGb18030 } from '@anlan/wire';

/** What platforms say to each other beside positions, in the platform's words. Times are epoch ms, numbers those both sides know it by. */
export type LinkWord =
  | {
      readonly kind: 'alarm';
      readonly number: number;
      readonly vehicle: Vehicle | null;
      readonly type: number;
      readonly at: number;
      readonly text: string;
    }
  | {
      readonly kind: 'alarm-result';
      readonly number: number;
      readonly vehicle: Vehicle | null;
      readonly type: number;
      readonly at: number;
      readonly result: number;
      readonly text: string;
    }
  | {
      readonly kind: 'urge';
      readonly number: number;
      readonly vehicle: Vehicle | null;
      readonly type: number;
      readonly at: number;
      readonly until: number;
      readonly urgent: boolean;
      readonly supervisor: string;
    }
  | { readonly kind: 'urge-answer'; readonly number: number; readonly vehicle: Vehicle | null; readonly result: number }
  | ({ readonly kind: 'query'; readonly minutes: number } & Asked)
  | ({ readonly kind: 'query-answer'; readonly by: string } & Answered)
  | ({ readonly kind: 'text' } & Asked)
  | ({ readonly kind: 'text-answer' } & Omit<Answered, 'text'>)
  | ({ readonly kind: 'driver-query' } & AboutVehicle)
  | ({ readonly kind: 'waybill-query' } & AboutVehicle)
  | ({ readonly kind: 'driver'; readonly driver: LinkDriver } & VehicleAnswer)
  | ({ readonly kind: 'waybill'; readonly text: string } & VehicleAnswer)
  | ({ readonly kind: 'static'; readonly text: string } & AboutVehicle)
  | ({ readonly kind: 'exchange'; readonly on: boolean; readonly reason: number } & AboutVehicle)
  | ({ readonly kind: 'exchange-answer'; readonly on: boolean; readonly source: number | null } & AboutVehicle);

/** Of the messages about a vehicle none has a number: `serial` is that of the frame. */
interface AboutVehicle {
  readonly vehicle: Vehicle;
  readonly serial: number;
}

/** What was asked for, or with `asked` false told unasked; `source` is the serial of the question, which only 2019 names. */
interface VehicleAnswer extends AboutVehicle {
  readonly asked: boolean;
  readonly source: number | null;
}

/** Who drives; empty where it is not known. `validUntil` epoch ms, which only 2019 tells. */
export interface LinkDriver {
  readonly name: string;
  readonly idCard: string;
  readonly licence: string;
  readonly organisation: string;
  readonly validUntil: number | null;
}

/** `serial` of the frame: by it the answer of 2019 names the question. */
interface Asked {
  readonly number: number;
  readonly serial: number;
  readonly objectType: number;
  readonly objectId: string;
  readonly text: string;
}

/** 2011 names the question by its number, 2019 by the serial of its frame; the other is null. */
interface Answered {
  readonly number: number | null;
  readonly serial: number | null;
  readonly objectType: number;
  readonly objectId: string;
  readonly text: string;
}

/** What an alarm is called. */
export function alarmTypeText(type: number): string {
  return ALARM_TYPES[type] ?? `报警 0x${type.toString(16).padStart(4, '0')}`;
}

/** The number of an alarm where the protocol carries none (2019): made of what it is, so that both sides find the same. */
export function eventNumber(plate: string, type: number, at: number): number {
  const text = `${plate} ${type} ${Math.floor(at / 1000)}`;
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

const QUERY = 0x9301;
const TEXT = 0x9302;
const [DRIVER, WAYBILL, START, END] = [0x920a, 0x920b, 0x9205, 0x9206];
const seconds = (ms: number): number => Math.floor(ms / 1000);
/** Seconds, from some platforms milliseconds. */
const millis = (count: number): number => (count > 1e11 ? count : count * 1000);

/** Text cut so that its bytes in GB 18030 fit a field. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let left = bytes;
  for (const character of text) {
    left -= encodeGb18030(character).length;
    if (left < 0) break;
    kept += character;
  }
  return kept;
}

const NOBODY: Vehicle = { plate: '', colour: 0 };

const driverOf = ({ name, idCard, licence, organisation, validUntil }: BodyOf<'driverReport'>): LinkDriver => ({
  name,
  idCard,
  licence,
  organisation,
  validUntil: validUntil === undefined || validUntil === 0 ? null : millis(validUntil),
});

type Reader<K extends MessageKind> = (body: BodyOf<K>, vehicle: Vehicle | null, serial: number) => LinkWord;
type Readers = { readonly [K in MessageKind]?: Reader<K> };

function warned(body: BodyOf<'alarmWarning'>, vehicle: Vehicle | null, serial: number): LinkWord {
  const plate = 'plate' in body ? body.plate : (vehicle?.plate ?? '');
  const at = millis('time' in body ? body.time : body.start);
  const number = eventNumber(plate, body.type, at);
  const text = `${alarmTypeText(body.type)} ${plate} ${body.text}`.trim();
  return { kind: 'text', number, serial, objectType: 0, objectId: '', text };
}

const READERS: Readers = {
  alarmReport: (body, vehicle) => {
    const at = millis(body.time);
    if ('infoId' in body) return { kind: 'alarm', number: body.infoId, vehicle, type: body.type, at, text: body.text };
    const of = vehicle ?? { plate: body.plate, colour: body.colour };
    return {
      kind: 'alarm',
      number: eventNumber(of.plate, body.type, at),
      vehicle: of,
      type: body.type,
      at,
      text: body.text,
    };
  },
  alarmResult: (body, vehicle) => {
    if ('infoId' in body)
      return { kind: 'alarm-result', number: body.infoId, vehicle, type: 0, at: 0, result: body.result, text: '' };
    const of = vehicle ?? { plate: body.plate, colour: body.colour };
    const at = millis(body.time);
    const number = eventNumber(of.plate, body.type, at);
    return { kind: 'alarm-result', number, vehicle: of, type: body.type, at, result: 1, text: body.text };
  },
  urge: (body, vehicle) => ({
    kind: 'urge',
    number: body.supervisionId,
    vehicle,
    type: body.type,
    at: millis(body.time),
    until: millis(body.until),
    urgent: body.level === 0,
    supervisor: body.supervisor,
  }),
  urgeAnswer: (body, vehicle) => ({ kind: 'urge-answer', number: body.supervisionId, vehicle, result: body.result }),
  query: ({ infoId, objectType, objectId, text, answerTime = 0 }, _, serial) => ({
    kind: 'query',
    number: infoId,
    serial,
    objectType,
    objectId,
    text,
    minutes: answerTime,
  }),
  queryAnswer: (body) => {
    const { objectType, objectId, text } = body;
    const named =
      'infoId' in body ? { number: body.infoId, serial: null } : { number: null, serial: body.sourceSerial };
    return {
      kind: 'query-answer',
      ...named,
      objectType,
      objectId,
      text,
      by: 'responder' in body ? body.responder : '',
    };
  },
  platformMessage: ({ infoId, objectType, objectId, text }, _, serial) => ({
    kind: 'text',
    number: infoId,
    serial,
    objectType,
    objectId,
    text,
  }),
  platformMessageAnswer: (body) => {
    const named =
      'infoId' in body ? { number: body.infoId, serial: null } : { number: null, serial: body.sourceSerial };
    return { kind: 'text-answer', ...named, objectType: 0, objectId: '' };
  },
  askDriver: (_, vehicle, serial) => ({ kind: 'driver-query', vehicle: vehicle ?? NOBODY, serial }),
  askWaybill: (_, vehicle, serial) => ({ kind: 'waybill-query', vehicle: vehicle ?? NOBODY, serial }),
  driverAnswer: (body, vehicle, serial) => {
    const about = { vehicle: vehicle ?? NOBODY, serial, asked: true, source: body.sourceSerial ?? null };
    return { kind: 'driver', ...about, driver: driverOf(body) };
  },
  driverReport: (body, vehicle, serial) => {
    const about = { vehicle: vehicle ?? NOBODY, serial, asked: false, source: null };
    return { kind: 'driver', ...about, driver: driverOf(body) };
  },
  waybillAnswer: ({ waybill: text, sourceSerial }, vehicle, serial) => {
    const about = { vehicle: vehicle ?? NOBODY, serial, asked: true, source: sourceSerial ?? null };
    return { kind: 'waybill', ...about, text };
  },
  waybillReport: ({ waybill: text }, vehicle, serial) => {
    const about = { vehicle: vehicle ?? NOBODY, serial, asked: false, source: null };
    return { kind: 'waybill', ...about, text };
  },
  vehicleExchange: ({ text }, vehicle, serial) => ({ kind: 'static', vehicle: vehicle ?? NOBODY, serial, text }),
  startExchange: ({ reason }, vehicle, serial) => {
    return { kind: 'exchange', vehicle: vehicle ?? NOBODY, serial, on: true, reason };
  },
  endExchange: ({ reason }, vehicle, serial) => {
    return { kind: 'exchange', vehicle: vehicle ?? NOBODY, serial, on: false, reason };
  },
  exchangeStarted: ({ sourceSerial }, vehicle, serial) => {
    return { kind: 'exchange-answer', vehicle: vehicle ?? NOBODY, serial, on: true, source: sourceSerial ?? null };
  },
  exchangeEnded: ({ sourceSerial }, vehicle, serial) => {
    return { kind: 'exchange-answer', vehicle: vehicle ?? NOBODY, serial, on: false, source: sourceSerial ?? null };
  },
  alarmWarning: warned,
  alarmExchange: warned,
};

/** The word of a message; undefined for one that is none. */
export function wordOf(message: Decoded): LinkWord | undefined {
  const reader = READERS[message.kind as MessageKind] as
    | ((body: unknown, vehicle: Vehicle | null, serial: number) => LinkWord)
    | undefined;
  return reader?.(message.body, ('vehicle' in message ? message.vehicle : undefined) ?? null, message.header.serial);
}

/** From the terminal of a vehicle, or from a platform. */
const [TERMINAL, GOVERNMENT] = [1, 3];

function event(word: Extract<LinkWord, { kind: 'alarm' | 'alarm-result' }>) {
  const time = seconds(word.at);
  const { plate = '', colour = 0 } = word.vehicle ?? {};
  const concerned = { plate, colour, concernedPlatform: '', line: 0, text: word.text };
  return { platform: '', type: word.type, time, start: time, end: 0, ...concerned };
}

/** 2019: the message that is answered. */
const sourceOf = (sourceType: number, source: number | null, edition: Edition) =>
  edition === 2019 ? { sourceType, sourceSerial: source ?? 0 } : {};

type Writers = { [K in LinkWord['kind']]: (word: Extract<LinkWord, { kind: K }>, edition: Edition) => Message };

const vehicleOf = ({ vehicle }: { readonly vehicle: Vehicle | null }): { vehicle?: Vehicle } =>
  vehicle === null ? {} : { vehicle };

const WRITERS: Writers = {
  alarm: (word, edition) => {
    const { number: infoId, type, at, text } = word;
    const body = edition === 2019 ? event(word) : { source: TERMINAL, type, time: seconds(at), infoId, text };
    return { kind: 'alarmReport', ...(edition === 2011 && vehicleOf(word)), body };
  },
  'alarm-result': (word, edition) => {
    const body = edition === 2019 ? event(word) : { infoId: word.number, result: word.result };
    return { kind: 'alarmResult', ...(edition === 2011 && vehicleOf(word)), body };
  },
  urge: (word) => ({
    kind: 'urge',
    ...vehicleOf(word),
    body: {
      source: GOVERNMENT,
      type: word.type,
      time: seconds(word.at),
      supervisionId: word.number,
      until: seconds(word.until),
      level: word.urgent ? 0 : 1,
      supervisor: cut(word.supervisor, 16),
      phone: '',
      email: '',
    },
  }),
  'urge-answer': (word) => ({
    kind: 'urgeAnswer',
    ...vehicleOf(word),
    body: { supervisionId: word.number, result: word.result },
  }),
  query: ({ number: infoId, objectType, objectId, text, minutes }, edition) => ({
    kind: 'query',
    body: { objectType, objectId, infoId, text, ...(edition === 2019 && { answerTime: minutes }) },
  }),
  'query-answer': ({ number, serial, objectType, objectId, text, by }, edition) => {
    if (edition === 2011) return { kind: 'queryAnswer', body: { objectType, objectId, infoId: number ?? 0, text } };
    const source = { sourceType: QUERY, sourceSerial: serial ?? 0 };
    const responder = { responder: cut(by, 16), responderPhone: '' };
    return { kind: 'queryAnswer', body: { objectType, ...responder, objectId, ...source, text } };
  },
  text: ({ number: infoId, objectType, objectId, text }) => ({
    kind: 'platformMessage',
    body: { objectType, objectId, infoId, text },
  }),
  'driver-query': ({ vehicle }, edition) => ({
    kind: 'askDriver',
    vehicle,
    body: edition === 2019 ? { flag: 0 } : {},
  }),
  'waybill-query': ({ vehicle }) => ({ kind: 'askWaybill', vehicle, body: {} }),
  driver: ({ vehicle, driver, asked, source }, edition) => {
    const body = {
      name: cut(driver.name, 16),
      idCard: cut(driver.idCard, 20),
      licence: cut(driver.licence, 40),
      organisation: cut(driver.organisation, 200),
      ...(edition === 2019 && { validUntil: seconds(driver.validUntil ?? 0) }),
    };
    if (!asked) return { kind: 'driverReport', vehicle, body };
    return { kind: 'driverAnswer', vehicle, body: { ...sourceOf(DRIVER, source, edition), ...body } };
  },
  waybill: ({ vehicle, text, asked, source }, edition) => {
    if (!asked) return { kind: 'waybillReport', vehicle, body: { waybill: text } };
    return { kind: 'waybillAnswer', vehicle, body: { ...sourceOf(WAYBILL, source, edition), waybill: text } };
  },
  static: ({ vehicle, text }) => ({ kind: 'vehicleExchange', vehicle, body: { text } }),
  exchange: ({ vehicle, on, reason }) => ({ kind: on ? 'startExchange' : 'endExchange', vehicle, body: { reason } }),
  'exchange-answer': ({ vehicle, on, source }, edition) => ({
    kind: on ? 'exchangeStarted' : 'exchangeEnded',
    vehicle,
    body: sourceOf(on ? START : END, source, edition),
  }),
  'text-answer': ({ number, serial }, edition) => ({
    kind: 'platformMessageAnswer',
    body: edition === 2019 ? { sourceType: TEXT, sourceSerial: serial ?? 0 } : { infoId: number ?? 0 },
  }),
};

/** The message of a word in an edition. */
export function messageOf(word: LinkWord, edition: Edition): Message {
  return (WRITERS[word.kind] as (word: LinkWord, edition: Edition) => Message)(word, edition);
}
