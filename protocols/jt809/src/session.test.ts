import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, judgeLogin, linkNeeds, LOGIN_RESULTS, loginAnswer, plainAnswer } from './index.ts';
import { queryAnswer, registrationAnswer, subLoginAnswer } from './index.ts';
import type { Account, BodyOf, Decoded, Edition, Message } from './index.ts';

const account: Account = { userId: 7, password: 'secret', accessCode: 330100, addresses: ['10.0.0.2'] };
const login = { userId: 7, password: 'secret', downLinkAddress: '10.0.0.2', downLinkPort: 809 };

/** What the other platform reads of a message. */
function sent(message: Message, edition: Edition, accessCode = 330100): Decoded {
  const decoded = decodeFrame(encodeFrame(message, { edition, accessCode, serial: 9, sentAt: 1_755_229_681 }));
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded;
}

describe.each<Edition>([2011, 2019])('between platforms of %i', (edition) => {
  const body = edition === 2019 ? { ...login, accessCode: 330100 } : login;

  it('a log-in is answered with the code that the sub link then shows', () => {
    const { header, ...request } = sent({ kind: 'login', body }, edition);
    expect(header.edition).toBe(edition);
    const result = judgeLogin(request.body as BodyOf<'login'>, header, account);
    const answer = sent(loginAnswer(result, 4711), edition);
    expect(answer.body).toEqual({ result: 0, verifyCode: 4711 });
    const connect = sent({ kind: 'subLogin', body: { verifyCode: 4711 } }, edition);
    expect(subLoginAnswer(connect.body as BodyOf<'subLogin'>, 4711).body.result).toBe(0);
    expect(subLoginAnswer(connect.body as BodyOf<'subLogin'>, 4712).body.result).toBe(1);
  });

  it.each<[keyof typeof LOGIN_RESULTS, Partial<typeof login>, number]>([
    ['userUnknown', { userId: 8 }, 330100],
    ['passwordWrong', { password: 'Secret' }, 330100],
    ['accessCodeWrong', {}, 330101],
    ['addressWrong', { downLinkAddress: '10.0.0.3' }, 330100],
    ['ok', {}, 0],
  ])('a log-in is judged %s', (result, change, accessCode) => {
    const { header, ...request } = sent({ kind: 'login', body: { ...body, ...change } }, edition, accessCode);
    const judged = judgeLogin(request.body as BodyOf<'login'>, header, account);
    expect(judged).toBe(LOGIN_RESULTS[result]);
    expect(loginAnswer(judged, 4711).body.verifyCode).toBe(result === 'ok' ? 4711 : 0);
  });

  it('keep-alives and log-outs are answered, other messages not', () => {
    expect(plainAnswer(sent({ kind: 'keepalive', body: {} }, edition).kind)).toEqual({
      kind: 'keepaliveAnswer',
      body: {},
    });
    expect(plainAnswer('subLogout')).toEqual({ kind: 'subLogoutAnswer', body: {} });
    expect([plainAnswer('keepaliveAnswer'), plainAnswer('toString')]).toEqual([undefined, undefined]);
  });

  it('a platform check is answered in the edition of the question', () => {
    const question = {
      objectType: 1,
      objectId: '330100000001',
      infoId: 12,
      text: '1+1=?',
      ...(edition === 2019 && { answerTime: 5 }),
    };
    const asked = sent({ kind: 'query', body: question }, edition);
    expect(asked.body).toEqual(question);
    const answer = queryAnswer(asked.body as BodyOf<'query'>, asked.header, '2', {
      name: '值班员',
      phone: '13900000000',
    });
    const received = sent(answer, edition);
    expect(received.body).toEqual(answer.body);
    expect(received.body).toMatchObject(edition === 2019 ? { sourceSerial: 9, responder: '值班员' } : { infoId: 12 });
  });

  it('alarms and urges go both ways', () => {
    const vehicle = { plate: '浙A12345', colour: 2 };
    const urge = {
      source: 1,
      type: 2,
      time: 1_755_229_681,
      supervisionId: 5,
      until: 1_755_233_281,
      level: 0,
      supervisor: '张三',
      phone: '057112345678',
      email: 'a@b.cn',
    };
    expect(sent({ kind: 'urge', vehicle, body: urge }, edition)).toMatchObject({ kind: 'urge', vehicle, body: urge });
    const answer = { supervisionId: 5, result: 1 };
    expect(sent({ kind: 'urgeAnswer', vehicle, body: answer }, edition)).toMatchObject({ vehicle, body: answer });
    expect(sent({ kind: 'urgeAnswer', body: answer }, edition)).toMatchObject({ kind: 'urgeAnswer', body: answer });
  });

  it('a terminal ID that is no text is kept as hex digits', () => {
    const terminal = { platform: '1', producer: '2', model: 'A', terminalId: 'c444e526d90000', sim: '3' };
    const vehicle = { plate: '浙A12345', colour: 2 };
    expect(sent({ kind: 'registration', vehicle, body: terminal }, edition).body).toEqual(terminal);
  });

  it('a registration is answered with the serial of its message', () => {
    const vehicle = { plate: '浙A12345', colour: 2 };
    const terminal = {
      platform: '33010000001',
      producer: '70001',
      model: 'BD-1',
      terminalId: 'A000001',
      sim: '013900000001',
    };
    const body = edition === 2019 ? { ...terminal, imei: '860000000000001' } : terminal;
    const asked = sent({ kind: 'registration', vehicle, body }, edition);
    expect(asked.body).toEqual(body);
    expect(sent(registrationAnswer(asked.header, vehicle, 0), edition).body).toEqual({
      sourceType: 0x1201,
      sourceSerial: 9,
      result: 0,
    });
  });
});

describe('a link', () => {
  it('needs a keep-alive when idle and is dead when nothing is heard', () => {
    expect(linkNeeds(59_999, 0, 0)).toBe('nothing');
    expect(linkNeeds(60_000, 0, 0)).toBe('keepalive');
    expect(linkNeeds(180_000, 170_000, 0)).toBe('closing');
    expect(linkNeeds(180_000, 170_000, 100_000)).toBe('nothing');
  });

  it('carries no position without a vehicle', () => {
    const message: Message = { kind: 'requestExchange', body: { start: 0, end: 0 } };
    expect(() => encodeFrame(message, { edition: 2011, accessCode: 1, serial: 1 })).toThrow(RangeError);
  });
});
