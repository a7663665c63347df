import {
  circleOf,
  colourOf,
  offences,
  parseAlert,
  parseTime,
  polygonPoints,
  referencesOf,
  type Alert,
  type Info,
  type Severity,
} from '@anlan/cap';
import type { WarningArea, WarningLevel } from '@anlan/kernel/warning';

/** A warning read from a CAP document. Times in epoch ms. */
export interface ReceivedWarning {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: string;
  readonly sentAt: number;
  readonly status: string;
  readonly msgType: string;
  readonly scope: string;
  readonly level: WarningLevel | null;
  readonly event: string;
  readonly headline: string;
  readonly senderName: string | null;
  readonly effectiveAt: number;
  readonly expiresAt: number | null;
  readonly areaText: string;
  readonly areas: readonly WarningArea[];
  /** Values of geocodes: administrative codes among them. */
  readonly geocodes: readonly string[];
  /** The messages it updates, cancels or answers. */
  readonly references: readonly { sender: string; identifier: string; sent: string }[];
  readonly info: Info | null;
  readonly findings: readonly { level: string; path: string; detail: string }[];
}

export type WarningRefusal = 'malformed' | 'rules' | 'private';
export type Received =
  | { readonly ok: true; readonly warning: ReceivedWarning }
  | { readonly ok: false; readonly reason: WarningRefusal; readonly detail: string };

/** Metres in a kilometre, in which CAP has its radii. */
const KILOMETRE = 1000;
const GRAVITY: readonly Severity[] = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'];

/** Offences that leave nothing to act on: who sent it, what it refers to, where it holds. */
const FATAL: ReadonlySet<string> = new Set(['identifier', 'sender', 'references']);

/**
 * Reads an alert as a warning. Refused: what is no alert, breaks a rule without which it cannot be told from others or
 * referred to, or is addressed to somebody else (scope Private). All other findings are kept beside it.
 */
export function readWarning(document: Uint8Array | string): Received {
  const parsed = parseAlert(document);
  if (!parsed.ok) return { ok: false, reason: 'malformed', detail: `${parsed.reason}: ${parsed.detail}` };
  const { alert } = parsed;
  const findings = [...parsed.findings, ...offences(alert)];
  const fatal = findings.find(({ level, code }) => level === 'rule' && FATAL.has(code));
  if (fatal) return { ok: false, reason: 'rules', detail: `${fatal.path}: ${fatal.detail}` };
  const sentAt = parseTime(alert.sent);
  if (sentAt === null) return { ok: false, reason: 'rules', detail: `sent: ${alert.sent}` };
  if (alert.scope === 'Private') return { ok: false, reason: 'private', detail: alert.addresses ?? '' };
  return { ok: true, warning: warningFrom(alert, sentAt, findings) };
}

function warningFrom(alert: Alert, sentAt: number, findings: ReceivedWarning['findings']): ReceivedWarning {
  const infos = alert.info ?? [];
  const info = chosen(infos);
  const areas = infos.flatMap(({ area = [] }) => area);
  const times = (of: (info: Info) => string | undefined): number[] =>
    infos.flatMap((one) => parseTime(of(one) ?? '') ?? []);
  const expires = times((one) => one.expires);
  const effective = times((one) => one.effective ?? one.onset);
  const severity = GRAVITY.find((one) => infos.some((each) => each.severity === one));
  const event = info?.event ?? alert.msgType;
  return {
    sender: alert.sender,
    identifier: alert.identifier,
    sent: alert.sent,
    sentAt,
    status: alert.status,
    msgType: alert.msgType,
    scope: alert.scope,
    level: (severity && colourOf(severity)?.colour) ?? null,
    event,
    headline: info?.headline ?? alert.note ?? event,
    senderName: info?.senderName ?? null,
    effectiveAt: effective.length === 0 ? sentAt : Math.min(...effective),
    expiresAt: expires.length === 0 ? null : Math.max(...expires),
    areaText: [...new Set(areas.map(({ areaDesc }) => areaDesc))].join('、'),
    areas: areas.flatMap(areasOf),
    geocodes: areas.flatMap(({ geocode = [] }) => geocode.map(({ value }) => value)),
    references: referencesOf(alert.references ?? '') ?? [],
    info,
    findings: findings.map(({ level, path, detail }) => ({
      level,
      path,
      detail,
    })),
  };
}

/** The block people here read: in Chinese where there is one, the gravest of these. */
function chosen(infos: readonly Info[]): Info | null {
  const chinese = infos.filter(({ language }) => language?.toLowerCase().startsWith('zh') === true);
  const from = chinese.length > 0 ? chinese : infos;
  const gravity = ({ severity }: Info): number => GRAVITY.indexOf(severity);
  return from.toSorted((a, b) => gravity(a) - gravity(b))[0] ?? null;
}

/** Areas as the map has them: longitude first, metres. What cannot be drawn is among the findings. */
function areasOf({ polygon = [], circle = [] }: NonNullable<Info['area']>[number]): WarningArea[] {
  const rings = polygon.flatMap((text): WarningArea[] => {
    const points = polygonPoints(text);
    if (points === null) return [];
    return [{ kind: 'polygon', ring: points.map(({ latitude, longitude }) => [longitude, latitude]) }];
  });
  const circles = circle.flatMap((text): WarningArea[] => {
    const read = circleOf(text);
    if (read === null) return [];
    const { latitude, longitude } = read.centre;
    return [{ kind: 'circle', centre: [longitude, latitude], radius: read.radius * KILOMETRE }];
  });
  return [...rings, ...circles];
}
