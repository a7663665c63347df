import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './browser.ts';
import type { Api } from './api.ts';
import { barriers, inEnglish, loaded } from './barriers.ts';
import { openStage, type Stage } from './stage.ts';

/** The pages of the city's duty officer, at the desk. */
const DESK = [
  '/home',
  '/desk',
  '/map',
  '/flash',
  '/cameras',
  '/mines',
  '/warnings',
  '/process-watch',
  '/out-of-service',
  '/conformance',
  '/platform-links',
  '/fences',
  '/registry/duplicates',
  '/registry/regions',
  '/registry/tanks',
  '/registry/enterprises/import',
  '/registry/enterprises/qr',
  '/checks/missed',
  '/checks/plan',
  '/checklist/compare',
  '/cases',
  '/cases/hidden-danger/new',
  '/laws/reviews',
  '/systems',
  '/workbench/trace',
  '/calculators',
  '/account',
  '/offline',
  '/duty',
  '/coverage',
  '/safety-gaps',
  '/cause-effect',
  '/alarm-quality',
  '/back-tests',
  '/history',
  '/registry/enterprises',
  '/wall',
  '/tailings',
  '/transport',
  '/waybills',
  '/waterway',
  '/fire-water',
  '/hazchem',
  '/major-hazards',
  '/registry/overview',
  '/prevention',
  '/prevention/risks',
  '/prevention/control',
  '/prevention/self-checks',
  '/control/checks',
  '/checks',
  '/checks/runs',
  '/checks/clearing',
  '/checklist',
  '/checklist/lists',
  '/cases/hidden-danger',
  '/major-dangers',
  '/laws',
  '/internal-rules',
  '/criteria',
  '/new-technology',
  '/documents',
  '/publications',
  '/campaigns',
  '/joint',
  '/expert-service',
  '/public-reports',
  '/fire-grassroots',
  '/notification',
  '/city-risk',
  '/city-risk/siting',
  '/funds',
  '/standardisation',
  '/systems/prevention',
  '/workbench',
];
/** The pages of a county's inspector, on a phone. */
const FIELD = [
  '/home',
  '/prevention',
  '/prevention/risks',
  '/prevention/control',
  '/checks/runs',
  '/checklist/lists',
  '/cases/hidden-danger',
  '/major-dangers',
  '/laws',
  '/documents',
  '/campaigns',
  '/public-reports',
  '/city-risk',
  '/funds',
  '/standardisation',
  '/systems/prevention',
  '/offline',
];
/** The pages of the three administrators. */
const SYSTEM = ['/parameters', '/people'];
const SECURITY = ['/people', '/participants'];
const AUDIT = ['/audit'];
/** The pictures of one thing, on a desk and on a phone: a plan of tanks, a tank, a section of a dam, a riser. */
const THINGS = ['/major-hazards', '/tanks', '/tailings-ponds', '/buildings', '/coverage', '/cause-effect'];
const OPEN = ['/public', '/public/report'];
/** In English: words are longer, columns others. */
const ENGLISH = ['/home', '/desk', '/map', '/prevention', '/registry/enterprises', '/cases/hidden-danger', '/wall'];
type Seat =
  | 'desk'
  | 'field'
  | 'things'
  | 'thingsPhone'
  | 'system'
  | 'security'
  | 'audit'
  | 'open'
  | 'openPhone'
  | 'english';
const PAGES: Readonly<Record<Seat, readonly string[]>> = {
  desk: DESK,
  field: FIELD,
  things: THINGS,
  thingsPhone: THINGS,
  system: SYSTEM,
  security: SECURITY,
  audit: AUDIT,
  open: OPEN,
  openPhone: OPEN,
  english: ENGLISH,
};
const PHONE = { width: 390, height: 844 };

interface Rows<T> {
  readonly rows: readonly T[];
}

/** Pages of things of the demonstration, by where their kind has its pages: ones that are measured, as pictures need it. */
async function thingsOf(api: Api): Promise<ReadonlyMap<string, string>> {
  const sources = await api.get<Rows<{ id: string; tanks: number }>>('/api/major-hazards');
  const source = sources.rows.find(({ tanks }) => tanks > 2)!.id;
  const { tanks } = await api.get<{ tanks: readonly { id: string }[] }>(`/api/major-hazards/${source}/farm`);
  const ponds = await api.get<Rows<{ id: string }>>('/api/tailings-ponds?size=1');
  const devices = await api.get<Rows<{ building: string | null }>>('/api/devices?size=50&protocol=gb26875');
  const building = devices.rows.find((device) => device.building !== null)!.building;
  const ids = {
    'major-hazards': source,
    tanks: tanks[0]!.id,
    'tailings-ponds': ponds.rows[0]!.id,
    buildings: building,
  };
  return new Map(Object.entries(ids).map(([kind, id]) => [`/${kind}`, `/${kind}/${id}`]));
}

describe('the main pages can be read and worked by everybody (WCAG 2.2 AA)', () => {
  let stage: Stage;
  const seats: Partial<Record<Seat, Page>> = {};
  let things: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    stage = await openStage();
    seats.desk = await stage.page('/home', 'shangrao.duty');
    seats.field = await stage.page('/home', 'shangrao.361129.inspector', PHONE);
    things = await thingsOf(await stage.api('shangrao.duty'));
    seats.things = seats.desk;
    seats.thingsPhone = await stage.page('/home', 'shangrao.duty', PHONE);
    seats.system = await stage.page('/home', 'shangrao.system');
    seats.security = await stage.page('/home', 'shangrao.security');
    seats.audit = await stage.page('/home', 'shangrao.audit');
    seats.open = await stage.page('/public');
    seats.openPhone = await stage.page('/public', undefined, PHONE);
    seats.english = await stage.page('/home', 'shangrao.duty');
    await inEnglish(seats.english);
  });
  afterAll(() => stage.close());

  for (const [seat, paths] of Object.entries(PAGES) as [Seat, readonly string[]][])
    for (const path of paths)
      it(`${path} (${seat}) has no barrier of weight`, async () => {
        const page = seats[seat] as Page;
        await page.goto(`${stage.platform.url}${seat.startsWith('things') ? (things.get(path) ?? path) : path}`);
        await loaded(page);
        expect(await barriers(page)).toEqual([]);
      });

  it('finds a barrier where there is one', async () => {
    const large = 'style="width:40px;height:40px"';
    const page = seats.open as Page;
    await page.setContent(
      `<html lang="zh"><title>x</title><main><h1>x</h1><button ${large}></button><input ${large}></main></html>`,
    );
    const found = await barriers(page);
    expect(found.map((line) => line.split(' · ')[0] ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'button-name',
      'label',
    ]);
  });

  it('no page threw an error', () => {
    expect(stage.faults).toEqual([]);
  });
});
