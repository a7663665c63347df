import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeFrame, type Decoded, type Edition, encodeFrame, FrameSplitter, type Message } from '@anlan/jt809';
import type { Fix } from '@anlan/kernel/position';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Caller } from '../testing/caller.ts';
import { FileIntake } from '../testing/intake.ts';
import { silent, until } from '../testing/wait.ts';
import type { Jt809Options, LinkState, PeerLink } from './link.ts';
import { type Jt809Listener, listenJt809 } from './listen.ts';
import { eventNumber, type LinkWord } from './words.ts';

const CODE = 361_100;
const PLATE = '赣E12345';
const DEVICE = `jt809:${CODE}:${PLATE}`;
const VEHICLE = { plate: PLATE, colour: 2 };
const CONSTANTS = { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 };
const PATIENT = { timeout: 45_000 };
const QUICK = { firstRetry: 50, longestRetry: 200, connect: 2000, notice: 300, known: 200 };

interface Side {
  readonly intake: FileIntake;
  readonly listener: Jt809Listener;
  readonly told: LinkWord[];
  readonly ups: string[];
  state(): LinkState;
}

const sides: Side[] = [];
const proxies: Proxy[] = [];

function linkOf(role: 'upper' | 'lower', change: Partial<PeerLink> = {}): PeerLink {
  return {
    id: role,
    role,
    edition: 2011,
    accessCode: CODE,
    userId: 7,
    password: 'secret',
    peerHost: '127.0.0.1',
    peerPort: null,
    ownHost: '127.0.0.1',
    constants: null,
    encrypted: false,
    patience: { idleMs: 500, deadMs: 2000 },
    ...change,
  };
}

async function open(links: readonly PeerLink[], change: Partial<Jt809Options> = {}): Promise<Side> {
  const intake = new FileIntake({ [DEVICE]: 'none' });
  const told: LinkWord[] = [];
  const ups: string[] = [];
  const listener = await listenJt809({
    host: '127.0.0.1',
    port: 0,
    intake,
    clock: () => Date.now(),
    log: silent,
    links,
    business: async (_, word) => void told.push(word),
    up: (link) => ups.push(link),
    ...change,
    limits: { ...QUICK, ...change.limits },
  });
  const side = { intake, listener, told, ups, state: () => listener.links()[0]! };
  sides.push(side);
  return side;
}

/** Two platforms connected by both links. */
async function pair(upperChange: Partial<PeerLink> = {}, lowerChange: Partial<PeerLink> = {}) {
  const upper = await open([linkOf('upper', upperChange)]);
  const lower = await open([linkOf('lower', { peerPort: upper.listener.port, ...lowerChange })]);
  await bothUp(upper, lower);
  return { upper, lower };
}

async function bothUp(...both: readonly Side[]): Promise<void> {
  await until(() => both.every((side) => side.state().main.up && side.state().sub.up));
}

/** A cable that can be cut. */
class Proxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  constructor(to: number) {
    this.#server = createServer((near) => {
      if (this.#cut) {
        near.destroy();
        return;
      }
      const far = connect(to, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on('error', () => {});
        one.on('close', () => other.destroy());
      }
    });
    proxies.push(this);
  }

  async port(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as { port: number }).port;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

function fix(at: number, change: Partial<Fix> = {}): Fix {
  const place = { lon: 117.97, lat: 28.45, speed: 60, heading: 90, altitude: 80 };
  return { at, ...place, positioned: true, live: true, alarmBits: 0, statusBits: 3, ...change };
}

const fixes = (side: Side): Fix[] =>
  side.intake.stored(DEVICE).flatMap(({ signals }) => signals.flatMap((one) => (one.kind === 'fix' ? [one.fix] : [])));

let second: number;
beforeEach(() => {
  second = Math.floor(Date.now() / 1000) * 1000 - 60_000;
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) proxy.close();
  for (const { listener, intake } of sides.splice(0).reverse()) {
    await listener.close();
    intake.close();
  }
});

describe.each<Edition>([2011, 2019])('two platforms of %i', PATIENT, (edition) => {
  it.each([false, true])('open both links and exchange positions, encrypted: %s', async (encrypted) => {
    const agreed = { edition, encrypted, constants: encrypted ? CONSTANTS : null };
    const { upper, lower } = await pair(agreed, agreed);
    expect(lower.ups).toEqual(['lower']);
    expect(lower.listener.forward('lower', VEHICLE, [fix(second)], true)).toBe(true);
    expect(lower.listener.forward('lower', VEHICLE, [fix(second - 5000), fix(second - 9000)], false)).toBe(true);
    await until(() => fixes(upper).length === 3);
    const [live, ...resent] = fixes(upper);
    expect(live).toMatchObject({ at: second, lon: 117.97, lat: 28.45, speed: 60, heading: 90, live: true });
    expect(resent.map(({ at, live: still }) => [at, still])).toEqual([
      [second - 5000, false],
      [second - 9000, false],
    ]);
    await until(() => upper.state().positions === 3);
    expect(upper.intake.sessions).toEqual([`+${DEVICE}`]);
    await until(() => lower.state().notice !== null);
  });

  it('alarms, supervisions, checks and texts are the same word on both sides', async () => {
    const { upper, lower } = await pair({ edition }, { edition });
    const number = edition === 2019 ? eventNumber(PLATE, 2, second) : 77;
    const alarm = { kind: 'alarm', number, vehicle: VEHICLE, type: 2, at: second, text: '疲劳驾驶' } as const;
    const urge = { ...alarm, kind: 'urge', until: second + 600_000, urgent: true, supervisor: '张三' } as const;
    const asked = { number: 5, objectType: 1, objectId: '361100', text: '1+1=?' };
    const up: LinkWord[] = [
      alarm,
      { ...alarm, kind: 'alarm-result', result: 1, text: edition === 2019 ? '已休息' : '' },
      { kind: 'urge-answer', number, vehicle: VEHICLE, result: 1 },
      { kind: 'query-answer', ...asked, serial: 9, text: '2', by: '李四' },
      { kind: 'text-answer', number: 6, serial: 10, objectType: 0, objectId: '' },
    ];
    const down: LinkWord[] = [
      urge,
      { kind: 'query', ...asked, serial: 0, minutes: 5 },
      { kind: 'text', ...asked, serial: 0 },
    ];
    for (const word of up) expect(lower.listener.say('lower', word)).toEqual(expect.any(Number));
    const serials = down.map((word) => upper.listener.say('upper', word));
    await until(() => upper.told.length === up.length && lower.told.length === down.length);
    const named = edition === 2011 ? { serial: null } : { number: null };
    expect(upper.told[0]).toEqual(alarm);
    expect(upper.told[1]).toMatchObject({ kind: 'alarm-result', number, result: 1 });
    expect(upper.told[2]).toEqual(up[2]);
    expect(upper.told[3]).toEqual({ ...up[3], ...named, by: edition === 2019 ? '李四' : '' });
    expect(upper.told[4]).toEqual({ ...up[4], ...named });
    const { text: _, ...rest } = urge;
    expect(lower.told[0]).toEqual(rest);
    expect(lower.told[1]).toEqual({ ...down[1], serial: serials[1], minutes: edition === 2019 ? 5 : 0 });
    expect(lower.told[2]).toEqual({ ...down[2], serial: serials[2] });
    expect(upper.state().sent['报警督办请求']).toBe(1);
    expect(lower.state().received['报警督办请求']).toBe(1);
  });

  it('drivers, waybills, vehicle data and the exchange downwards are the same word on both sides', async () => {
    const { upper, lower } = await pair({ edition }, { edition });
    const about = { vehicle: VEHICLE, serial: 0 };
    const driver = {
      name: '张三',
      idCard: '36110219800101001X',
      licence: '361100000001',
      organisation: '上饶市交通运输局',
    };
    const validUntil = edition === 2019 ? Date.UTC(2027, 0, 1) : null;
    const source = edition === 2019 ? 9 : null;
    const up: LinkWord[] = [
      { kind: 'driver', ...about, asked: true, source, driver: { ...driver, validUntil } },
      {
        kind: 'driver',
        ...about,
        asked: false,
        source: null,
        driver: { ...driver, name: '超长姓名'.repeat(9), validUntil: null },
      },
      { kind: 'waybill', ...about, asked: true, source, text: '汽油 20 t，上饶—鹰潭' },
      { kind: 'waybill', ...about, asked: false, source: null, text: '' },
    ];
    const down: LinkWord[] = [
      { kind: 'driver-query', ...about },
      { kind: 'waybill-query', ...about },
      { kind: 'static', ...about, text: 'VIN:=赣E12345;VEHICLE_COLOR:=2' },
      { kind: 'exchange', ...about, on: true, reason: 1 },
      { kind: 'exchange', ...about, on: false, reason: 1 },
    ];
    const told = up.map((word) => lower.listener.say('lower', word));
    const asked = down.map((word) => upper.listener.say('upper', word));
    await until(() => lower.told.length === 5 && upper.told.length === 6);
    expect(lower.told).toEqual(down.map((word, i) => ({ ...word, serial: asked[i] })));
    const cut = { ...driver, name: '超长姓名'.repeat(2), validUntil: null };
    const read = up.map((word, i) => ({ ...word, serial: told[i], ...(i === 1 && { driver: cut }) }));
    expect(upper.told.slice(0, 4)).toEqual(read);
    // Both are answered by the listener itself, once what was said is kept.
    expect(upper.told.slice(4)).toMatchObject([
      { kind: 'exchange-answer', vehicle: VEHICLE, on: true, source: edition === 2019 ? asked[3] : null },
      { kind: 'exchange-answer', vehicle: VEHICLE, on: false, source: edition === 2019 ? asked[4] : null },
    ]);
  });

  it('positions go down as 0x9202 and 0x9203, and are taken there under the vehicle of the link', async () => {
    const { upper, lower } = await pair({ edition }, { edition });
    expect(upper.ups).toEqual(['upper']);
    expect(upper.listener.forward('upper', VEHICLE, [fix(second)], true)).toBe(true);
    expect(upper.listener.forward('upper', VEHICLE, [fix(second - 5000), fix(second - 9000)], false)).toBe(true);
    await until(() => fixes(lower).length === 3);
    expect(fixes(lower).map(({ at, live }) => [at - second, live])).toEqual([
      [0, true],
      [-5000, false],
      [-9000, false],
    ]);
    expect(upper.state().sent).toMatchObject({ 交换车辆定位信息: 1, 车辆定位信息交换补发: 1 });
    expect(fixes(upper)).toEqual([]);
  });

  it('of a vehicle the register does not know, the start of an exchange is answered and its plate shown', async () => {
    const { upper, lower } = await pair({ edition }, { edition });
    const stranger = { plate: '浙H00001', colour: 1 };
    upper.listener.say('upper', { kind: 'exchange', vehicle: stranger, serial: 0, on: true, reason: 0 });
    await until(() => upper.told.length === 1);
    expect(lower.state().unknownPlates).toEqual(['浙H00001']);
    upper.listener.forward('upper', stranger, [fix(second)], true);
    await until(() => lower.intake.count('unknown-device') === 1);
    expect(fixes(lower)).toEqual([]);
  });

  it('a vehicle is registered with the upper platform', async () => {
    const { upper, lower } = await pair({ edition }, { edition });
    expect(lower.listener.register('lower', VEHICLE, { terminalId: 'T000001', sim: '013900000001' })).toBe(true);
    expect(lower.listener.register('lower', { plate: '赣E99999', colour: 2 }, { terminalId: '', sim: '' })).toBe(true);
    await until(() => lower.state().received['车辆注册信息应答'] === 2);
    expect(upper.state().unknownPlates).toEqual(['赣E99999']);
  });
});

describe('a link', PATIENT, () => {
  it('is kept alive while nothing is said', async () => {
    const { upper, lower } = await pair();
    await pause(2600);
    await bothUp(upper, lower);
    expect(upper.state().main.connections).toBe(1);
    expect(upper.state().received['主链路连接保持请求']).toBeGreaterThan(2);
    expect(lower.state().received['从链路连接保持请求']).toBeGreaterThan(2);
  });

  it.each([
    ['password', { password: 'wrong' }, 'passwordWrong'],
    ['user', { userId: 8 }, 'userUnknown'],
    ['address of the sub link', { ownHost: '10.9.9.9' }, 'addressWrong'],
  ])('is refused for a wrong %s, and tried again with growing pauses', async (_, change, problem) => {
    const upper = await open([linkOf('upper')]);
    const lower = await open([linkOf('lower', { peerPort: upper.listener.port, ...change })]);
    await until(() => upper.intake.count('unauthenticated') >= 3);
    expect(lower.state().main).toMatchObject({ up: false, problem });
    expect(lower.listener.forward('lower', VEHICLE, [fix(second)], true)).toBe(false);
  });

  it('cut, comes back by itself; what is sent again is kept once, what comes late in its place', async () => {
    const upper = await open([linkOf('upper')]);
    const proxy = new Proxy(upper.listener.port);
    const lower = await open([linkOf('lower', { peerPort: await proxy.port() })]);
    await bothUp(upper, lower);
    lower.listener.forward('lower', VEHICLE, [fix(second)], true);
    lower.listener.forward('lower', VEHICLE, [fix(second + 4000)], true);
    await until(() => fixes(upper).length === 2);
    proxy.cut();
    await until(() => !lower.state().main.up && !upper.state().main.up);
    proxy.mend();
    await until(() => lower.ups.length === 2);
    await bothUp(upper, lower);
    lower.listener.forward('lower', VEHICLE, [fix(second), fix(second + 2000), fix(second + 4000)], false);
    lower.listener.forward('lower', VEHICLE, [fix(second + 3000)], true);
    await until(() => fixes(upper).length === 4);
    expect(fixes(upper).map(({ at, live }) => [at - second, live])).toEqual([
      [0, true],
      [4000, true],
      [2000, false],
      [3000, false],
    ]);
    expect(upper.intake.count('replayed', DEVICE)).toBe(2);
    expect(upper.intake.count('out-of-order', DEVICE)).toBe(1);
  });

  it('whose main link is cut goes on by the sub link until the main link is back', async () => {
    const upper = await open([linkOf('upper')]);
    const proxy = new Proxy(upper.listener.port);
    const lower = await open([linkOf('lower', { peerPort: await proxy.port() })]);
    await bothUp(upper, lower);
    proxy.cut();
    await until(() => !lower.state().main.up);
    expect(lower.state().sub.up).toBe(true);
    expect(lower.listener.forward('lower', VEHICLE, [fix(second)], true)).toBe(true);
    await until(() => fixes(upper).length === 1);
    proxy.mend();
    await bothUp(upper, lower);
  });

  it('does not read on while the disk waits, and loses nothing', async () => {
    // Where the disk is slow it takes its time: the other end must not take the link for dead meanwhile.
    const patience = { idleMs: 10_000, deadMs: 30_000 };
    const { upper, lower } = await pair({ patience }, { patience });
    // More than one read of the socket holds.
    const release = upper.intake.stall();
    for (let i = 0; i < 1500; i += 1) lower.listener.forward('lower', VEHICLE, [fix(second + i * 1000)], true);
    await until(() => upper.intake.waiting >= 64);
    await pause(100);
    expect(upper.intake.waiting).toBeLessThan(1500);
    release();
    await until(() => upper.state().positions === 1500);
    expect(fixes(upper).map(({ at }) => at)).toEqual(Array.from({ length: 1500 }, (_, i) => second + i * 1000));
  });

  it('says which plates are not exchanged here, and keeps nothing of them', async () => {
    const { upper, lower } = await pair();
    lower.listener.forward('lower', { plate: '赣E00000', colour: 2 }, [fix(second)], true);
    await until(() => upper.state().unknownPlates.length === 1);
    expect(upper.state()).toMatchObject({ unknownPlates: ['赣E00000'], refused: { 'unknown-device': 1 } });
    expect(upper.intake.stored()).toEqual([]);
  });

  it('that is taken out or changed is ended and opened anew', async () => {
    const { upper, lower } = await pair();
    upper.listener.configure([]);
    await until(() => !lower.state().main.up && !lower.state().sub.up);
    upper.listener.configure([linkOf('upper')]);
    await bothUp(upper, lower);
    expect(upper.state().main.connections).toBe(2);
  });
});

/** A stranger on the port, frame by frame. */
class Stranger extends Caller<Decoded> {
  #serial = 0;

  constructor(port: number) {
    const splitter = new FrameSplitter();
    super(port, (chunk) =>
      splitter.push(chunk).map((cut) => {
        const decoded = cut.ok ? decodeFrame(cut.frame) : cut;
        if (!decoded.ok) throw new Error(`the platform sent a bad frame: ${decoded.detail}`);
        return decoded;
      }),
    );
  }

  send(message: Message, accessCode = CODE): void {
    this.socket.write(encodeFrame(message, { edition: 2011, accessCode, serial: this.#serial++ }));
  }
}

describe('a stranger', PATIENT, () => {
  const position: Message = {
    kind: 'position',
    vehicle: VEHICLE,
    body: {
      encrypted: 0,
      time: '2026-03-01 12:00:00',
      longitude: 117,
      latitude: 28,
      speed: 1,
      recorderSpeed: 1,
      mileage: 0,
      direction: 0,
      altitude: 0,
      status: 3,
      alarm: 0,
    },
  };

  it.each<[string, Message]>([
    ['a position', position],
    ['the answer of a sub link that was never opened', { kind: 'subLoginAnswer', body: { result: 0 } }],
    ['a sub log-in', { kind: 'subLogin', body: { verifyCode: 1 } }],
    ['a notice that ends links', { kind: 'lowerCloses', body: { reason: 0 } }],
  ])('that sends %s before any log-in is counted and put out', async (_, message) => {
    const { upper, lower } = await pair();
    const stranger = new Stranger(upper.listener.port);
    stranger.send(message);
    stranger.send(position);
    await until(() => stranger.closed && upper.intake.count('unauthenticated') >= 1);
    expect(upper.intake.stored()).toEqual([]);
    await bothUp(upper, lower);
  });

  it('with a frame of a wrong sum is counted and heard on', async () => {
    const { upper } = await pair();
    const stranger = new Stranger(upper.listener.port);
    const frame = encodeFrame({ kind: 'keepalive', body: {} }, { edition: 2011, accessCode: CODE, serial: 1 });
    frame[12] = frame[12]! ^ 1;
    stranger.socket.write(frame);
    await until(() => upper.intake.count('checksum') === 1);
    stranger.send({ kind: 'login', body: { userId: 9, password: 'x', downLinkAddress: '127.0.0.1', downLinkPort: 1 } });
    await until(() => stranger.received.length === 1);
    expect(stranger.received[0]).toMatchObject({ kind: 'loginAnswer', body: { result: 3, verifyCode: 0 } });
  });

  it('who logs in again with the same access code takes the place of the first', async () => {
    const { upper, lower } = await pair();
    const again = new Stranger(upper.listener.port);
    const login = { userId: 7, password: 'secret', downLinkAddress: '127.0.0.1', downLinkPort: lower.listener.port };
    again.send({ kind: 'login', body: login });
    await until(() => again.received.some(({ kind }) => kind === 'loginAnswer'));
    await until(() => lower.state().main.connections >= 2);
    expect(upper.state().main.connections).toBeGreaterThan(1);
    again.socket.destroy();
  });
});
