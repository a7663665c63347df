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
}

const V2017 = 1;
const INTERACTION = '91';

/** Parameters of a request by name; 3021 takes the value of the InfoId under `<InfoId>-Info` besides. */
export type Parameters = Readonly<Record<string, string | number>>;

/**
 * A request or notice of the platform, to be answered (HJ 212-2017 Appendix C). `qn` is YYYYMMDDhhmmsszzz, see
 * `formatQn`. Refuses unknown commands, missing, unknown and ill-valued parameters.
 */
export function requestPacket(station: Station, cn: string, qn: string, parameters: Parameters = {}): Packet | Refusal {
  const given = Object.entries(parameters).map(([name, value]): Pair => [name, String(value)]);
  const flag = { needAck: true, hasPacketNumbers: false, version: V2017 };
  const { st, mn, pw } = station;
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
    if (!known.has(name)) return refuse('bad-parameter', 0, `${packet.cn} takes no ${name}`);
    if (!PARAMETERS[name as ParameterName].allows(value)) return refuse('bad-parameter', 0, `${name}=${value}`);
  }
  return undefined;
}

// BeginTime and EndTime stand in one item, as in the examples of the standard.
function intoItems(pairs: readonly Pair[]): Item[] {
  const items: Pair[][] = [];
  for (const pair of pairs) {
    const last = items.at(-1);
    if (pair[0] === 'EndTime' && last?.[0]![0] === 'BeginTime') last.push(pair);
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
  const flag: Flag = { needAck: false, hasPacketNumbers: false, version: to.flag?.version ?? 0 };
  return { qn: to.qn, st: INTERACTION, cn, pw: to.pw, mn: to.mn, flag, pnum: undefined, pno: undefined, items };
}
