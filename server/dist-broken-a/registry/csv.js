import { LEVEL_LABELS } from '@anlan/kernel/entity';
/** How a field's value reads on paper: labels instead of keys, names instead of ids. */
const SHOWN = {
    choice: (value, field) => field.options.find((option) => option.value === value)?.label ?? value,
    level: (value) => LEVEL_LABELS[value]?.risk ?? value,
    'yes-no': (value) => (value === true ? '是' : '否'),
};
function cellOf(key, field) {
    if (field.kind === 'reference')
        return (record) => record.labels[key] ?? '';
    const shown = SHOWN[field.kind];
    return (record) => {
        const value = record[key];
        return value == null || shown === undefined ? value : shown(value, field);
    };
}
function columnsOf(entity) {
    const place = entity.located
        ? [
            ['经度', (record) => record['lon']],
            ['纬度', (record) => record['lat']],
        ]
        : [];
    const fields = Object.entries(entity.fields).map(([key, field]) => {
        const unit = field.kind === 'number' && field.unit !== undefined ? `（${field.unit}）` : '';
        return [`${field.label}${unit}`, cellOf(key, field)];
    });
    return [
        [entity.nameLabel, (record) => record.name],
        ['所在辖区', (record) => record.regionName],
        ...fields,
        ...place,
        ['数据标识', (record) => (record['demonstration'] === true ? '演示数据' : '')],
        ['更新时间', (record) => record.updatedAt],
    ];
}
/** One cell (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe (OWASP: CSV injection). */
function written(value) {
    if (value == null)
        return '';
    const text = typeof value === 'string' && /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
/** The records as CSV with Chinese headings; the byte order mark makes spreadsheets read it as UTF-8. */
export function csvOf(entity, records) {
    const columns = columnsOf(entity);
    const lines = [columns.map(([label]) => label), ...records.map((record) => columns.map(([, cell]) => cell(record)))];
    return `\uFEFF${lines.map((line) => line.map(written).join(',')).join('\r\n')}\r\n`;
}
//# sourceMappingURL=csv.js.map