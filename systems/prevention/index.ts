export { CLASSES, FIVE, GRADES, SOURCES } from './hidden-dangers/fields.ts';
export { tierAt, TIERS, type Tier } from './hidden-dangers/logic.ts';
