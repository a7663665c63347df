/** May it be used? Decided by its newest assessment; without one it may not (S70). */
export const PERMISSIONS = [
  { value: 'forbidden', label: '不得使用', labelEn: 'Not permitted' },
  { value: 'monitored', label: '监控使用', labelEn: 'Permitted, monitored' },
  { value: 'permitted', label: '准予使用', labelEn: 'Permitted' },
] as const;
export type Permission = (typeof PERMISSIONS)[number]['value'];

const BY_STATE: Readonly<Record<string, Permission>> = { monitoring: 'monitored', permitted: 'permitted' };

/** `state` of the newest assessment; null = never assessed. */
export function permissionOf(state: string | null): Permission {
  return state === null ? 'forbidden' : (BY_STATE[state] ?? 'forbidden');
}

/** Conditions as the experts wrote them, one a line; numbering and blanks are taken off. */
export function conditionsOf(text: string | null | undefined): string[] {
  return (text ?? '')
    .split(/\n|；|;/)
    .map((line) => line.replace(/^\s*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[-•·])\s*/, '').trim())
    .filter((line) => line !== '');
}
