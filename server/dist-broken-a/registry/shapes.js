import { z } from 'zod';
import { inputSchema, LEVELS, recordSchema } from '@anlan/kernel/entity';
import { component } from '../http/index.js';
export const PAGE_SIZE = 200;
const made = new Map();
export function shapesOf(entity) {
    const known = made.get(entity.key);
    if (known !== undefined)
        return known;
    const shapes = makeShapes(entity);
    made.set(entity.key, shapes);
    return shapes;
}
function makeShapes(entity) {
    const input = inputSchema(entity);
    const record = component(entity.key, recordSchema(entity).extend({
        retiredAt: z.string().nullable(),
        labels: z.record(z.string(), z.string()).describe('names of the records that reference fields point to'),
    }));
    const filters = filterSchema(entity);
    return {
        input,
        patch: z.strictObject({ version: z.int().min(1), changes: input.partial() }),
        record,
        page: z.object({ rows: z.array(record), total: z.int(), took: z.number(), completeness: z.number().nullable() }),
        filters,
        query: filters.extend({
            page: z.coerce.number().int().min(1).max(100_000).default(1),
            size: z.coerce.number().int().min(1).max(PAGE_SIZE).default(50),
        }),
        labels: labelsOf(entity),
    };
}
/** Is the field offered as a filter? */
export function isFilter(field) {
    return (field.personal !== true &&
        (field.kind !== 'text' || field.filter === true) &&
        field.kind !== 'number' &&
        field.kind !== 'date');
}
/** Members a list may be sorted by; personal data would leak through its order. */
export function sortable(entity) {
    const fields = Object.entries(entity.fields).flatMap(([key, field]) => (field.personal === true ? [] : [key]));
    return ['name', 'regionPath', 'updatedAt', ...fields];
}
/** `a,b,c` of values that the field can have. */
function valuesOf(field) {
    const kinds = {
        choice: () => z.enum(field.options.map((option) => option.value)),
        level: () => z.enum(LEVELS),
        'yes-no': () => z.enum(['true', 'false']),
        reference: () => z.guid(),
    };
    const value = kinds[field.kind]?.() ?? z.string().min(1).max(200);
    return z
        .string()
        .max(2000)
        .transform((text) => text.split(',').filter((part) => part !== ''))
        .pipe(z.array(value).max(50))
        .optional()
        .describe(field.label);
}
function filterSchema(entity) {
    const fields = Object.entries(entity.fields).filter(([, field]) => isFilter(field));
    const keys = sortable(entity);
    return z.strictObject({
        search: z.string().trim().max(100).optional().describe('名称、拼音首字母或唯一编号'),
        region: z
            .string()
            .regex(/^([\w-]+\.)+$/)
            .max(200)
            .optional()
            .describe('辖区路径'),
        sort: z.enum([...keys, ...keys.map((key) => `-${key}`)]).optional(),
        reveal: z.enum(['0', '1']).optional().describe('1 = 显示个人信息，须有登记权限，记入审计'),
        ...Object.fromEntries(fields.map(([key, field]) => [key, valuesOf(field)])),
    });
}
function labelsOf(entity) {
    const fields = Object.entries(entity.fields).map(([key, field]) => [key, { zh: field.label, en: field.labelEn }]);
    return { name: { zh: entity.nameLabel, en: entity.nameLabelEn }, ...Object.fromEntries(fields) };
}
//# sourceMappingURL=shapes.js.map