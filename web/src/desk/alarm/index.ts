export {
  AlarmStatus,
  CardFacts,
  CardHead,
  CardTrend,
  CardValue,
  NearWords,
  Trail,
  useLiveValue,
} from './AlarmCard.tsx';
export { Call } from './Call.tsx';
export { LimitTrend } from './AlarmTrend.tsx';
export { countdown, escalationClock } from './clock.ts';
export { Escalation, Ring, RowClock, useClockSentence } from './Escalation.tsx';
export { bare, beyond, figure, LEVEL_SIGNS, type Level, LEVELS, rowTime, shortTime } from './figures.ts';
export * from './groups.ts';
export { createSounder } from './sounder.ts';
export { redIsDue, toneFor } from './tones.ts';
export { useAlarmBook, useAlarmDetail, useVerb } from './use-alarms.ts';
export { type DialogVerb, type Target, VerbBar, VerbDialog } from './Verbs.tsx';
export { WORDS as ALARM_WORDS } from './words.ts';
