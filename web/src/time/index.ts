export { useNow } from './now.ts';
export {
  ageText,
  clockText,
  daysBetween,
  dueWords,
  momentText,
  spanText,
  stampText,
  timeText,
  type Due,
} from './words.ts';
