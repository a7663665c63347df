import { COMMANDS } from './commands.ts';
import type { Flag, Packet } from './packet.ts';
import { PARAMETERS, type ParameterName } from './parameters.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Item, Pair } from './segment.ts';

/** Whom a request goes to. */
export interface Station {
  /** System code of the station. */
  readonly st: string;
  readonly mn: string;
  readonly pw: string;
  /** Edition it speaks, the version bits of its Flag; 2017 unless told. */
  readonly version?: number;
}

const V2005 = 0;
const V2017 = 1;
/** System code of answers. */
export const INTERACTION = '91';
/** A limit of HJ/T 212-2005 1022: `101-LowValue`, `101-UpValue`. */
const LIMIT = /^[\w.]{1,8}-(Low|Up)Value$/;
const NUMBER = /^-?\d{1,14}(\.\d{1,4})?$/;

/** Parameters of a request by name; 3021 takes the value of the InfoId under `<InfoId>-Info` besides. */
export type Parameters = Readonly<Record<string, string | number>>;

/**
 * A request or notice of the platform, to be answered (HJ 212-2017 Appendix C). `qn` is YYYYMMDDhhmmsszzz, see
 * `formatQn`. Refuses unknown commands, missing, unknown and ill-valued parameters.
 */
export function requestPacket(station: Station, cn: string, qn: string, parameters: Parameters = {}): Packet | Refusal {
  const given = Object.entries(parameters).map(([name, value]): Pair => [name, String(value)]);
  const { st, mn, pw, version = V2017 } = station;
  const flag = { needAck: true, hasPacketNumbers: false, version };
  const packet = { qn, st, cn, pw, mn, flag, pnum: undefined, pno: undefined, items: intoItems(given) };
  const refusal = checkRequest(packet);
  return refusal ?? packet;
}

/** The parameters a request carries, checked; for the station's side. */
export function requestParameters(packet: Packet): Readonly<Record<string, string>> | Refusal {
  return checkRequest(packet) ?? Object.fromEntries(packet.items.flat());
}

function checkRequest(packet: Packet): Refusal | undefined {
  const command = COMMANDS.get(packet.cn);
  if (!command || command.kind === 'answer' || command.kind === 'upload') {
    return refuse('bad-parameter', 0, `${packet.cn} is no request`);
  }
  const given = new Map(packet.items.flat());
  for (const { name, optional } of command.parameters) {
    if (!optional && !given.has(name)) return refuse('bad-parameter', 0, `${packet.cn} needs ${name}`);
  }
  const known = new Set<string>(command.parameters.map((parameter) => parameter.name));
  for (const [name, value] of given) {
    // The new value of a setting (3021) stands under the code of the setting.
    if (packet.cn === '3021' && name === `${given.get('InfoId')}-Info`) continue;
    if (packet.cn === '1022' && LIMIT.test(name) && NUMBER.test(value)) continue;
    if (!known.has(name)) return refuse('bad-parameter', 0, `${packet.cn} takes no ${name}`);
    if (!PARAMETERS[name as ParameterName].allows(value)) return refuse('bad-parameter', 0, `${name}=${value}`);
  }
  return undefined;
}

// BeginTime and EndTime stand in one item, so do both limits of a factor, as in the examples of the standards.
const partnerOf = (name: string): string | undefined =>
  name === 'EndTime' ? 'BeginTime' : name.endsWith('-UpValue') ? name.replace('-UpValue', '-LowValue') : undefined;

function intoItems(pairs: readonly Pair[]): Item[] {
  const items: Pair[][] = [];
  for (const pair of pairs) {
    const last = items.at(-1);
    if (last !== undefined && last[0]![0] === partnerOf(pair[0])) last.push(pair);
    else items.push([pair]);
  }
  return items;
}

/** 9011: the station says whether it will carry out a request (`REQUEST_RESULTS`, 1 = ready). */
export function requestAnswer(request: Packet, qnRtn: number): Packet {
  return answer(request, '9011', [[['QnRtn', String(qnRtn)]]]);
}

/** 9012: the station says how a request ended (`EXECUTION_RESULTS`, 1 = done). */
export function executionResult(request: Packet, exeRtn: number): Packet {
  return answer(request, '9012', [[['ExeRtn', String(exeRtn)]]]);
}

/** 9013: a notice was received. */
export function noticeAnswer(notice: Packet): Packet {
  return answer(notice, '9013', []);
}

/** 9014: data was received. */
export function dataAnswer(upload: Packet): Packet {
  return answer(upload, '9014', []);
}

/** What a platform owes a station for a packet: 9014 for uploads, 9013 for notices, nothing without the A bit. */
export function platformAnswer(packet: Packet): Packet | undefined {
  const command = COMMANDS.get(packet.cn);
  if (!packet.flag?.needAck || command?.kind === 'answer') return undefined;
  return command?.kind === 'notice' ? noticeAnswer(packet) : dataAnswer(packet);
}

function answer(to: Packet, cn: string, items: readonly Item[]): Packet {
  const version = to.flag?.version ?? V2005;
  const flag: Flag = { needAck: false, hasPacketNumbers: false, version };
  // HJ/T 212-2005 names the exchange inside CP; before it as well, for the stations that look there in either edition.
  const repeated: Item[] = version === V2005 && to.qn !== undefined ? [[['QN', to.qn]]] : [];
  const head = { qn: to.qn, st: INTERACTION, cn, pw: to.pw, mn: to.mn, flag, pnum: undefined, pno: undefined };
  return { ...head, items: [...repeated, ...items] };
}
