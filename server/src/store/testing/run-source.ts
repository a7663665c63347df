/**
 * Import for its effect in tests that start child processes: their Node then takes our TypeScript, and our packages'
 * sources, without a build.
 */
const hook = new URL('register.mjs', import.meta.url).href;
const options = `--conditions=anlan-source --import=${hook}`;

if (!process.env['NODE_OPTIONS']?.includes(hook)) {
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} ${options}`.trim();
}
