import { describe, expect, it } from 'vitest';
import type { Push } from '@anlan/kernel/live';
import { Link, type LinkState, type Socket } from './link.ts';

const ALARM = {
  id: 'a',
  number: 'A-1',
  rule: 'r',
  ruleLabel: 'r',
  system: 'S17',
  level: 'red',
  label: '高高限',
  response: 'unacknowledged',
  subjectKind: 'point',
  subjectId: 'p',
  subjectName: '液位',
  deviceId: null,
  placeName: '罐区',
  organisationId: null,
  regionPath: 'cn.36.',
  regionName: '江西',
  value: 90,
  peak: 90,
  limit: 90,
  unit: '%',
  origin: 'generated',
  lon: null,
  lat: null,
  since: 1,
  raisedAt: 1,
  seenAt: 1,
  acknowledgedAt: null,
  acknowledgedBy: null,
  recoveredAt: null,
  closedAt: null,
  shelvedUntil: null,
  escalation: [],
  escalateAt: null,
  version: 1,
};
const hello = (cursor: number) => ({ kind: 'hello', cursor, at: 1 });
const event = (cursor: number) => ({ kind: 'event', cursor, topic: 'alarm', happening: 'raised', alarm: ALARM });

/** A network of one browser tab: sockets opened, messages pushed, pauses waited. */
function network() {
  const opened: { cursor: number | null; sent: string[]; socket: Socket }[] = [];
  const pushed: Push[] = [];
  const states: LinkState[] = [];
  const pauses: number[] = [];
  let pending: (() => void) | undefined;
  let resets = 0;
  const link = new Link({
    open(cursor) {
      const sent: string[] = [];
      const socket: Socket = {
        send: (text) => sent.push(text),
        close: () => socket.onclose?.(),
        onopen: null,
        onmessage: null,
        onclose: null,
      };
      opened.push({ cursor, sent, socket });
      return socket;
    },
    later(task, ms) {
      pauses.push(ms);
      pending = task;
      return () => (pending = undefined);
    },
    push: (message) => pushed.push(message),
    state: (state) => states.push(state),
    reset: () => (resets += 1),
    now: () => 77,
    random: () => 0.5,
  });
  const last = () => opened.at(-1)!;
  const tell = (message: unknown) => last().socket.onmessage?.({ data: JSON.stringify(message) });
  return {
    link,
    opened,
    pushed,
    states,
    pauses,
    last,
    tell,
    wait: () => pending?.(),
    resets: () => resets,
    events: () => pushed.filter((push) => push.kind === 'event').length,
  };
}

describe('the live link', () => {
  it('starts from now and resumes after the last event it has seen', () => {
    const net = network();
    net.last().socket.onopen?.();
    net.tell(hello(40));
    net.tell(event(41));
    net.last().socket.onclose?.();
    net.wait();
    expect(net.opened.map((one) => one.cursor)).toEqual([null, 41]);
  });

  it('resumes from the greeting when nothing has happened yet', () => {
    const net = network();
    net.tell(hello(40));
    net.last().socket.onclose?.();
    net.wait();
    expect(net.last().cursor).toBe(40);
  });

  it('shows events replayed after a greeting that names a later cursor', () => {
    const net = network();
    net.tell(hello(40));
    net.last().socket.onclose?.();
    net.wait();
    net.tell(hello(43));
    [41, 42, 43].forEach((cursor) => net.tell(event(cursor)));
    expect(net.events()).toBe(3);
  });

  it('never shows an event twice', () => {
    const net = network();
    [41, 42, 41, 42, 43].forEach((cursor) => net.tell(event(cursor)));
    expect(net.events()).toBe(3);
  });

  it('asks for lists again when the server has forgotten its cursor', () => {
    const net = network();
    net.tell(event(41));
    net.tell(hello(3));
    net.tell(event(4));
    expect(net.resets()).toBe(1);
    expect(net.events()).toBe(2);
  });

  it('waits longer after every failure, at most about fifteen seconds, and starts afresh after a success', () => {
    const net = network();
    for (let round = 0; round < 8; round += 1) {
      net.last().socket.onclose?.();
      net.wait();
    }
    expect(net.pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    net.last().socket.onopen?.();
    net.last().socket.onclose?.();
    expect(net.pauses.at(-1)).toBe(500);
  });

  it('repeats its wish for readings after a reconnect', () => {
    const net = network();
    net.last().socket.onopen?.();
    net.link.watch(['p1', 'p2']);
    net.last().socket.onclose?.();
    net.wait();
    net.last().socket.onopen?.();
    expect(net.last().sent).toEqual([JSON.stringify({ watch: ['p1', 'p2'] })]);
  });

  it('confirms the arrival of an event that asks for it, once', () => {
    const net = network();
    net.last().socket.onopen?.();
    net.tell(event(41));
    net.tell({ ...event(42), trace: '0af7651916cd43dd8448eb211c80319c' });
    net.tell({ ...event(42), trace: '0af7651916cd43dd8448eb211c80319c' });
    expect(net.last().sent).toEqual([JSON.stringify({ seen: { cursor: 42, at: 77 } })]);
  });

  it('comes back at once when the browser is online again', () => {
    const net = network();
    net.last().socket.onclose?.();
    net.link.retry();
    expect(net.opened).toHaveLength(2);
    expect(net.states.at(-1)).toBe('connecting');
  });

  it('passes over what it cannot read and stays closed once closed', () => {
    const net = network();
    net.last().socket.onmessage?.({ data: 'not json' });
    net.tell({ kind: 'something new' });
    net.last().socket.onopen?.();
    net.link.close();
    expect(net.pushed).toEqual([]);
    expect(net.pauses).toEqual([]);
  });
});
