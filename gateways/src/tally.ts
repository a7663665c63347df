import type { Envelope, Intake, IntakeRefusal, Receipt } from '@anlan/kernel/telemetry';
import type { ListenerStats } from './listener.ts';

/** Counts what a listener accepts and refuses on the way to the intake. */
export class Tally {
  readonly #listener: string;
  readonly #intake: Intake;
  readonly #refused: Partial<Record<IntakeRefusal, number>> = {};
  #accepted = 0;

  constructor(listener: string, intake: Intake) {
    this.#listener = listener;
    this.#intake = intake;
  }

  /** Counts a refusal here and against the device. */
  refuse(reason: IntakeRefusal, identity?: string, detail?: string): void {
    this.#count(reason);
    this.#intake.refused(this.#listener, reason, identity, detail);
  }

  /** Hands an envelope on; a reason the intake gives is counted here only, for the intake has counted it already. */
  async accept(envelope: Envelope): Promise<Receipt> {
    const receipt = await this.#intake.accept(envelope);
    if (receipt.accepted) this.#accepted += 1;
    else this.#count(receipt.reason);
    return receipt;
  }

  /**
   * As `accept`, for protocols whose only refusal is silence: rejects while the intake has no room or the disk fails, so
   * that nothing is acknowledged.
   */
  async keep(envelope: Envelope): Promise<Receipt> {
    const receipt = await this.accept(envelope);
    if (!receipt.accepted && receipt.reason === 'overload') throw new Error('the intake has no room');
    return receipt;
  }

  stats(sessions: number): ListenerStats {
    return { sessions, accepted: this.#accepted, refused: { ...this.#refused } };
  }

  #count(reason: IntakeRefusal): void {
    this.#refused[reason] = (this.#refused[reason] ?? 0) + 1;
  }
}
