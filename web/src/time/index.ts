export { useNow } from './now.ts';
export { ageText, clockText, daysBetween, dueWords, momentText, spanText, stampText, timeText } from './words.ts';
