export { RegionSelect, useSectors } from './GrantFields.tsx';
export { GrantList } from './GrantList.tsx';
export { ParticipantsPage } from './ParticipantsPage.tsx';
export { PeoplePage } from './PeoplePage.tsx';
export { SessionList } from './SessionList.tsx';
export { useVerbs } from './use-verbs.ts';
export { givenSchema, openSessionSchema, type Given } from './shapes.ts';
