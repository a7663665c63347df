/** Personal data as it is shown unless asked for: 张三 → 张*, 欧阳明月 → 欧**, 13812340000 → 138****0000. */
export function mask(value) {
    const letters = [...value];
    if (letters.length >= 7 && /\d{4}$|\d{3}[\dXx]$/.test(value))
        return `${letters.slice(0, 3).join('')}****${letters.slice(-4).join('')}`;
    return `${letters[0] ?? ''}${'*'.repeat(Math.min(2, Math.max(1, letters.length - 1)))}`;
}
/** Keys of the entity's fields that hold personal data. */
export function personalFields(entity) {
    return Object.entries(entity.fields).flatMap(([key, field]) => (field.personal === true ? [key] : []));
}
/** A copy of the record with personal fields masked. */
export function masked(entity, record) {
    const hidden = personalFields(entity).flatMap((key) => {
        const value = record[key];
        return typeof value === 'string' ? [[key, mask(value)]] : [];
    });
    return { ...record, ...Object.fromEntries(hidden) };
}
//# sourceMappingURL=mask.js.map