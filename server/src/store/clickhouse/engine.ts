import { randomUUID } from 'node:crypto';
import { Session } from 'chdb';
import { literal } from './statements.ts';

/** What surrounds one statement: where it runs, its settings, and the values of its `{name:Type}` parameters. */
export interface Surroundings {
  database?: string;
  settings: ReadonlyMap<string, string>;
  /** In the escaped form in which ClickHouse takes them over HTTP. */
  parameters: ReadonlyMap<string, string>;
}

export interface Answer {
  bytes: Uint8Array;
  /** Rows the engine read; for an INSERT FROM INFILE the rows it wrote. */
  rows: number;
}

/** One statement's hold on the engine. */
export interface Turn {
  query(sql: string, format: string): Promise<Answer>;
  /** Pieces of the answer, as the engine makes them; the first one tells whether the statement is accepted. */
  stream(sql: string, format: string): AsyncIterable<Uint8Array>;
  /** Stops what is running, at the engine's next chance. */
  cancel(): Promise<void>;
}

/** Settings that differ with each statement: always set, so that sessions can be used again. */
const perStatement = new Set(['log_comment', 'insert_deduplication_token']);
const idleSessions = 24;

/**
 * The embedded ClickHouse engine on one data folder. Each statement has a session to itself; an idle session is used
 * again by a statement with the same settings, database and parameter names, so that nothing leaks between them.
 */
export class Engine {
  readonly #folder: string;
  readonly #arguments: string[];
  readonly #idle: { key: string; session: Session }[] = [];
  readonly #keeper: Session;

  constructor(folder: string, configurationFile: string) {
    this.#folder = folder;
    this.#arguments = [`--config-file=${configurationFile}`];
    // The engine lives while one session does.
    this.#keeper = this.#open();
  }

  /** Runs the work with a session of its own. A session that saw an error is not used again. */
  async turn<T>(surroundings: Surroundings, work: (turn: Turn) => Promise<T>): Promise<T> {
    const key = keyOf(surroundings);
    const mark = randomUUID();
    const session = await this.#take(key, surroundings);
    try {
      await run(session, perTurn(surroundings, mark));
      const result = await work(this.#turnOn(session, mark));
      this.#giveBack(key, session);
      return result;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  /** Proves that the engine answers, outside of every queue. */
  async probe(): Promise<void> {
    await this.#keeper.queryAsync('SELECT 1', { format: 'TSV' });
  }

  close(): void {
    for (const { session } of this.#idle.splice(0)) session.close();
    this.#keeper.close();
  }

  #turnOn(session: Session, mark: string): Turn {
    return {
      query: async (sql, format) => {
        const result = await session.queryAsync(sql, { format });
        return { bytes: result.bytes(), rows: result.rowsRead };
      },
      stream: (sql, format) => pieces(session, sql, format),
      // SYNC never returns in the embedded engine; ASYNC asks and goes on.
      cancel: () => run(this.#keeper, `KILL QUERY WHERE Settings['log_comment'] = ${literal(mark)} ASYNC`),
    };
  }

  async #take(key: string, surroundings: Surroundings): Promise<Session> {
    const at = this.#idle.findIndex((idle) => idle.key === key);
    if (at !== -1) return this.#idle.splice(at, 1)[0]!.session;
    const session = this.#open();
    try {
      const { database, settings } = surroundings;
      const lasting = [...settings].filter(([name]) => !perStatement.has(name));
      if (database !== undefined) await run(session, `USE ${name(database)}`);
      if (lasting.length > 0) await run(session, assignments(lasting));
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  #giveBack(key: string, session: Session): void {
    this.#idle.push({ key, session });
    if (this.#idle.length > idleSessions) this.#idle.shift()!.session.close();
  }

  #open(): Session {
    return new Session(this.#folder, { connectionArgs: this.#arguments });
  }
}

async function* pieces(session: Session, sql: string, format: string): AsyncGenerator<Uint8Array> {
  for await (const piece of session.queryStream(sql, { format })) yield piece.raw();
}

async function run(session: Session, sql: string): Promise<void> {
  await session.queryAsync(sql, { format: 'TSV' });
}

function keyOf({ database, settings, parameters }: Surroundings): string {
  const lasting = [...settings].filter(([name]) => !perStatement.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([database, lasting, [...parameters.keys()].sort((a, b) => (a < b ? -1 : 1))]);
}

function perTurn({ settings, parameters }: Surroundings, mark: string): string {
  const token = settings.get('insert_deduplication_token') ?? '';
  const values: [string, string][] = [...parameters].map(([name, value]) => [`param_${name}`, value]);
  return assignments([['log_comment', mark], ['insert_deduplication_token', token], ...values]);
}

function assignments(pairs: readonly (readonly [string, string])[]): string {
  return `SET ${pairs.map(([key, value]) => `${name(key)} = ${literal(value)}`).join(', ')}`;
}

function name(text: string): string {
  return /^[A-Za-z_]\w*$/.test(text) ? text : `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
