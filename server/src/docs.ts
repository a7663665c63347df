import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeConfiguration } from './configuration/index.ts';
import { openapiDocument } from './http/openapi.ts';

const FOLDER = fileURLToPath(new URL('../../docs', import.meta.url));

/** Documents made from code: each file's name and its text. */
async function documents(): Promise<readonly (readonly [string, string])[]> {
  return [
    ['configuration.md', configurationPage()],
    ['openapi.json', `${JSON.stringify(await openapiDocument(), null, 2)}\n`],
  ];
}

function configurationPage(): string {
  const rows = describeConfiguration().map(
    ({ variable, default: usual, meaning, values }) =>
      `| \`${variable}\` | ${usual === '' ? '–' : `\`${usual}\``} | ${meaning} | ${values} |`,
  );
  return [
    '# Configuration',
    '',
    'By environment, read once at start. A wrong value stops the start with one line that names it. Made by `npm run docs`.',
    '',
    '| variable | default | meaning | values |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** `docs.js` writes them; `docs.js --check` says which are out of date and exits 1. */
async function main(check: boolean): Promise<number> {
  await mkdir(FOLDER, { recursive: true });
  const stale: string[] = [];
  for (const [name, text] of await documents()) {
    const path = join(FOLDER, name);
    if (!check) await writeFile(path, text);
    else if ((await readFile(path, 'utf8').catch(() => '')) !== text) stale.push(name);
  }
  if (stale.length > 0) console.error(`out of date: ${stale.join(', ')}; npm run docs`);
  return stale.length === 0 ? 0 : 1;
}

process.exit(await main(process.argv.includes('--check')));
