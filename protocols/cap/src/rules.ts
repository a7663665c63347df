import type { Alert, Area, Info, Resource } from './alert.ts';
import type { Finding, FindingLevel } from './finding.ts';
import { circleOf, polygonPoints } from './geometry.ts';
import { referencesOf } from './lists.ts';
import { parseTime } from './time.ts';

/** A rule of the standard's prose: the offence when it is broken, and where. */
type Rule<T> = readonly [
  level: FindingLevel,
  code: string,
  member: keyof T & string,
  broken: (it: T) => boolean,
  detail: string,
];

const NAME = /^[^\s,<&]+$/;
const REPLIES: ReadonlySet<string> = new Set(['Update', 'Cancel', 'Ack', 'Error']);

// CAP 1.2 §3.2.1.
const ALERT_RULES: readonly Rule<Alert>[] = [
  ['rule', 'identifier', 'identifier', (it) => !NAME.test(it.identifier), 'empty, or has spaces, commas, < or &'],
  ['rule', 'sender', 'sender', (it) => !NAME.test(it.sender), 'empty, or has spaces, commas, < or &'],
  ['rule', 'references', 'references', (it) => REPLIES.has(it.msgType) && !it.references, 'required for this msgType'],
  [
    'rule',
    'references',
    'references',
    (it) => Boolean(it.references) && referencesOf(it.references!) === null,
    'not triples sender,identifier,sent',
  ],
  [
    'rule',
    'restriction',
    'restriction',
    (it) => it.scope === 'Restricted' && !it.restriction,
    'required when the scope is Restricted',
  ],
  ['rule', 'addresses', 'addresses', (it) => it.scope === 'Private' && !it.addresses, 'required when Private'],
  ['advice', 'note', 'note', (it) => it.msgType === 'Error' && !it.note, 'should explain the rejection'],
];

// CAP 1.2 §3.2.2.
const INFO_RULES: readonly Rule<Info>[] = [
  ['rule', 'event', 'event', (it) => it.event === '', 'empty'],
  ['advice', 'headline', 'headline', (it) => (it.headline ?? '').length > 160, 'longer than 160 characters'],
  [
    'advice',
    'expires',
    'expires',
    (it) => endsBefore(it, it.effective) || endsBefore(it, it.onset),
    'before its begin',
  ],
];

// CAP 1.2 §3.2.3.
const RESOURCE_RULES: readonly Rule<Resource>[] = [
  ['rule', 'mimeType', 'mimeType', (it) => !/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/.test(it.mimeType), 'not type/subtype'],
  [
    'rule',
    'digest',
    'digest',
    (it) => Boolean(it.digest) && !/^[0-9A-Fa-f]{40}$/.test(it.digest!),
    'not 40 hex digits',
  ],
];

// CAP 1.2 §3.2.4.
const AREA_RULES: readonly Rule<Area>[] = [
  [
    'rule',
    'ceiling',
    'ceiling',
    (it) => it.ceiling !== undefined && it.altitude === undefined,
    'only together with an altitude',
  ],
];

/** What of the standard's prose an alert breaks; the schema is taken for kept. */
export function offences(alert: Alert): Finding[] {
  const findings = broken(ALERT_RULES, alert, '');
  alert.info?.forEach((info, index) => {
    const path = `info[${index}].`;
    findings.push(...broken(INFO_RULES, info, path));
    info.resource?.forEach((it, at) => findings.push(...broken(RESOURCE_RULES, it, `${path}resource[${at}].`)));
    info.area?.forEach((it, at) => findings.push(...areaOffences(it, `${path}area[${at}].`)));
  });
  return findings;
}

function areaOffences(area: Area, path: string): Finding[] {
  const findings = broken(AREA_RULES, area, path);
  const note = (code: string, place: string, detail: string): unknown =>
    findings.push({ level: 'rule', code, path: path + place, detail });
  area.polygon?.forEach((text, at) => {
    if (!polygonPoints(text))
      note('polygon', `polygon[${at}]`, 'not four or more points lat,lon of which the last is the first');
  });
  area.circle?.forEach((text, at) => {
    if (!circleOf(text)) note('circle', `circle[${at}]`, 'not lat,lon and a radius');
  });
  return findings;
}

function broken<T>(rules: readonly Rule<T>[], it: T, path: string): Finding[] {
  return rules
    .filter(([, , , isBroken]) => isBroken(it))
    .map(([level, code, member, , detail]) => ({ level, code, path: path + member, detail }));
}

function endsBefore({ expires }: Info, begin: string | undefined): boolean {
  const [from, to] = [parseTime(begin ?? ''), parseTime(expires ?? '')];
  return from !== null && to !== null && to < from;
}
