import { timingSafeEqual } from 'node:crypto';
import { demonstrationSecret } from '@anlan/gateways';
/** A device's secret is derived from its identity, so none is stored: rotating the key rotates all. */
export function deviceSecret(keys, register, identity) {
    const device = register.find(identity);
    if (device === undefined)
        return undefined;
    return demonstrationSecret(device.subject.demonstration ? keys.demonstration : keys.device, identity);
}
export function verifySecret(keys, register, identity, given) {
    const wanted = deviceSecret(keys, register, identity);
    if (wanted === undefined)
        return false;
    const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
    return a.length === b.length && timingSafeEqual(a, b);
}
//# sourceMappingURL=secrets.js.map