import type { Header } from './header.ts';
import { LOGIN_RESULTS, SUB_LOGIN_RESULTS } from './link.ts';
import type { BodyOf, Known, Message, Vehicle } from './messages.ts';

/** What an upper platform knows of a lower one. */
export interface Account {
  readonly userId: number;
  readonly password: string;
  readonly accessCode: number;
  /** Addresses the sub link may go to; any when absent. */
  readonly addresses?: readonly string[];
}

/**
 * The result of a log-in on the main link, for 0x1002.
 *
 * An access code of 0 in the header is forgiven, for it is common; the one in a body of 2019 is not.
 */
export function judgeLogin(login: BodyOf<'login'>, header: Header, account: Account | undefined): number {
  if (!account || login.userId !== account.userId) return LOGIN_RESULTS.userUnknown;
  if (login.password !== account.password) return LOGIN_RESULTS.passwordWrong;
  const headerWrong = header.accessCode !== 0 && header.accessCode !== account.accessCode;
  const bodyWrong = login.accessCode !== undefined && login.accessCode !== account.accessCode;
  if (headerWrong || bodyWrong) return LOGIN_RESULTS.accessCodeWrong;
  const { addresses } = account;
  return addresses && !addresses.includes(login.downLinkAddress) ? LOGIN_RESULTS.addressWrong : LOGIN_RESULTS.ok;
}

/** The answer to a log-in; `verifyCode` is what the sub link has to show, 0 when the log-in failed. */
export function loginAnswer(result: number, verifyCode: number): Known<'loginAnswer'> {
  return { kind: 'loginAnswer', body: { result, verifyCode: result === LOGIN_RESULTS.ok ? verifyCode : 0 } };
}

/** The lower platform's answer to the connection of the sub link, given the code of its log-in. */
export function subLoginAnswer(request: BodyOf<'subLogin'>, verifyCode: number): Known<'subLoginAnswer'> {
  const { ok, verifyCodeWrong } = SUB_LOGIN_RESULTS;
  return { kind: 'subLoginAnswer', body: { result: request.verifyCode === verifyCode ? ok : verifyCodeWrong } };
}

/** The messages whose answer is empty. */
const PLAIN_ANSWERS: Readonly<Record<string, Message>> = {
  logout: { kind: 'logoutAnswer', body: {} },
  keepalive: { kind: 'keepaliveAnswer', body: {} },
  subLogout: { kind: 'subLogoutAnswer', body: {} },
  subKeepalive: { kind: 'subKeepaliveAnswer', body: {} },
};

/** The answer to a keep-alive or log-out; undefined for a message that is answered otherwise or not at all. */
export function plainAnswer(kind: string): Message | undefined {
  return Object.hasOwn(PLAIN_ANSWERS, kind) ? PLAIN_ANSWERS[kind] : undefined;
}

/** Who answers a platform check. */
export interface Responder {
  readonly name: string;
  readonly phone: string;
}

/** The answer to a platform check (查岗) in the edition of the question. */
export function queryAnswer(query: BodyOf<'query'>, to: Header, text: string, by: Responder): Known<'queryAnswer'> {
  const { objectType, objectId, infoId } = query;
  if (to.edition === 2011) return { kind: 'queryAnswer', body: { objectType, objectId, infoId, text } };
  const source = { sourceType: 0x9301, sourceSerial: to.serial };
  const responder = { responder: by.name, responderPhone: by.phone };
  return { kind: 'queryAnswer', body: { objectType, ...responder, objectId, ...source, text } };
}

/** The upper platform's answer to a vehicle's registration; `result` 0 is success. */
export function registrationAnswer(to: Header, vehicle: Vehicle, result: number): Known<'registrationAnswer'> {
  return { kind: 'registrationAnswer', vehicle, body: { sourceType: 0x1201, sourceSerial: to.serial, result } };
}

/** How long a link may be silent, in milliseconds: usual practice, for the standard leaves it to the platforms. */
export interface Patience {
  /** After so long without sending, a keep-alive is due. */
  readonly idleMs: number;
  /** After so long without hearing anything, the link is dead. */
  readonly deadMs: number;
}

export const USUAL_PATIENCE: Patience = { idleMs: 60_000, deadMs: 180_000 };

/** What a link needs now, given when something was last sent and received on it, all in milliseconds. */
export function linkNeeds(
  now: number,
  lastSent: number,
  lastReceived: number,
  patience: Patience = USUAL_PATIENCE,
): 'nothing' | 'keepalive' | 'closing' {
  if (now - lastReceived >= patience.deadMs) return 'closing';
  return now - lastSent >= patience.idleMs ? 'keepalive' : 'nothing';
}
