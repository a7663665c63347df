export { concealmentReward, dailyFine, dangerReward, insiderReward, lateSurcharge } from './amounts.ts';
export { ACCIDENT_FINES, ARTICLES, type AccidentFines, type Article, type Fine, type Fines } from './articles.ts';
export {
  isListed,
  LISTING,
  LISTING_EVENTS,
  listingEvent,
  listingTerm,
  mayLeaveEarly,
  type ListingEvent,
} from './credit-list.ts';
export {
  accidentFine,
  article,
  discretion,
  fineStep,
  penalty,
  principalFine,
  versionOn,
  type Circumstance,
  type Circumstances,
  type Penalty,
  type Range,
} from './penalty.ts';
export { sources } from './sources.ts';
export { earlierOf, VERSIONS, type InForce } from './earlier.ts';
export { penaltyOn } from './in-force.ts';
export { FINE_STEPS, type FineStep } from './fine-steps.ts';
