import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Signal } from '@anlan/kernel/telemetry';
import { fanOut, openIntake, type IntakeParts } from './intake.ts';
import { openJournal } from './journal/journal.ts';
import type { DurableLog, Entry } from './journal/log.ts';
import { batchOf, recordOf, type SignalRecord } from './record.ts';
import { device, registerOf, subject, uuid } from './testing/devices.ts';

const NOW = Date.UTC(2026, 2, 18, 9);
const gateway = device(uuid(1), 'mqtt:gw-1', { level: subject(uuid(11)) });
const good: Signal = { kind: 'reading', point: 'level', at: NOW, value: 50, quality: 'good' };
const strange: Signal = { ...good, point: 'unheard' };

let folder: string;
let journal: DurableLog;
let durable: Entry[];
let counted: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intake-'));
  durable = [];
  counted = [];
  journal = await openJournal({ folder });
  await journal.follow(0, (entries) => void durable.push(...entries));
});
afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (change: Partial<IntakeParts> = {}) =>
  openIntake({
    register: registerOf(gateway),
    journal,
    refusals: {
      count: (listener, deviceId, reason) => void counted.push(`${listener} ${deviceId} ${reason}`),
      flush: async () => {},
    },
    clock: () => NOW,
    pending: () => 0,
    ...change,
  });
const envelope = (...signals: Signal[]) => ({ device: 'mqtt:gw-1', receivedAt: NOW, signals });

describe('the one door', () => {
  it('[S16.2] gives its receipt only after the message is on disk', async () => {
    const intake = open();
    const accepting = intake.accept(envelope(good)).then((receipt) => ({ receipt, onDisk: durable.length }));
    expect(durable).toEqual([]);
    expect(await accepting).toEqual({ receipt: { accepted: true }, onDisk: 1 });
    expect(recordOf(batchOf(durable[0]!.payload)).readings).toEqual([[uuid(11), NOW, 50, 'good']]);
    expect(intake.accepted()).toBe(1);
    const again = await openJournal({ folder: join(folder) });
    expect(again.last()).toBe(1);
    await again.close();
  });

  it('[S16.1] refuses a device nobody registered, and counts it under its listener', async () => {
    expect(await open().accept({ ...envelope(good), device: 'jt808:013900000000' })).toEqual({
      accepted: false,
      reason: 'unknown-device',
    });
    expect(counted).toEqual(['jt808 null unknown-device']);
    expect(journal.last()).toBe(0);
  });

  it('tells devices to wait while consumers lie too far behind, and takes them again after', async () => {
    let behind = 11;
    const intake = open({ pending: () => behind, largestPending: 10, patience: 0 });
    expect(await intake.accept(envelope(good))).toEqual({ accepted: false, reason: 'overload' });
    expect(counted).toEqual([`mqtt ${uuid(1)} overload`]);
    behind = 10;
    expect(await intake.accept(envelope(good))).toEqual({ accepted: true });
  });

  it('refuses what the disk refuses, and goes on', async () => {
    const failing = { ...journal, append: () => Promise.reject(new Error('ENOSPC')) };
    expect(await open({ journal: failing }).accept(envelope(good))).toEqual({ accepted: false, reason: 'overload' });
    expect(await open().accept(envelope(good))).toEqual({ accepted: true });
  });

  it('accepts a message of which some is good, refuses one of which nothing is, and counts each fault', async () => {
    const intake = open();
    expect(await intake.accept(envelope(strange, good))).toEqual({ accepted: true });
    expect(await intake.accept(envelope(strange, strange))).toEqual({ accepted: false, reason: 'unknown-point' });
    expect(counted).toEqual(Array.from({ length: 3 }, () => `mqtt ${uuid(1)} unknown-point`));
    expect(await intake.accept(envelope())).toEqual({ accepted: true });
    expect(journal.last()).toBe(1);
  });

  it('shows who is connected, and counts what listeners refuse themselves', () => {
    const intake = open();
    intake.connected('mqtt:gw-1', '10.0.0.7:4711');
    expect(intake.connections.get('mqtt:gw-1')).toEqual({ since: NOW, remote: '10.0.0.7:4711' });
    intake.disconnected('mqtt:gw-1');
    expect(intake.connections.size).toBe(0);
    intake.refused('mqtt', 'unauthenticated', 'mqtt:gw-1');
    intake.refused('mqtt', 'checksum');
    expect(counted).toEqual([`mqtt ${uuid(1)} unauthenticated`, 'mqtt null checksum']);
  });
});

describe('handing on', () => {
  it('gives every consumer every durable entry, in order', () => {
    const taken: string[] = [];
    const record: SignalRecord = { device: uuid(1), receivedAt: NOW, fixes: [], readings: [] };
    const payload = Buffer.from(JSON.stringify(record));
    void fanOut([(seq) => void taken.push(`a${seq}`), (seq) => void taken.push(`b${seq}`)])([
      { seq: 1, payload },
      { seq: 2, payload },
    ]);
    expect(taken).toEqual(['a1', 'b1', 'a2', 'b2']);
  });
});
