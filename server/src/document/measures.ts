/** Millimetres in points. */
export const mm = (length: number): number => (length * 72) / 25.4;

/**
 * GB/T 9704-2012 §5.2, §6: A4, top margin 37 mm, binding margin 28 mm, text area 156 × 225 mm, 22 lines of 28 characters
 * of size three (16 pt).
 */
export const PAGE = {
  width: mm(210),
  height: mm(297),
  top: mm(37),
  left: mm(28),
  wide: mm(156),
  high: mm(225),
} as const;
export const LINES = 22;
export const CHARACTERS = 28;
export const PITCH = PAGE.high / LINES;
/** Sizes: title two (22 pt), body three (16 pt), imprint and page number four (14 pt). */
export const SIZE = { title: 22, body: 16, small: 14, note: 10.5, cell: 10.5 } as const;
export const RED = '#d7000f';
export const INK = '#1c2733';
