export type { Alert, Area, Info, Pair, Resource } from './alert.ts';
export { colourOf, severityOf, WARNING_COLOURS, type WarningColour } from './colour.ts';
export type { Finding, FindingLevel } from './finding.ts';
export { parseFeed, type FeedEntry } from './feed.ts';
export { circleOf, polygonPoints, polygonText, type Circle, type Point } from './geometry.ts';
export { referencesOf, referencesText, splitList, type Reference } from './lists.ts';
export { parseAlert, type Parsed, type ParseOptions } from './parse.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export { offences } from './rules.ts';
export { formatTime, isSchemaTime, parseTime } from './time.ts';
export {
  CATEGORIES,
  CERTAINTIES,
  MESSAGE_TYPES,
  RESPONSE_TYPES,
  SCOPES,
  SEVERITIES,
  STATUSES,
  URGENCIES,
  type Category,
  type Certainty,
  type MessageType,
  type ResponseType,
  type Scope,
  type Severity,
  type Status,
  type Urgency,
} from './values.ts';
export { writeAlert } from './write.ts';
