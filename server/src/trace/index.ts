export { caused, causeOfEntry, causeOfEvent, logCause, underNow } from './cause.ts';
export { becauseOf, causeOfChange, noteChanges, noteStored, sampleFrame } from './changes.ts';
export { noteNotice, noteRead, noteSending, openReceipts, type Followed } from './events.ts';
export { note, startTracing } from './recorder.ts';
export { slowestStatements } from './queries.ts';
export { causeOfRequest, slowestRequests } from './requests.ts';
