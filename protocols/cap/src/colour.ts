import type { Severity } from './values.ts';

/** One of the four levels of a Chinese warning (突发事件应对法 第六十三条): Ⅰ red is the gravest. */
export interface WarningColour {
  readonly colour: 'blue' | 'yellow' | 'orange' | 'red';
  readonly label: string;
  /** 1 (gravest) to 4. */
  readonly level: 1 | 2 | 3 | 4;
  readonly severity: Severity;
}

/** The colours with the severity they are usually mapped to; the national profile's own text is not public. */
export const WARNING_COLOURS: readonly WarningColour[] = [
  { colour: 'red', label: '红色', level: 1, severity: 'Extreme' },
  { colour: 'orange', label: '橙色', level: 2, severity: 'Severe' },
  { colour: 'yellow', label: '黄色', level: 3, severity: 'Moderate' },
  { colour: 'blue', label: '蓝色', level: 4, severity: 'Minor' },
];

/** The colour of a severity; undefined for Unknown. */
export function colourOf(severity: Severity): WarningColour | undefined {
  return WARNING_COLOURS.find((row) => row.severity === severity);
}

/** The severity of a colour. */
export function severityOf(colour: WarningColour['colour']): Severity {
  return WARNING_COLOURS.find((row) => row.colour === colour)?.severity ?? 'Unknown';
}
