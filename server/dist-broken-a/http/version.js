import { readFileSync } from 'node:fs';
/** Version of the platform, from the package of the server. */
export const VERSION = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
//# sourceMappingURL=version.js.map