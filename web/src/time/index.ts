export { AtMoment, useNow } from './now.ts';
export {
  ageText,
  clockText,
  daysBetween,
  dueWords,
  fieldText,
  instantOf,
  momentText,
  spanText,
  stampText,
  timeText,
} from './words.ts';
