import { createHash } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, writeSync, fdatasync, closeSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Envelope, Intake, IntakeRefusal, KnownDevice, Receipt } from '@anlan/kernel/telemetry';

const sync = promisify(fdatasync);

interface Refused {
  readonly listener: string;
  readonly reason: IntakeRefusal;
  readonly identity: string | undefined;
}

/** A small intake that keeps its promise: one JSON line an envelope in a file, synced before `accept` resolves. */
export class FileIntake implements Intake {
  readonly refusals: Refused[] = [];
  readonly sessions: string[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'anlan-intake-'));
  readonly #path = join(this.#folder, 'journal');
  readonly #file = openSync(this.#path, 'a');
  readonly #devices: ReadonlyMap<string, KnownDevice>;
  #writing: Promise<unknown> = Promise.resolve();
  #gate: Promise<void> = Promise.resolve();
  #failure: Error | undefined;
  /** Turns everything away as `overload`. */
  full = false;
  /** Envelopes taken and not yet on disk. */
  waiting = 0;

  /** @param secrets secret by device identity */
  constructor(secrets: Readonly<Record<string, string>>) {
    const devices = Object.entries(secrets).map(([identity, secret]) => [identity, known(identity, secret)] as const);
    this.#devices = new Map(devices);
  }

  find(identity: string): KnownDevice | undefined {
    return this.#devices.get(identity);
  }

  accept(envelope: Envelope): Promise<Receipt> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.full) return Promise.resolve({ accepted: false, reason: 'overload' });
    this.waiting += 1;
    const failure = () => this.#failure;
    const written = this.#writing.then(async () => {
      await this.#gate;
      const failed = failure();
      if (failed) throw failed;
      writeSync(this.#file, `${JSON.stringify(envelope)}\n`);
      await sync(this.#file);
      this.waiting -= 1;
      return { accepted: true } as const;
    });
    this.#writing = written.catch(() => {});
    return written;
  }

  refused(listener: string, reason: IntakeRefusal, identity?: string): void {
    this.refusals.push({ listener, reason, identity });
  }

  connected(identity: string): void {
    this.sessions.push(`+${identity}`);
  }

  disconnected(identity: string): void {
    this.sessions.push(`-${identity}`);
  }

  /** Is this the secret? */
  verify(identity: string, secret: string): boolean {
    return this.find(identity)?.secretHash === hash(secret);
  }

  /** Makes the disk wait until the returned function is called. */
  stall(): () => void {
    let release = () => {};
    this.#gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Makes the disk fail from now on. */
  fail(error: Error): void {
    this.#failure = error;
  }

  /** What is on disk, of one device or of all. */
  stored(device?: string): Envelope[] {
    const lines = readFileSync(this.#path, 'utf8').split('\n').filter(Boolean);
    const envelopes = lines.map((line) => JSON.parse(line) as Envelope);
    return device === undefined ? envelopes : envelopes.filter((envelope) => envelope.device === device);
  }

  /** How often a reason was counted, of one device or of all. */
  count(reason: IntakeRefusal, identity?: string): number {
    return this.refusals.filter((refusal) => refusal.reason === reason && (!identity || refusal.identity === identity))
      .length;
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
  }
}

function known(identity: string, secret: string): KnownDevice {
  return { id: identity, identity, secretHash: hash(secret) };
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
