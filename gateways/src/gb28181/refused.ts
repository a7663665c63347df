import { headerValue, parseAddress, type SipRequest } from '@anlan/gb28181';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Centre } from './centre.ts';
import type { Peer } from './transport.ts';

/** Answers a request with a status and counts why. */
export function refused(
  centre: Centre,
  request: SipRequest,
  peer: Peer,
  status: number,
  reason: IntakeRefusal,
  detail: string,
  identity?: string,
): void {
  centre.tally.refuse(reason, identity, `${detail}, ${peer.host}:${peer.port}`);
  centre.exchange.answer(peer, request, status);
}

/** The code of who sends: the user of From. */
export function senderOf(request: SipRequest): string {
  return parseAddress(headerValue(request, 'From') ?? '')?.user ?? '';
}
