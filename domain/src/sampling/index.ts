export {
  canonical,
  commit,
  doubt,
  draw,
  shuffle,
  type Candidate,
  type Draw,
  type Exclusion,
  type Pool,
} from './draw.ts';
export { sha256 } from './sha256.ts';
