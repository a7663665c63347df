import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../refusal/index.ts';
import {
  advance,
  bars,
  checkCase,
  defineCase,
  verbsThatMove,
  diagramOf,
  lateness,
  nextRungAt,
  open,
  ownerOf,
  recount,
  type CaseStanding,
  type Doer,
  type Outcome,
  type World,
} from './index.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-02T09:00:00+08:00');
const numbers: Record<string, number> = { fix: 5, first: 0, second: 3, longest: 30, twice: 2 };
const world: World = { parameter: (key) => numbers[key] ?? Number.NaN, days: {} };
const text = { kind: 'text', label: '说明', labelEn: 'Text', required: true } as const;

const repair = defineCase({
  key: 'repair',
  label: '维修',
  labelEn: 'Repair',
  about: 'test',
  family: 'prevention',
  prefix: 'WX',
  fields: {
    title: { kind: 'text', label: '标题', labelEn: 'Title', required: true },
    level: { kind: 'level', label: '颜色', labelEn: 'Colour' },
    until: { kind: 'date', label: '期限', labelEn: 'Until' },
    result: { kind: 'text', label: '结果', labelEn: 'Result' },
  },
  levelField: 'level',
  states: {
    open: { label: '在办', labelEn: 'Open', owner: 'organisation' },
    done: { label: '待验', labelEn: 'Done', owner: 'authority', ownerIfSelf: 'organisation', clock: false },
    closed: { label: '已结', labelEn: 'Closed', owner: null, end: 'closed' },
    dropped: { label: '不成立', labelEn: 'Dropped', owner: null, end: 'void' },
  },
  opening: {
    label: '报修',
    labelEn: 'Report',
    to: 'open',
    verb: 'case.report',
    sides: ['organisation', 'authority'],
    asks: { title: text, level: { kind: 'level', label: '颜色', labelEn: 'Colour' } },
    deadline: { kind: 'set', parameter: 'fix', unit: 'working-days' },
  },
  actions: {
    triage: {
      label: '分派',
      labelEn: 'Triage',
      from: ['open'],
      to: null,
      verb: 'case.report',
      sides: ['organisation', 'authority'],
      asks: {},
      deadline: { kind: 'set', parameter: 'fix', unit: 'working-days', once: true },
    },
    submit: {
      label: '提交',
      labelEn: 'Submit',
      from: ['open'],
      to: 'done',
      verb: 'case.rectify',
      sides: ['organisation'],
      asks: { result: text },
      evidence: { least: 1, label: '照片', labelEn: 'Photo' },
    },
    accept: {
      label: '验收',
      labelEn: 'Accept',
      from: ['done'],
      to: 'closed',
      verb: 'case.verify',
      sides: ['organisation', 'authority'],
      asks: {},
      notBy: ['open', 'submit'],
      evidence: { least: 1, label: '照片', labelEn: 'Photo' },
    },
    return: {
      label: '退回',
      labelEn: 'Return',
      from: ['done'],
      to: 'open',
      verb: 'case.verify',
      sides: ['authority'],
      asks: { until: { kind: 'date', label: '期限', labelEn: 'Until', required: true } },
      deadline: { kind: 'asked', field: 'until', most: { parameter: 'longest', unit: 'days' } },
    },
    extend: {
      label: '延期',
      labelEn: 'Extend',
      from: ['open'],
      to: null,
      verb: 'case.supervise',
      sides: ['authority'],
      asks: { until: { kind: 'date', label: '期限', labelEn: 'Until', required: true } },
      deadline: { kind: 'asked', field: 'until', most: { parameter: 'longest', unit: 'days' } },
      atMost: { parameter: 'twice' },
    },
    drop: {
      label: '不成立',
      labelEn: 'Drop',
      from: ['open'],
      to: 'dropped',
      verb: 'case.verify',
      sides: ['authority'],
      asks: { reason: text },
    },
  },
  overdue: [
    { to: 'owner', parameter: 'first' },
    {
      to: 'county',
      parameter: 'second',
      effects: [{ kind: 'open-case', case: 'repair', because: '逾期' }],
      effectsIn: ['open'],
    },
  ],
  source: 'test',
});

const worker: Doer = { id: 'w', name: '工人', side: 'organisation' };
const manager: Doer = { id: 'm', name: '经理', side: 'organisation' };
const officer: Doer = { id: 'o', name: '干部', side: 'authority' };
const photo = [{ sha256: 'a', type: 'image/png' }];

function begun(by: Doer = worker): CaseStanding {
  const outcome = open(
    repair,
    { input: { title: '法兰渗漏' }, files: [], source: 'self', organisationId: 'e' },
    by,
    START,
    world,
  );
  if (isRefusal(outcome)) throw new Error(outcome.refused);
  return outcome.standing;
}

const act = (standing: CaseStanding, action: string, by: Doer, input: object = {}, files = photo, at = START) =>
  advance(repair, standing, { action, input: { ...input }, files }, by, at, world);

function must(result: Outcome | ReturnType<typeof act>): Outcome {
  if (isRefusal(result)) throw new Error(result.refused);
  return result;
}

describe('a case', () => {
  it('begins with a deadline on the working calendar', () => {
    expect(new Date(begun().dueAt ?? 0).toISOString()).toBe('2026-03-09T15:59:59.999Z');
  });

  it('is not begun without what must be filled in, nor with what nobody asked for', () => {
    const opened = (input: object) =>
      open(repair, { input: { ...input }, files: [], source: 'self', organisationId: null }, worker, START, world);
    expect(opened({})).toMatchObject({ refused: 'field-required', field: 'title' });
    expect(opened({ title: '  ' })).toMatchObject({ refused: 'field-invalid', field: 'title' });
    expect(opened({ title: 'x', level: 'purple' })).toMatchObject({ refused: 'field-invalid', field: 'level' });
    expect(opened({ title: 'x', state: 'closed' })).toMatchObject({ refused: 'field-invalid', field: 'state' });
  });

  it('asks for evidence, each file counted once', () => {
    expect(act(begun(), 'submit', worker, { result: 'x' }, [])).toMatchObject({ refused: 'evidence-required' });
    const told = [{ sha256: 'a'.repeat(64), type: 'audio/webm' }];
    expect(act(begun(), 'submit', worker, { result: 'x' }, told)).toMatchObject({ refused: 'evidence-required' });
    expect(isRefusal(act(begun(), 'submit', worker, { result: 'x' }))).toBe(false);
  });

  it('is not accepted by who reported or submitted it', () => {
    const submitted = must(act(begun(), 'submit', manager, { result: 'x' })).standing;
    expect(act(submitted, 'accept', worker)).toMatchObject({
      refused: 'same-person',
      facts: { before: { zh: '报修' } },
    });
    expect(act(submitted, 'accept', manager)).toMatchObject({
      refused: 'same-person',
      facts: { before: { zh: '提交' } },
    });
    expect(must(act(submitted, 'accept', officer)).standing).toMatchObject({ state: 'closed', closedAt: START });
  });

  it('lets who submitted an earlier round accept the work of another', () => {
    const first = must(act(begun(officer), 'submit', manager, { result: 'x' })).standing;
    const returned = must(act(first, 'return', officer, { until: '2026-03-20' })).standing;
    const second = must(act(returned, 'submit', worker, { result: 'y' })).standing;
    expect(bars(repair, second, 'accept', manager, world)).toBeUndefined();
    expect(bars(repair, second, 'accept', worker, world)).toMatchObject({ refused: 'same-person' });
  });

  it('is acted on in its state and by its side only', () => {
    expect(act(begun(), 'accept', officer)).toMatchObject({ refused: 'case-state' });
    expect(act(begun(), 'submit', officer, { result: 'x' })).toMatchObject({ refused: 'case-side' });
    expect(act(begun(), 'nonsense', officer)).toMatchObject({ refused: 'not-found' });
  });

  it('is extended only so often, into the future, and no longer than allowed', () => {
    const once = must(act(begun(), 'extend', officer, { until: '2026-03-12' })).standing;
    const twice = must(act(once, 'extend', officer, { until: '2026-03-20' })).standing;
    expect(twice.dueAt).toBe(Date.parse('2026-03-20T23:59:59.999+08:00'));
    expect(act(twice, 'extend', officer, { until: '2026-03-25' })).toMatchObject({ refused: 'case-too-often' });
    expect(act(begun(), 'extend', officer, { until: '2026-03-01' })).toMatchObject({ refused: 'deadline-past' });
    expect(act(begun(), 'extend', officer, { until: '2026-05-01' })).toMatchObject({ refused: 'deadline-too-late' });
    expect(act(begun(), 'extend', officer, { until: '2026-02-30' })).toMatchObject({ refused: 'field-invalid' });
  });

  it('takes its level from its field', () => {
    const standing = must(
      open(
        repair,
        { input: { title: 'x', level: 'red' }, files: [], source: 'self', organisationId: null },
        worker,
        START,
        world,
      ),
    ).standing;
    expect(standing.level).toBe('red');
    expect(must(act(standing, 'submit', worker, { result: 'y' })).standing.level).toBe('red');
  });

  it('belongs to the enterprise where it found the matter itself', () => {
    expect(ownerOf(repair, 'done', 'self')).toBe('organisation');
    expect(ownerOf(repair, 'done', 'inspection')).toBe('authority');
    expect(ownerOf(repair, 'closed', 'self')).toBeNull();
  });
});

describe('lateness', () => {
  const standing = begun();
  const due = standing.dueAt ?? 0;

  it('climbs each rung once, when its time has come', () => {
    expect(lateness(repair, standing, due, world).steps).toHaveLength(0);
    const first = lateness(repair, standing, due + 1, world);
    expect(first.steps.map((step) => step.rung.to)).toEqual(['owner']);
    expect(lateness(repair, first.standing, due + DAY, world).steps).toHaveLength(0);
    const second = lateness(repair, first.standing, due + 30 * DAY, world);
    expect(second.steps.map((step) => step.rung.to)).toEqual(['county']);
    expect(second.steps[0]?.effects).toHaveLength(1);
    expect(nextRungAt(repair, second.standing, world)).toBeNull();
  });

  it('begins with the deadline, also where the first rung comes days later', () => {
    const patient: World = { ...world, parameter: (key) => (key === 'first' ? 5 : world.parameter(key)) };
    expect(nextRungAt(repair, standing, patient)).toBe(due);
    const late = lateness(repair, standing, due + 1, patient);
    expect([late.steps.length, late.standing.overdueSince]).toEqual([0, due]);
    expect(nextRungAt(repair, late.standing, patient)).toBeGreaterThan(due + 4 * DAY);
  });

  it('climbs all rungs at once after a long outage', () => {
    expect(lateness(repair, standing, due + 90 * DAY, world).steps).toHaveLength(2);
  });

  it('waits where the clock does not run, and starts anew with a new deadline', () => {
    const done = must(act(standing, 'submit', worker, { result: 'x' })).standing;
    expect(nextRungAt(repair, done, world)).toBeNull();
    expect(lateness(repair, done, due + 90 * DAY, world).steps).toHaveLength(0);
    const late = lateness(repair, standing, due + 1, world).standing;
    const extended = must(act(late, 'extend', officer, { until: '2026-03-20' }, [], due + 2)).standing;
    expect(extended).toMatchObject({ overdueSince: null, rungs: 0 });
  });
});

describe('lateness of an authority', () => {
  // The same work, but verifying has a time limit of its own, and the city stands above.
  const { clock: _, ...done } = repair.states['done']!;
  const timed: typeof repair = {
    ...repair,
    states: { ...repair.states, done },
    actions: {
      ...repair.actions,
      submit: { ...repair.actions['submit']!, deadline: { kind: 'set', parameter: 'fix', unit: 'working-days' } },
    },
    overdue: [...repair.overdue, { to: 'city', parameter: 'second' }],
  };
  const submit = (source: string) => {
    const input = { title: '法兰渗漏' };
    const opened = must(open(timed, { input, files: [], source, organisationId: 'e' }, worker, START, world));
    const sent = { action: 'submit', input: { result: 'x' }, files: photo };
    return must(advance(timed, opened.standing, sent, worker, START, world)).standing;
  };

  it('climbs within the authorities and costs the enterprise nothing', () => {
    const { steps, standing } = lateness(timed, submit('inspection'), START + 90 * DAY, world);
    expect(steps.map(({ rung }) => rung.to)).toEqual(['owner', 'city']);
    expect(steps[0]?.text).toContain('承办部门');
    expect(steps.flatMap(({ effects }) => effects)).toEqual([]);
    expect(nextRungAt(timed, standing, world)).toBeNull();
  });

  it('is the enterprise’s where it verifies its own, still without what only late work costs', () => {
    const { steps } = lateness(timed, submit('self'), START + 90 * DAY, world);
    expect(steps.map(({ rung }) => rung.to)).toEqual(['owner', 'county', 'city']);
    expect(steps.flatMap(({ effects }) => effects)).toEqual([]);
  });

  it('is no ground on which a kind may let the enterprise pay', () => {
    const [owner, county] = repair.overdue as [(typeof repair.overdue)[0], (typeof repair.overdue)[0]];
    const wrong = (effectsIn: string[]) =>
      checkCase({ ...repair, overdue: [owner, { ...county, effectsIn }] }, new Set(['repair']), []).join('; ');
    expect(wrong(['done'])).toContain('costs the enterprise in done');
    expect(wrong([])).toContain('effects without states');
    expect(wrong(['open'])).not.toContain('effects');
  });
});

describe('a deadline in a year that is not announced yet', () => {
  const EVE = Date.parse('2026-12-29T09:00:00+08:00');
  const opened = must(
    open(repair, { input: { title: 'x' }, files: [], source: 'self', organisationId: 'e' }, worker, EVE, world),
  ).standing;
  const announced = (worked: string[], off = ['2027-01-01']) => ({ ...world, days: { announced: { off, worked } } });

  it('is provisional, and counted anew once the year is announced', () => {
    expect(opened.reckoned).toMatchObject({ from: EVE, provisional: true });
    expect(recount(opened, EVE, world)).toBeUndefined();
    const later = recount(opened, EVE, announced([], ['2027-01-01', '2027-01-04']));
    expect(later?.standing.dueAt).toBe((opened.dueAt as number) + DAY);
    expect(later?.standing.reckoned?.provisional).toBe(false);
    expect(later?.text).toMatch(/^放假安排已公布，期限由 2027-01-06 改为 2027-01-07$/);
    expect(recount(later!.standing, EVE, announced([]))).toBeUndefined();
  });

  it('that comes earlier makes nobody late by the announcement', () => {
    const late = recount(opened, (opened.dueAt as number) - 1000, announced(['2027-01-02', '2027-01-03']));
    expect(late?.standing.dueAt).toBe(opened.dueAt);
    expect(late?.standing.overdueSince).toBeNull();
    const early = recount(opened, EVE, announced(['2027-01-02', '2027-01-03']));
    expect(early?.standing.dueAt).toBe((opened.dueAt as number) - 2 * DAY);
  });

  it('that is certain moves later by a correction of the calendar, and never earlier', () => {
    const certain = recount(opened, EVE, announced([]))!.standing;
    const later = recount(certain, EVE, announced([], ['2027-01-01', '2027-01-05']));
    expect(later?.standing.dueAt).toBe((certain.dueAt as number) + DAY);
    expect(later?.text).toMatch(/^工作日历有变，期限由 2027-01-06 改为 2027-01-07$/);
    expect(recount(certain, EVE, announced(['2027-01-02', '2027-01-03']))).toBeUndefined();
  });

  it('that somebody named stays as it was named', () => {
    const named = must(act(opened, 'extend', officer, { until: '2027-01-12' }, [], EVE)).standing;
    expect([named.reckoned, recount(named, EVE, announced([]))]).toEqual([null, undefined]);
  });
});

describe('a time that is given once', () => {
  it('runs on when the act is done again within its step: doing it again buys no time', () => {
    const late = lateness(repair, begun(), START + 90 * DAY, world).standing;
    const again = must(act(late, 'triage', worker, {}, [], START + 90 * DAY)).standing;
    expect([again.dueAt, again.rungs, again.overdueSince]).toEqual([late.dueAt, late.rungs, late.overdueSince]);
    expect(late.rungs).toBeGreaterThan(0);
  });
});

describe('any history', () => {
  const people = [worker, manager, officer];
  const step = fc.record({
    action: fc.constantFrom(...Object.keys(repair.actions)),
    by: fc.constantFrom(...people),
    files: fc.constantFrom(photo, []),
    wait: fc.integer({ min: 0, max: 6 }),
    until: fc.integer({ min: -2, max: 40 }),
  });

  it('closes nothing without evidence and a second person, changes nothing when refused, and escalates all that is late', () => {
    fc.assert(
      fc.property(fc.constantFrom(...people), fc.array(step, { maxLength: 25 }), (opener, steps) => {
        let standing = begun(opener);
        let now = START;
        let withPhoto = false;
        for (const { action, by, files, wait, until } of steps) {
          now += wait * DAY;
          const climbed = lateness(repair, standing, now, world);
          expect(lateness(repair, climbed.standing, now, world).steps).toHaveLength(0);
          standing = climbed.standing;
          const rung = nextRungAt(repair, standing, world);
          if (rung !== null) expect(rung).toBeGreaterThanOrEqual(now);
          const day = new Date(now + until * DAY + 8 * 3_600_000).toISOString().slice(0, 10);
          const asked = repair.actions[action]?.asks ?? {};
          const input = Object.fromEntries(Object.keys(asked).map((key) => [key, key === 'until' ? day : 'x']));
          const before = JSON.stringify(standing);
          const result = advance(repair, standing, { action, input, files }, by, now, world);
          expect(JSON.stringify(standing)).toBe(before);
          if (isRefusal(result)) continue;
          if (action === 'submit') withPhoto = files.length > 0;
          standing = result.standing;
          if (standing.state === 'closed') {
            const doers = ['open', 'submit', 'accept'].map(
              (key) => standing.deeds.findLast((deed) => deed.action === key)?.by,
            );
            expect(withPhoto && files.length > 0).toBe(true);
            expect(doers[2]).not.toBe(doers[0]);
            expect(doers[2]).not.toBe(doers[1]);
          }
          if (standing.closedAt !== null) {
            expect(lateness(repair, standing, now + 900 * DAY, world).steps).toHaveLength(0);
            for (const other of Object.keys(repair.actions))
              expect(
                isRefusal(advance(repair, standing, { action: other, input: {}, files: photo }, officer, now, world)),
              ).toBe(true);
            return;
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a declaration', () => {
  it('that fits has nothing to find, and one that does not is told where', () => {
    const parameters = Object.keys(numbers).map((key) => ({
      key,
      label: key,
      labelEn: key,
      group: 'x',
      kind: 'number' as const,
      unit: '日',
      value: 1,
      min: 0,
      max: 9,
      source: 'test',
    }));
    expect(checkCase(repair, new Set(['repair']), parameters)).toEqual([]);
    const broken = {
      ...repair,
      states: { ...repair.states, lost: { label: '?', labelEn: '?', owner: null } },
      actions: { ...repair.actions, accept: { ...repair.actions['accept']!, to: 'nowhere', notBy: ['nobody'] } },
    };
    const problems = checkCase(broken, new Set(), parameters).join('; ');
    for (const word of ['nowhere', 'nobody', 'lost is never reached', 'unknown case repair'])
      expect(problems).toContain(word);
  });

  it('is drawn as it works: every state a node, every way an edge, ways back told apart', () => {
    const { nodes, edges } = diagramOf(repair);
    expect(nodes.map((node) => [node.key, node.column])).toEqual([
      ['open', 0],
      ['done', 1],
      ['closed', 2],
      ['dropped', 1],
    ]);
    expect(edges.find((edge) => edge.from === 'done' && edge.to === 'open')).toMatchObject({
      back: true,
      labels: ['退回'],
    });
    expect(edges).toHaveLength(4);
  });
});

describe('who has a case in hand', () => {
  const drop = repair.actions['drop']!;

  it('is who can take it on; what leaves it where it is, or turns it away beside a way on, is no turn', () => {
    expect(verbsThatMove(repair, 'open', 'organisation')).toEqual(['case.rectify']);
    expect(verbsThatMove(repair, 'open', 'participant')).toEqual([]);
    const taking = { ...drop, to: 'done', verb: 'case.enforce' } as const;
    const both = { ...repair, actions: { ...repair.actions, taking } };
    expect(verbsThatMove(both, 'open', 'authority')).toEqual(['case.enforce']);
  });

  it('is who can end it, where it only ends', () => {
    expect(verbsThatMove(repair, 'open', 'authority')).toEqual(['case.verify']);
  });
});
