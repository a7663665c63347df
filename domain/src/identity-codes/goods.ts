/** Is it a CAS registry number with a right check digit (Σ position from the right × digit, mod 10)? */
export function isCas(text: string): boolean {
  const match = /^(\d{2,7})-(\d{2})-(\d)$/.exec(text);
  if (!match) return false;
  const digits = [...`${match[1]}${match[2]}`].toReversed().map(Number);
  return digits.reduce((sum, digit, index) => sum + digit * (index + 1), 0) % 10 === Number(match[3]);
}

/** The four digits of a UN number (GB 12268), given with or without “UN”; undefined for anything else. */
export function unNumber(text: string): string | undefined {
  const match = /^(?:UN)?\s*-?\s*(\d{4})$/i.exec(text.trim());
  return match?.[1] !== undefined && Number(match[1]) > 0 ? match[1] : undefined;
}

/** Classes and divisions of dangerous goods (GB 6944-2012). */
export const DANGEROUS_GOODS = {
  '1': '爆炸品',
  '2.1': '易燃气体',
  '2.2': '非易燃无毒气体',
  '2.3': '毒性气体',
  '3': '易燃液体',
  '4.1': '易燃固体、自反应物质和固态退敏爆炸品',
  '4.2': '易于自燃的物质',
  '4.3': '遇水放出易燃气体的物质',
  '5.1': '氧化性物质',
  '5.2': '有机过氧化物',
  '6.1': '毒性物质',
  '6.2': '感染性物质',
  '7': '放射性物质',
  '8': '腐蚀性物质',
  '9': '杂项危险物质和物品，包括危害环境物质',
} as const;

export interface OrangePlate {
  /** Hazard identification (Kemler) number without its X. */
  readonly hazard: string;
  readonly un: string;
  /** X: reacts dangerously with water. */
  readonly waterReactive: boolean;
}

/** Reads an orange plate “X423/1428” (JT/T 617); undefined for anything else. */
export function orangePlate(text: string): OrangePlate | undefined {
  const match = /^(X?)(\d{2,3})\s*\/\s*(\d{4})$/i.exec(text.trim());
  if (!match) return undefined;
  return { hazard: match[2] ?? '', un: match[3] ?? '', waterReactive: match[1] !== '' };
}
