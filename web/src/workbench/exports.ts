import type { Outlook, RiskContour, Setup } from '@anlan/kernel/workbench';
import { api } from '../api/index.ts';
import type { Target } from './inside.ts';
import { geoJsonOf } from './zones.ts';

/** Hands a file to the reader. */
export function download(name: string, type: string, content: BlobPart): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const saveGeoJson = (setup: Setup, outlook: Outlook, contours: readonly RiskContour[]): void =>
  download('zones.geojson', 'application/geo+json', JSON.stringify(geoJsonOf(setup, outlook, Date.now(), contours)));

/** A picture (data address) as a file. */
export async function savePicture(address: string): Promise<void> {
  download('zones.png', 'image/png', await (await fetch(address)).blob());
}

/** Asks the server to write a document of the setup and saves it; throws when it refuses. */
export async function saveWritten(kind: 'cap' | 'appendix', setup: Setup, name: string): Promise<void> {
  const written = await api.file('POST', `/workbench/${kind}`, { setup, name });
  download(kind === 'cap' ? 'zones.cap.xml' : 'appendix.pdf', written.type, written);
}

const cell = (text: string): string => {
  const safe = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The places inside the zones as CSV. */
export function saveTargets(targets: readonly Target[], advice: readonly string[], heads: readonly string[]): void {
  const lines = targets.map((target, i) => [
    target.zone?.name ?? '',
    target.name,
    target.kind,
    advice[i] ?? '',
    String(target.lon),
    String(target.lat),
    ...Object.entries(target.facts).map(([label, value]) => `${label} ${value}`),
  ]);
  download(
    'places.csv',
    'text/csv;charset=utf-8',
    `\uFEFF${[heads, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`,
  );
}
