import { formatTime, offences, polygonText, writeAlert, type Alert, type Info, type Severity } from '@anlan/cap';

/** A zone to be warned of; places as longitude and latitude. */
export interface WarnedZone {
  readonly name: string;
  readonly colour: 'red' | 'orange' | 'yellow';
  readonly ring: readonly (readonly [number, number])[];
  readonly description: string;
  readonly instruction: string;
}

export interface Warning {
  readonly identifier: string;
  readonly sender: string;
  readonly senderName: string;
  /** Epoch ms. */
  readonly at: number;
  readonly minutes: number;
  readonly event: string;
  readonly headline: string;
  readonly zones: readonly WarnedZone[];
  /** A drill or a draft is no warning. */
  readonly status: 'Draft' | 'Exercise';
  readonly note: string;
}

const SEVERITY: Readonly<Record<WarnedZone['colour'], Severity>> = {
  red: 'Extreme',
  orange: 'Severe',
  yellow: 'Moderate',
};

/** A CAP 1.2 document with one block for each zone, worst first; the offence in words where it cannot be written. */
export function warningOf(warning: Warning): { readonly xml: string } | { readonly offence: string } {
  const offset = 8 * 60;
  const time = (at: number): string => formatTime(at, offset);
  const info = warning.zones.map((zone): Info => ({
    language: 'zh-CN',
    category: ['CBRNE', 'Safety'],
    event: warning.event,
    responseType: [zone.colour === 'yellow' ? 'Shelter' : 'Evacuate'],
    urgency: 'Immediate',
    severity: SEVERITY[zone.colour],
    certainty: 'Possible',
    effective: time(warning.at),
    expires: time(warning.at + warning.minutes * 60_000),
    senderName: warning.senderName,
    headline: `${warning.headline} ${zone.name}`,
    description: zone.description,
    instruction: zone.instruction,
    parameter: [{ valueName: 'level', value: zone.name }],
    area: [
      {
        areaDesc: zone.name,
        polygon: [polygonText(zone.ring.map(([lon, lat]) => ({ latitude: lat, longitude: lon })))],
      },
    ],
  }));
  const alert: Alert = {
    identifier: warning.identifier,
    sender: warning.sender,
    sent: time(warning.at),
    status: warning.status,
    msgType: 'Alert',
    scope: 'Restricted',
    restriction: '应急处置人员',
    note: warning.note,
    info,
  };
  const first = offences(alert).find(({ level }) => level !== 'advice');
  if (first !== undefined) return { offence: `${first.path}: ${first.detail}` };
  const written = writeAlert(alert);
  return typeof written === 'string' ? { xml: written } : { offence: written.detail };
}
