import { stampText } from '../time/index.ts';

/** The day of an instant, `2026-03-18`, by the clock in China. */
export const dayText = (at: number): string => stampText(at).slice(0, 10);
