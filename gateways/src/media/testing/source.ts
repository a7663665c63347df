import type { AccessUnit, Publisher, Source } from '../unit.ts';

/** A source whose pictures a test pushes itself; it remembers who opened and closed it. */
export class HandSource implements Source {
  readonly publishers = new Map<string, Publisher>();
  opened = 0;
  closed = 0;
  /** What `open` throws, when it is to fail. */
  problem: Error | undefined;

  async open(channel: string, publisher: Publisher): Promise<() => void> {
    if (this.problem !== undefined) throw this.problem;
    this.opened += 1;
    this.publishers.set(channel, publisher);
    return () => {
      this.closed += 1;
      this.publishers.delete(channel);
    };
  }

  push(channel: string, units: readonly AccessUnit[]): void {
    for (const unit of units) this.publishers.get(channel)?.push(unit);
  }
}
