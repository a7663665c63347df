import { type DigestMembers, formatTime, headerValue, parseDigest, type SipRequest, writeDigest } from '@anlan/gb28181';
import { quiet } from './alarms.ts';
import type { Centre } from './centre.ts';
import { Device } from './device.ts';
import { identityOf } from './options.ts';
import type { Judgement } from './nonces.ts';
import { askCatalogue } from './queries.ts';
import { refused, senderOf } from './refused.ts';
import type { Peer } from './transport.ts';

const CODE = /^\d{20}$/;

/** Signing on with a challenge, again with one, and off (GB/T 28181-2016 9.1). */
export function register(centre: Centre, request: SipRequest, peer: Peer): void {
  const { options, own, limits } = centre;
  const code = senderOf(request);
  const now = options.clock();
  const secrets = CODE.test(code) ? options.secretsOf(code, now) : [];
  if (secrets.length === 0) return refused(centre, request, peer, 403, 'unknown-device', code.slice(0, 40));
  const identity = identityOf(code);
  const given = parseDigest(headerValue(request, 'Authorization') ?? '');
  const challenge = (stale: boolean): void => {
    const members = {
      realm: own.realm,
      nonce: centre.nonces.issue(now),
      algorithm: 'MD5',
      ...(stale && { stale: 'true' }),
    };
    centre.exchange.answer(peer, request, 401, [['WWW-Authenticate', writeDigest(members, 'challenge')]]);
  };
  if (given === undefined) return challenge(false);
  if (given['username'] !== code) return refused(centre, request, peer, 403, 'unauthenticated', 'user name', identity);
  const judged = judgedBy(centre, given, secrets, now);
  if (judged === 'stale') return challenge(true);
  if (judged !== 'right') {
    const reason = judged === 'replayed' ? 'replayed' : 'unauthenticated';
    return refused(centre, request, peer, 403, reason, 'digest', identity);
  }
  const asked = Number(
    headerValue(request, 'Expires') ?? /expires=(\d+)/i.exec(headerValue(request, 'Contact') ?? '')?.[1] ?? 3600,
  );
  const expires = Number.isInteger(asked) && asked >= 0 ? Math.min(asked, Math.floor(limits.expires / 1000)) : 3600;
  const known = centre.devices.get(code);
  if (expires > 0 && known === undefined && centre.devices.size >= limits.devices) {
    return refused(centre, request, peer, 503, 'overload', 'devices', identity);
  }
  centre.exchange.answer(peer, request, 200, [
    ['Contact', headerValue(request, 'Contact') ?? ''],
    ['Expires', String(expires)],
    // 9.10: devices set their clocks by it.
    ['Date', `${formatTime(now)}.000`],
  ]);
  if (expires > 0) signedOn(centre, code, peer, now + expires * 1000);
  else if (known !== undefined) centre.leave(known, 'signed-off');
}

/** By the first of the secrets that fits; a wrong one spends no challenge. */
function judgedBy(centre: Centre, given: DigestMembers, secrets: readonly string[], now: number): Judgement {
  let judged: Judgement = 'wrong';
  for (const password of secrets) {
    judged = centre.nonces.judge(given, { realm: centre.own.realm, method: 'REGISTER', password }, now);
    if (judged !== 'wrong') break;
  }
  return judged;
}

function signedOn(centre: Centre, code: string, peer: Peer, expires: number): void {
  const { options } = centre;
  const now = options.clock();
  const known = centre.devices.get(code);
  const device = known ?? new Device(code, peer, now);
  device.peer = peer;
  device.heard = now;
  device.expires = expires;
  if (peer.connection !== undefined) peer.connection.identity = device.identity;
  if (known !== undefined) return;
  centre.devices.set(code, device);
  options.intake.connected(device.identity, `${peer.host}:${peer.port}`);
  options.presence({ device: code, online: true, why: 'registered', at: now });
  if (!centre.quieted.has(code)) {
    centre.quieted.add(code);
    device.inTurn(() => putToRest(centre, device));
  }
  void askCatalogue(centre, device);
}

async function putToRest(centre: Centre, device: Device): Promise<void> {
  const { intake, clock } = centre.options;
  const known = intake.find(device.identity);
  const signals = known === undefined ? [] : quiet(known, clock());
  if (signals.length === 0) return;
  await centre.tally.accept({ device: device.identity, receivedAt: clock(), signals }).catch(() => {});
}
