export {
  GROUP_KINDS,
  joined,
  sharesOf,
  type Border,
  type Group,
  type Member,
  type MajorRisk,
  type Share,
} from './sharing.ts';
export * from './views.ts';
