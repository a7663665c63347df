/** Pinyin initials of a name in lower case, for search: 上饶市 → srs, 重庆 → cq; Latin letters and digits stay. */
export declare function initialsOf(name: string): string;
//# sourceMappingURL=initials.d.ts.map