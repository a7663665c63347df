import {
  type Document,
  type DocumentOf,
  decodeDocument,
  headerValue,
  type MessageName,
  type SipRequest,
} from '@anlan/gb28181';
import { alarmSignal } from './alarms.ts';
import type { Centre } from './centre.ts';
import type { Device } from './device.ts';
import { REASONS } from './reasons.ts';
import type { Peer } from './transport.ts';
import { refused, senderOf } from './refused.ts';
import { register } from './register.ts';

/** 121: the recording has been sent to its end (GB/T 28181-2016 9.8.1). */
const FILE_END = 121;

type Handler = (centre: Centre, request: SipRequest, peer: Peer) => void;

/** What is done with a request, by its method. */
const METHODS: Readonly<Record<string, Handler>> = {
  REGISTER: register,
  MESSAGE: message,
  NOTIFY: message,
  BYE: bye,
  OPTIONS: (centre, request, peer) => centre.exchange.answer(peer, request, 200),
  // Nothing is ever invited from this side's devices; an ACK has no answer.
  ACK: () => {},
};

/** Takes a request: every one is answered once, whatever it is. */
export function handle(centre: Centre, request: SipRequest, peer: Peer): void {
  if (request.method !== 'ACK' && !centre.exchange.isNew(request, peer)) return;
  const handler = METHODS[request.method];
  if (handler !== undefined) return handler(centre, request, peer);
  refused(centre, request, peer, 405, 'unsupported', request.method);
}

/** A document of a device that has signed on, from the address it did that from. */
function message(centre: Centre, request: SipRequest, peer: Peer): void {
  const code = senderOf(request);
  const device = centre.devices.get(code);
  if (device === undefined || device.peer.host !== peer.host) {
    return refused(centre, request, peer, 403, 'unauthenticated', code.slice(0, 40), device?.identity);
  }
  const document = decodeDocument(request.body);
  if ('ok' in document) {
    // What is not understood is answered: sent again it would be understood no better.
    return refused(centre, request, peer, 200, REASONS[document.reason], document.detail, device.identity);
  }
  if (device.queued >= centre.limits.queue) {
    return refused(centre, request, peer, 503, 'overload', 'messages waiting', device.identity);
  }
  device.heard = centre.options.clock();
  // A translator on the way may have given the device another port.
  device.peer = peer;
  device.inTurn(async () => {
    const act = DOCUMENTS[document.name] as ((of: Told<MessageName>) => Promise<number> | number) | undefined;
    const status = (await act?.({ centre, device, document })) ?? 200;
    centre.exchange.answer(peer, request, status);
  });
}

interface Told<N extends MessageName> {
  readonly centre: Centre;
  readonly device: Device;
  readonly document: DocumentOf<N>;
}

/** What is done with a document; the status it is answered with, 200 where it says none. */
const DOCUMENTS: { readonly [N in MessageName]?: (told: Told<N>) => Promise<number> | number | void } = {
  'Notify/Alarm': alarmed,
  'Notify/MediaStatus': ({ centre, device, document }) => {
    if (document.fields.NotifyType !== FILE_END) return;
    const played = [...centre.calls.values()].filter((call) => call.device === device && call.channel.recorded);
    // A recorder may name itself instead of the channel: then there is no telling which, unless it plays one only.
    const named = played.filter((call) => call.channel.channel === document.deviceId);
    for (const call of named.length > 0 ? named : played) call.end('over');
  },
  'Notify/Catalog': ({ centre, device, document }) => {
    for (const { DeviceID, Event } of document.items) {
      const on = EVENTS[Event ?? ''];
      if (DeviceID !== undefined && on !== undefined) centre.channelIs(device, DeviceID, on);
    }
  },
  'Response/Catalog': (told) => void answered(told),
  'Response/RecordInfo': (told) => void answered(told),
};

const EVENTS: Readonly<Record<string, boolean>> = { ON: true, OFF: false, VLOST: false, DEFECT: false, DEL: false };

function answered({ centre, device, document }: Told<'Response/Catalog'> | Told<'Response/RecordInfo'>): void {
  if (centre.gathered.take(`${device.code} ${document.name} ${document.sn}`, document)) return;
  centre.tally.refuse('out-of-order', device.identity, `${document.name} ${document.sn}`);
}

/** An alarm is answered when it is on disk: a device that hears nothing sends it again. */
async function alarmed({ centre, device, document }: Told<'Notify/Alarm'>): Promise<number> {
  const { options, tally, limits } = centre;
  const { AlarmTime, AlarmMethod, AlarmType } = document.fields;
  const key = [document.sn, document.deviceId, AlarmTime, AlarmMethod, AlarmType].join(' ');
  if (device.notified.get(key) === true) {
    tally.refuse('replayed', device.identity, `Alarm ${document.sn}`);
    return 200;
  }
  const now = options.clock();
  const known = options.intake.find(device.identity);
  const signal = known === undefined ? undefined : alarmSignal(document, known, now);
  if (signal === undefined) {
    tally.refuse('unknown-point', device.identity, `Alarm of ${document.deviceId}`);
    return 200;
  }
  const receipt = await tally
    .accept({ device: device.identity, receivedAt: now, signals: [signal] })
    .catch(() => ({ accepted: false, reason: 'overload' }) as const);
  if (!receipt.accepted && receipt.reason === 'overload') return 503;
  device.notified.add(key, true);
  if (receipt.accepted) endLater(centre, device, signal.point, signal.at + limits.alarmOver);
  const answer: Document = {
    name: 'Response/Alarm',
    sn: document.sn,
    deviceId: document.deviceId,
    fields: { Result: 'OK' },
  };
  void centre.ask(device, device.message(centre.own, answer));
  return 200;
}

/** Without a repetition the alarm is over. `at` is on the device's clock, so that it comes after the alarm. */
function endLater(centre: Centre, { identity }: Device, point: string, at: number): void {
  const key = `${identity} ${point}`;
  clearTimeout(centre.standing.get(key));
  const over = setTimeout(() => {
    centre.standing.delete(key);
    const signals = [{ kind: 'reading', point, at, value: 0, quality: 'good' }] as const;
    centre.tally.accept({ device: identity, receivedAt: centre.options.clock(), signals }).catch(() => {});
  }, centre.limits.alarmOver);
  over.unref();
  centre.standing.set(key, over);
}

/** The device ends a stream. */
function bye(centre: Centre, request: SipRequest, peer: Peer): void {
  const call = centre.calls.get(headerValue(request, 'Call-ID') ?? '');
  if (call === undefined || call.device.peer.host !== peer.host) {
    centre.exchange.answer(peer, request, 481);
    return;
  }
  centre.exchange.answer(peer, request, 200);
  call.end('lost', true);
}
