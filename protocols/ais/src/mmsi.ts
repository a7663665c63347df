import type { Label } from './labels.ts';

/** What kind of station an MMSI belongs to. */
export type MmsiKind =
  | 'ship'
  | 'coast'
  | 'group'
  | 'sar-aircraft'
  | 'handheld'
  | 'ais-sart'
  | 'man-overboard'
  | 'epirb'
  | 'auxiliary'
  | 'aid'
  | 'unknown';

// ITU-R M.585-9: the leading digits of the nine tell the kind; the first match counts.
const PREFIXES: readonly (readonly [string, MmsiKind])[] = [
  ['00', 'coast'],
  ['0', 'group'],
  ['111', 'sar-aircraft'],
  ['8', 'handheld'],
  ['970', 'ais-sart'],
  ['972', 'man-overboard'],
  ['974', 'epirb'],
  ['98', 'auxiliary'],
  ['99', 'aid'],
];

/** Labels of the kinds. */
export const MMSI_KINDS: Readonly<Record<MmsiKind, Label>> = {
  ship: { zh: '船舶', en: 'ship' },
  coast: { zh: '海岸电台', en: 'coast station' },
  group: { zh: '船舶组呼', en: 'group of ships' },
  'sar-aircraft': { zh: '搜救航空器', en: 'search and rescue aircraft' },
  handheld: { zh: '手持甚高频电台', en: 'handheld VHF radio' },
  'ais-sart': { zh: 'AIS搜救发信机', en: 'AIS-SART' },
  'man-overboard': { zh: '落水人员示位标', en: 'man overboard device' },
  epirb: { zh: '应急无线电示位标', en: 'EPIRB-AIS' },
  auxiliary: { zh: '母船附属艇', en: 'craft associated with a parent ship' },
  aid: { zh: '航标', en: 'aid to navigation' },
  unknown: { zh: '未知', en: 'unknown' },
};

/** An MMSI as its nine digits. */
export function formatMmsi(mmsi: number): string {
  return String(mmsi).padStart(9, '0');
}

/** The kind of station; anything not allotted by ITU-R M.585 is unknown. */
export function mmsiKind(mmsi: number): MmsiKind {
  if (mmsi < 1 || mmsi > 999_999_999) return 'unknown';
  const digits = formatMmsi(mmsi);
  const match = PREFIXES.find(([prefix]) => digits.startsWith(prefix));
  if (match) return match[1];
  return digits[0]! >= '2' && digits[0]! <= '7' ? 'ship' : 'unknown';
}

// Where the maritime identification digits (the country) begin in each kind.
const COUNTRY_AT: Partial<Record<MmsiKind, number>> = {
  ship: 0,
  coast: 2,
  group: 1,
  'sar-aircraft': 3,
  handheld: 1,
  auxiliary: 2,
  aid: 2,
};

/** The three maritime identification digits (412–414 China, 416 Taiwan, 453 Macao, 477 Hong Kong), if the kind has them. */
export function countryDigits(mmsi: number): number | undefined {
  const at = COUNTRY_AT[mmsiKind(mmsi)];
  return at === undefined ? undefined : Number(formatMmsi(mmsi).slice(at, at + 3));
}
