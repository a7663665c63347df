import type { Category, Certainty, MessageType, ResponseType, Scope, Severity, Status, Urgency } from './values.ts';

/** A name and a value of `eventCode`, `parameter` or `geocode`. */
export interface Pair {
  valueName: string;
  value: string;
}

/** CAP 1.2 §3.2.4: where the alert holds. Positions are WGS 84, latitude first. */
export interface Area {
  areaDesc: string;
  /** `lat,lon lat,lon …`, closed: see `polygonPoints`. */
  polygon?: string[];
  /** `lat,lon radius`, radius in km: see `circleOf`. */
  circle?: string[];
  geocode?: Pair[];
  /** Feet above sea level, or the lower end when there is a ceiling. */
  altitude?: string;
  ceiling?: string;
}

/** CAP 1.2 §3.2.3: a file that belongs to the alert. */
export interface Resource {
  resourceDesc: string;
  mimeType: string;
  /** Bytes. */
  size?: string;
  uri?: string;
  /** The file itself, base64. */
  derefUri?: string;
  /** SHA-1, 40 hex digits. */
  digest?: string;
}

/** CAP 1.2 §3.2.2: what is expected to happen, in one language. Times as `YYYY-MM-DDThh:mm:ss±hh:mm`. */
export interface Info {
  /** RFC 3066, en-US when absent. */
  language?: string;
  category: Category[];
  event: string;
  responseType?: ResponseType[];
  urgency: Urgency;
  severity: Severity;
  certainty: Certainty;
  audience?: string;
  eventCode?: Pair[];
  effective?: string;
  onset?: string;
  expires?: string;
  senderName?: string;
  headline?: string;
  description?: string;
  instruction?: string;
  web?: string;
  contact?: string;
  parameter?: Pair[];
  resource?: Resource[];
  area?: Area[];
}

/** CAP 1.2 §3.2.1: an alert message. Elements that may repeat are lists, absent when there are none. */
export interface Alert {
  identifier: string;
  sender: string;
  sent: string;
  status: Status;
  msgType: MessageType;
  source?: string;
  scope: Scope;
  restriction?: string;
  /** Separated by spaces, in quotes when they contain one: see `splitList`. */
  addresses?: string;
  code?: string[];
  note?: string;
  /** Triples `sender,identifier,sent` separated by spaces: see `referencesOf`. */
  references?: string;
  incidents?: string;
  info?: Info[];
}
