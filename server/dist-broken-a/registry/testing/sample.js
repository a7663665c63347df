import { creditCodeCheck } from '@anlan/domain/identity-codes';
const pad = (number, length) => number.toString().padStart(length, '0');
/** A valid unified social credit code for every number. */
export function creditCode(number) {
    const body = `91361100${pad(number, 9)}`;
    return `${body}${creditCodeCheck(body)}`;
}
/** Values of fields that have a form of their own. */
const FORMS = {
    creditCode,
    mmsi: (number) => `413${pad(number, 6)}`,
    identity: (number) => `mqtt:gw-${number}`,
    cas: () => '67-56-1',
    phone: () => '0793-8200000',
};
const KINDS = {
    text: (_, number) => `值${number}`,
    number: (field) => field.min ?? 1,
    choice: (field) => field.options[0].value,
    level: () => 'orange',
    'yes-no': () => true,
    date: () => '2027-06-30',
    reference: () => null,
};
/** A complete input for the entity, different for each number; references are empty but for the owner. */
export function sampleOf(entity, number, regionPath, owner) {
    const fields = Object.entries(entity.fields).map(([key, field]) => {
        const make = KINDS[field.kind];
        return [key, key === entity.ownerField ? owner : (FORMS[key]?.(number) ?? make(field, number))];
    });
    return { ...Object.fromEntries(fields), name: `${entity.label}${number}号`, regionPath, lon: 117.9, lat: 28.4 };
}
//# sourceMappingURL=sample.js.map