export { sayRule, useRuleWords, useSpoken } from './rule-words.ts';
