import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Connection, type Line, TCP_LIMITS } from './tcp.ts';

/** A line that keeps what reaches the system, write by write. */
class Recorder extends Duplex implements Line {
  readonly written: string[] = [];
  readonly datagrams?: true;

  constructor(datagrams: boolean) {
    super();
    if (datagrams) this.datagrams = true;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.written.push(String(chunk));
    done();
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.written.push(chunks.map(({ chunk }) => String(chunk)).join(''));
    done();
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }
}

const say = (connection: Connection, ...words: string[]): void => {
  for (const word of words) connection.write(Buffer.from(word));
};

describe('what is said on a connection', () => {
  it('goes as one piece if it is said in one turn, also by promises that are kept in it', async () => {
    const [one, other] = [new Recorder(false), new Recorder(false)];
    const [first, second] = [new Connection(one, TCP_LIMITS), new Connection(other, TCP_LIMITS)];
    say(first, 'a', 'b');
    say(second, 'x');
    await Promise.resolve().then(() => say(first, 'c'));
    await turn();
    say(first, 'd');
    await turn();
    expect(one.written).toEqual(['abc', 'd']);
    expect(other.written).toEqual(['x']);
  });

  it('reaches the peer before the connection is ended in the same turn', async () => {
    const line = new Recorder(false);
    const connection = new Connection(line, TCP_LIMITS);
    say(connection, 'no', 'and goodbye');
    line.destroySoon();
    await turn();
    expect(line.written.join('')).toBe('noand goodbye');
    expect(line.destroyed).toBe(true);
  });

  it('stays whole messages where the line carries datagrams', async () => {
    const line = new Recorder(true);
    say(new Connection(line, TCP_LIMITS), 'a', 'b');
    await turn();
    expect(line.written).toEqual(['a', 'b']);
  });
});
