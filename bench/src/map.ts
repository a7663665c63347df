import { connectApi, startPlatform } from '@anlan/journeys';
import { fill } from './map-load/city.ts';
import { measurePage } from './map-load/page.ts';
import { measureServer } from './map-load/server.ts';
import { optionsOf } from './options.ts';
import { machine, printTable } from './table.ts';

/** Measures the map at its size: answers of the server, and a real page without graphics hardware. */
export async function map(args: readonly string[]): Promise<number> {
  const { places, moving, rounds, updates } = optionsOf(args, {
    places: 1_000_000,
    moving: 50_000,
    rounds: 15,
    updates: 9,
  });
  const platform = await startPlatform();
  try {
    const filling = performance.now();
    await fill(platform.home, places, moving);
    console.log(`map · ${machine()}`);
    console.log(
      `${places} places, ${moving} moving objects; filled in ${Math.round((performance.now() - filling) / 1000)} s`,
    );
    const api = await connectApi(platform.url, 'shangrao.duty');
    printTable(['answer', 'rounds', 'p50, ms', 'p95, ms'], await measureServer(api, rounds));
    printTable(['page', 'figure', 'unit'], await measurePage(platform.url, api.cookie, moving, updates));
    console.log(
      'not measured: frames on a graphics card, a network between server and page, moving objects through the listeners',
    );
  } finally {
    await platform.remove();
  }
  return 0;
}
