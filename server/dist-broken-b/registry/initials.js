import { pinyin } from 'pinyin-pro';
/** Pinyin initials of a name in lower case, for search: 上饶市 → srs, 重庆 → cq; Latin letters and digits stay. */
export function initialsOf(name) {
    const letters = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'spaced' });
    return letters
        .join('')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]/g, '');
}
//# sourceMappingURL=initials.js.map