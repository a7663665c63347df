import {
  answering,
  decodeFrame,
  encodeFrame,
  FrameSplitter,
  gmt8Moment,
  type Header,
  type Message,
  type Version,
} from '@anlan/jt808';
import { timeTagOf } from '@anlan/gb26875';
import { demonstrationSecret, hj212Password } from '@anlan/gateways';
import { Gb28181Agent } from '@anlan/gateways/media';
import { connect as connectMqtt, type MqttClient } from 'mqtt';
import { camerasOfRecorder, recordedVideo } from './cameras.ts';
import { DashCameras } from './dash-camera.ts';
import { FireBox } from './fire-box.ts';
import { TcpLine, Unanswered } from './socket.ts';
import { Obedience } from './obedience.ts';
import type { Simulated, SimulatedOptions } from './simulated.ts';
import { SimulatedNode } from './sparkplug.ts';
import { Station } from './station.ts';

/** Simulated devices by protocol; encoders are those of the protocol packages. */
export const DEVICES: Readonly<Record<string, (options: SimulatedOptions) => Simulated>> = {
  jt808: (options) => new SimulatedTerminal(options),
  jt1078: (options) => new SimulatedTerminal(options, new DashCameras(options.name)),
  hj212: (options) => {
    const secret = demonstrationSecret(options.key, `hj212:${options.name}`);
    const station = new Station({ ...options, mn: options.name, pw: hj212Password(secret), clock: Date.now });
    let step = 0;
    const send = (): void => {
      step += 1;
      const value = Number((0.7 + 0.2 * Math.sin(step / 20)).toFixed(3));
      station.upload('2011', Date.now(), [{ code: 'a24088', values: { Rtd: value } }]);
    };
    return device(station, send);
  },
  gb26875: (options) => {
    const box = new FireBox({ ...options, address: Number(options.name), clock: Date.now });
    let step = 0;
    const component = { systemType: 11, systemAddress: 1, componentType: 99, componentAddress: 65_537, analogType: 5 };
    const send = (): void => {
      step += 1;
      const valueRaw = Math.round(2500 + 50 * Math.sin(step / 20));
      box.values([{ ...component, valueRaw, time: timeTagOf(Date.now()) }]);
    };
    return device(box, send);
  },
  gb28181: (options) => {
    const secret = demonstrationSecret(options.key, `gb28181:${options.name}`);
    const channel = `${options.name.slice(0, 10)}132${options.name.slice(13)}`;
    const channels = camerasOfRecorder(options.name) ?? [[channel, '模拟摄像机']];
    const camera = new Gb28181Agent({ ...options, code: options.name, secret, channels, stream: recordedVideo() });
    return device(camera, () => camera.keepAlive());
  },
  mqtt: (options) => new SimulatedGateway(options),
  sparkplug: (options) => new SimulatedNode(options),
};

function device(line: { readonly ready: boolean; start(): void; end(): void }, send: () => void): Simulated {
  return {
    get ready() {
      return line.ready;
    },
    start: () => line.start(),
    send,
    end: () => line.end(),
  };
}

const MOST_UNANSWERED = 16;
const PLACE = { latitude: 28.45, longitude: 117.97, altitude: 80 };

/** A JT/T 808 terminal that authenticates with the code of a demonstration device and reports positions. */
class SimulatedTerminal implements Simulated {
  readonly #options: SimulatedOptions;
  readonly #line: TcpLine;
  readonly #unanswered: Unanswered;
  readonly #version: Version = 2013;
  readonly #obedience = new Obedience();
  readonly #cameras: DashCameras | undefined;
  #serial = 0;
  #signedOn = false;
  #authentication = -1;

  constructor(options: SimulatedOptions, cameras?: DashCameras) {
    this.#options = options;
    this.#cameras = cameras;
    this.#unanswered = new Unanswered(options.answered);
    let splitter = new FrameSplitter();
    this.#line = new TcpLine(options, {
      opened: () => {
        splitter = new FrameSplitter();
        const authCode = demonstrationSecret(options.key, `jt808:${options.name}`);
        this.#authentication = this.#send({ kind: 'authentication', body: { authCode } });
      },
      received: (chunk) => {
        for (const cut of splitter.push(chunk)) if (cut.ok) this.#received(cut.frame);
      },
      closed: () => {
        this.#signedOn = false;
        options.lost(this.#unanswered.clear());
      },
    });
  }

  get ready(): boolean {
    return this.#signedOn && this.#unanswered.size < MOST_UNANSWERED;
  }

  start(): void {
    this.#line.start();
  }

  send(): void {
    const east = ((this.#serial % 600) / 600) * 0.1;
    const place = { ...PLACE, longitude: PLACE.longitude + east };
    const motion = { speed: 60, direction: 90, alarm: 0, status: 3 };
    const body = { ...place, ...motion, time: gmt8Moment(Date.now()), items: [] };
    this.#unanswered.add(String(this.#send({ kind: 'location', body })));
  }

  end(): void {
    this.#cameras?.end();
    this.#line.end();
  }

  #received(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if (!frame.ok) return;
    const answer = this.#cameras?.answer(frame) ?? this.#obedience.answer(frame, Date.now());
    if (answer !== undefined) this.#send(answer);
    if (frame.kind !== 'platformAnswer') return;
    const { ackSerial, result } = frame.body;
    if (result !== 0) this.#options.refused();
    if (ackSerial === this.#authentication) this.#signedOn = result === 0;
    else if (result === 0) this.#unanswered.settle(String(ackSerial));
  }

  #send(message: Message): number {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    const { name: phone } = this.#options;
    const header: Header = { msgId: 0, version: this.#version, size: 12, bodyLength: 0, encryption: 0, phone, serial };
    this.#line.write(encodeFrame(message, answering(header, serial)));
    return serial;
  }
}

/** An MQTT device that publishes one value with QoS 1. */
class SimulatedGateway implements Simulated {
  readonly #options: SimulatedOptions;
  #client: MqttClient | undefined;
  #unacknowledged = 0;
  #step = 0;

  constructor(options: SimulatedOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return (this.#client?.connected ?? false) && this.#unacknowledged < MOST_UNANSWERED;
  }

  start(): void {
    const { host, port, name, key, lost, refused } = this.#options;
    const password = demonstrationSecret(key, `mqtt:${name}`);
    const client = connectMqtt(`mqtt://${host}:${port}`, {
      username: name,
      password,
      reconnectPeriod: 5000,
      keepalive: 60,
    });
    this.#client = client;
    client.on('error', () => refused());
    client.on('close', () => {
      lost(this.#unacknowledged);
      this.#unacknowledged = 0;
    });
  }

  send(): void {
    this.#step += 1;
    this.#unacknowledged += 1;
    const began = performance.now();
    const readings = [{ point: 'level', value: Number((50 + 10 * Math.sin(this.#step / 50)).toFixed(1)) }];
    const payload = JSON.stringify({ at: Date.now(), readings });
    this.#client?.publish(`anlan/v1/${this.#options.name}/readings`, payload, { qos: 1 }, (error) => {
      this.#unacknowledged = Math.max(0, this.#unacknowledged - 1);
      if (!error) this.#options.answered(performance.now() - began);
    });
  }

  end(): void {
    this.#client?.end(true);
  }
}
