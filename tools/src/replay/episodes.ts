/** What happens aboard: a tank heats up, leaks or drives with its valve open; a ship takes too many people; at a gauge a flood. */
const CARRIED = {
  // Steel and gas cool over hours: a fall of a tenth within ten minutes would be a leak.
  'tank-heats': { after: 40, length: 21_600, every: 41 },
  'tank-leaks': { after: 90, length: 1080, every: 43 },
  'valve-open': { after: 60, length: 300, every: 37 },
  'too-many': { after: 120, length: 480, every: 29 },
  // Beyond the warning level for longer than the rule's ten minutes.
  flood: { after: 30, length: 1140, every: 73 },
} as const;
export type CarriedKind = keyof typeof CARRIED;

/** A planned disturbance of one subject between two scenario times (epoch ms). */
export interface Episode {
  readonly kind: 'gas' | 'tank' | 'overspeed' | 'drift' | 'silence' | 'shut-off' | CarriedKind;
  /** Id of the point, vehicle or device. */
  readonly subject: string;
  readonly from: number;
  readonly to: number;
  /** Overspeed: how many times faster than its track. */
  readonly factor?: number;
  /** What the point is pulled to. */
  readonly pulledTo?: number;
}

/** What may be disturbed, in a fixed order; each turn takes the next of its list. */
export interface Candidates {
  readonly gas: readonly string[];
  readonly tank: readonly string[];
  readonly silence: readonly string[];
  /** Vehicles whose receiver may show places where they are not. */
  readonly drifting?: readonly string[];
  /** The shut-off signal of the tank whose level is disturbed, where it has one. */
  readonly shutOffOf?: ReadonlyMap<string, string>;
  /** The command point of a shut-off signal. */
  readonly commandOf?: ReadonlyMap<string, string>;
  /** The next detector of the same controller. */
  readonly besideOf?: ReadonlyMap<string, string>;
  /** Points aboard vehicles and ships, each with what it is pulled to. */
  readonly carried?: readonly { readonly kind: CarriedKind; readonly subject: string; readonly pulledTo: number }[];
  /** Vehicles that drive fast enough through the whole window, with the factor that takes them over their limit. */
  overspeed(from: number, to: number, round: number): { id: string; factor: number } | undefined;
}

/**
 * Seconds after the start of a round, their length, and every how many rounds. The first is over its limit well within three
 * minutes. The first round shows them all; after it a day has some sixty alarms of them, as much as lets them be believed: what
 * one person can take in a day, from a whole city, is a hundred and fifty (ISA-18.2 16.5.1). Primes seldom meet.
 */
const PLAN = {
  silence: { after: 20, length: 420, every: 17 },
  gas: { after: 30, length: 240, every: 7 },
  overspeed: { after: 60, length: 120, every: 5 },
  drift: { after: 150, length: 180, every: 19 },
  tank: { after: 45, length: 360, every: 11 },
  // The plant's own interlock closes the inlet as the level passes HH, and is reset when it has been drawn down.
  'shut-off': { after: 45 + 80, length: 240, every: 11 },
} as const;
const ROUND = 20 * 60_000;
const MOST_SECONDS = Math.max(...Object.values({ ...PLAN, ...CARRIED }).map(({ after, length }) => after + length));
/** Over so many rounds beyond its own the longest may go on. */
const LONGEST = Math.ceil((MOST_SECONDS * 1000) / ROUND);
/** Rounds kept: more than one question looks at. */
const KEPT = 4 * LONGEST;
/** Of every third leak two detectors tell; every fourth time the valve is commanded it stays open. */
const CONFIRMED = 3;
const STUCK = 4;
/** What a valve takes from its command to its closed position, ms. */
const STROKE = 9000;

/** How often a kind has had its turn when a round begins; undefined where this is not its round. */
function turnOf(kind: Episode['kind'], round: number): number | undefined {
  const { every } = { ...PLAN, ...CARRIED }[kind];
  return round % every === 0 ? round / every : undefined;
}

/** The planned disturbances of one jurisdiction from `origin` on, a round of those whose turn it is every twenty minutes. */
export class Episodes {
  readonly #candidates: Candidates;
  readonly #origin: number;
  readonly #rounds = new Map<number, ReadonlyMap<string, Episode>>();

  constructor(candidates: Candidates, origin: number) {
    this.#candidates = candidates;
    this.#origin = origin;
  }

  /** The episode of a subject at a scenario time, in whatever order times are asked for: the newest that goes on then. */
  of(subject: string, at: number): Episode | undefined {
    const last = Math.floor((at - this.#origin) / ROUND);
    for (let round = last; round >= Math.max(0, last - LONGEST); round -= 1) {
      const episode = this.#begunIn(round).get(subject);
      if (episode !== undefined && at >= episode.from && at < episode.to) return episode;
    }
    return undefined;
  }

  /** A round is the same whenever it is asked for; some are kept, as players ask behind and ahead of each other. */
  #begunIn(round: number): ReadonlyMap<string, Episode> {
    const known = this.#rounds.get(round);
    if (known !== undefined) return known;
    const made = new Map(this.#planned(round).map((episode) => [episode.subject, episode]));
    if (this.#rounds.size >= KEPT) this.#rounds.delete(this.#rounds.keys().next().value!);
    this.#rounds.set(round, made);
    return made;
  }

  #planned(round: number): Episode[] {
    const planned: Episode[] = [];
    for (const kind of ['gas', 'tank', 'silence'] as const) {
      const turn = turnOf(kind, round);
      if (turn === undefined) continue;
      const list = this.#candidates[kind];
      const subject = list[turn % Math.max(1, list.length)];
      if (subject === undefined) continue;
      planned.push({ kind, subject, ...this.#window(kind, round) });
      const valve = kind === 'tank' ? this.#candidates.shutOffOf?.get(subject) : undefined;
      if (valve !== undefined) planned.push(...this.#ofValve(valve, round, turn));
      const beside = kind === 'gas' ? this.#candidates.besideOf?.get(subject) : undefined;
      if (beside !== undefined && turn % CONFIRMED === CONFIRMED - 1)
        planned.push({ kind, subject: beside, ...this.#window(kind, round) });
    }
    for (const kind of Object.keys(CARRIED) as CarriedKind[]) {
      const turn = turnOf(kind, round);
      if (turn === undefined) continue;
      const list = (this.#candidates.carried ?? []).filter((one) => one.kind === kind);
      const chosen = list[turn % Math.max(1, list.length)];
      if (chosen !== undefined) planned.push({ ...chosen, ...this.#window(kind, round) });
    }
    const { drifting = [] } = this.#candidates;
    const leap = turnOf('drift', round);
    const astray = leap === undefined ? undefined : drifting[(leap * 5 + 3) % Math.max(1, drifting.length)];
    if (astray !== undefined) planned.push({ kind: 'drift', subject: astray, ...this.#window('drift', round) });
    const race = turnOf('overspeed', round);
    if (race === undefined) return planned;
    const window = this.#window('overspeed', round);
    const fast = this.#candidates.overspeed(window.from, window.to, race);
    if (fast) planned.push({ kind: 'overspeed', subject: fast.id, factor: fast.factor, ...window });
    return planned;
  }

  #ofValve(valve: string, round: number, turn: number): Episode[] {
    const { from, to } = this.#window('shut-off', round);
    const command = this.#candidates.commandOf?.get(valve);
    const closes: Episode = { kind: 'shut-off', subject: valve, from: from + (command === undefined ? 0 : STROKE), to };
    if (command === undefined) return [closes];
    const told: Episode = { kind: 'shut-off', subject: command, from, to };
    return turn % STUCK === STUCK - 1 ? [told] : [told, closes];
  }

  #window(kind: Episode['kind'], round: number): { from: number; to: number } {
    const { after, length } = { ...PLAN, ...CARRIED }[kind];
    const from = this.#origin + round * ROUND + after * 1000;
    return { from, to: from + length * 1000 };
  }
}

/** Shape of a disturbance: seconds since its start and how far it has gone towards each of two limits. */
const SHAPES = {
  // A leak: over the first limit after 45 s, over the second after two minutes, then it is stopped.
  gas: [
    [0, 0],
    [45, 1.06],
    [120, 2.06],
    [165, 2.06],
    [240, 0],
  ],
  // A tank overfilled: over both limits within a minute and a half, then drawn down.
  tank: [
    [0, 0],
    [40, 1.05],
    [90, 2.3],
    [240, 2.3],
    [360, 0],
  ],
} as const;

/**
 * The value of a disturbed point: 0 on its shape is `base`, 1 the first limit, 2 the second.
 * @param at scenario time within the episode, epoch ms
 */
export function disturbed(episode: Episode, base: number, first: number, second: number, at: number): number {
  const shape = episode.kind === 'tank' ? SHAPES.tank : SHAPES.gas;
  const grade = along(shape, (at - episode.from) / 1000);
  return grade <= 1 ? base + (first - base) * grade : first + (second - first) * (grade - 1);
}

/** What heats a tank up does so within this many seconds, and is put out after so many. */
const HEATED = 225;
const COOLS_FROM = 700;
/** Share of its pressure a tank loses in ten minutes when it cools. */
const COOLING = 0.06;

/**
 * The pressure of a tank that heats up and cools: up to what it is pulled to, then slowly down to `base`, no faster than what
 * is no leak.
 * @param at scenario time within the episode, epoch ms
 */
export function heated({ from, pulledTo = 0 }: Episode, base: number, at: number): number {
  const seconds = (at - from) / 1000;
  const peak = Math.max(base, pulledTo);
  if (seconds < HEATED) return base + (peak - base) * (seconds / HEATED);
  return Math.max(base, peak * (1 - COOLING) ** (Math.max(0, seconds - COOLS_FROM) / 600));
}

function along(shape: readonly (readonly [number, number])[], seconds: number): number {
  for (let i = 1; i < shape.length; i += 1) {
    const [from, low] = shape[i - 1]!;
    const [to, high] = shape[i]!;
    if (seconds <= to) return low + ((high - low) * (seconds - from)) / (to - from);
  }
  return 0;
}
