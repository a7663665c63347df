export { api, Mismatch, query, Refused, Unreachable } from './client.ts';
export { keepAnswersIn, type KeptAnswers } from './kept.ts';
export { reveal } from './reveal.ts';
export {
  queryClient,
  type Entered,
  useDemonstrationIdentities,
  usePlatform,
  useRegions,
  useSession,
  useSessionQuery,
  useSignIn,
  useSignOut,
} from './queries.ts';
export * from './shapes.ts';
export { onOtherTab, sessionOver, standsFor } from './standing.ts';
