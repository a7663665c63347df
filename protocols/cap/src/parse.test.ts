import { describe, expect, it } from 'vitest';
import { parseAlert, type Parsed, type ParseOptions } from './index.ts';

const INFO =
  '<info><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty></info>';
const HEAD =
  '<identifier>1</identifier><sender>a@b.cn</sender><sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>';
const document = (content = HEAD + INFO, version = '1.2'): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:${version}">${content}</alert>`;
const read = (text: string | Uint8Array, options?: ParseOptions): Parsed => {
  const parsed = parseAlert(text, options);
  if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`);
  return parsed;
};
const codes = (text: string): string[] => read(text).findings.map(({ code, path }) => `${code} ${path}`);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a document', () => {
  it('is read whatever prefix its namespace has, with CDATA, comments and white space', () => {
    const prefixed = document()
      .replaceAll(/<(\/?)(?=\w)/g, '<$1cap:')
      .replace('xmlns=', 'xmlns:cap=');
    expect(read(prefixed).alert).toEqual(read(document()).alert);
    const untidy = document().replace('>暴雨<', '>\n <![CDATA[<暴雨> ]]><!-- heavy -->&amp; 大&#x98CE; <');
    expect(read(untidy).alert.info?.[0]?.event).toBe('<暴雨> & 大风');
    expect(read(untidy).findings).toEqual([]);
  });

  it('of CAP 1.1 is read, of another namespace or root refused', () => {
    expect(read(document(undefined, '1.1'))).toMatchObject({ version: '1.1', findings: [] });
    expect(parseAlert(document(undefined, '1.0'))).toMatchObject({ ok: false, reason: 'not-an-alert' });
    expect(parseAlert(document().replaceAll('alert', 'alarm'))).toMatchObject({ ok: false, reason: 'not-an-alert' });
  });

  it('is decoded as its mark or declaration says', () => {
    const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${document()}`;
    const latin = declared('ISO-8859-1').replace('暴雨', 'température');
    expect(read(Uint8Array.from(latin, (character) => character.charCodeAt(0))).alert.info?.[0]?.event).toBe(
      'température',
    );
    const utf16 = `\ufeff${declared('UTF-16')}`;
    expect(read(new Uint8Array(Uint16Array.from(utf16, (character) => character.charCodeAt(0)).buffer)).ok).toBe(true);
    const [before, after] = declared('GB2312').split('暴雨') as [string, string];
    const gbk = Uint8Array.of(...bytes(before), 0xb1, 0xa9, 0xd3, 0xea, ...bytes(after));
    expect(read(gbk).alert.info?.[0]?.event).toBe('暴雨');
    expect(parseAlert(bytes(declared('EBCDIC')))).toMatchObject({ reason: 'encoding' });
    expect(parseAlert(Uint8Array.of(...bytes(before.replace('GB2312', 'UTF-8')), 0xb1))).toMatchObject({
      reason: 'encoding',
    });
  });

  it.each([
    ['doctype', `<!DOCTYPE alert>${document()}`],
    ['doctype', `<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]>${document(HEAD.replace('>1<', '>&d;<'))}`],
    ['malformed', document(HEAD.replace('>1<', '>&nbsp;<'))],
    ['malformed', document().replace('</info>', '')],
    ['malformed', `${document()}<x/>`],
    ['malformed', ''],
    ['malformed', document(`${HEAD}<x:y/>`)],
    ['malformed', document(HEAD.replace('>1<', '>\u0001<'))],
    ['too-complex', document('<x>'.repeat(40) + '</x>'.repeat(40))],
    ['too-complex', document('<x/>'.repeat(20_001))],
    ['schema', document(INFO)],
    ['schema', document(HEAD.replace('Actual', 'actual'))],
    ['schema', document(HEAD + INFO.replace('<urgency>Immediate</urgency>', ''))],
  ])('is refused as %s', (reason, text) => {
    expect(parseAlert(text)).toMatchObject({ ok: false, reason });
  });

  it('is refused beyond the longest length, before it is read', () => {
    expect(parseAlert(document(), { longest: 100 })).toMatchObject({ ok: false, reason: 'too-large' });
    expect(parseAlert(new Uint8Array(2 ** 20 + 1))).toMatchObject({ ok: false, reason: 'too-large' });
  });

  it('keeps its signatures as they stand', () => {
    const signature =
      '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"  Id="a">\r\n<ds:SignedInfo/></ds:Signature >';
    expect(read(document(`${HEAD}${INFO}${signature}`))).toMatchObject({ signatures: [signature], findings: [] });
  });
});

describe('against the schema', () => {
  it.each([
    [
      'order info[0].event',
      document(HEAD + INFO.replace(/(<category>.*?<\/category>)(<event>.*?<\/event>)/, '$2$1')),
      'order info[0].category',
    ],
    ['unknown elements', document(`${HEAD}<colour>red</colour>`), 'unknown-element colour'],
    ['elements of another namespace', document(`${HEAD}<event xmlns="urn:x">a</event>`), 'unknown-element event'],
    ['elements that occur twice', document(`${HEAD}<scope>Private</scope>`), 'repeated scope'],
    ['text between elements', document(`${HEAD}now`), 'stray-text alert'],
    ['a time with Z', document(HEAD.replace('+08:00', 'Z')), 'format sent'],
    ['a time that is none', document(HEAD.replace('07-01', '02-30')), 'format sent'],
    [
      'a certainty of CAP 1.0',
      document(HEAD + INFO.replace('>Likely', '>Very Likely')),
      'former-value info[0].certainty',
    ],
  ])('%s are found, and refused when strict', (_, text, finding) => {
    expect(codes(text)).toContain(finding);
    expect(parseAlert(text, { strict: true })).toMatchObject({ ok: false, reason: 'schema' });
  });
});

describe('against the prose', () => {
  const area = (content: string) =>
    document(HEAD + INFO.replace('</info>', `<area><areaDesc>杭州</areaDesc>${content}</area></info>`));

  it.each([
    [document(HEAD.replace('>1<', '>1 2<')), 'identifier identifier'],
    [document(HEAD.replace('>Alert<', '>Update<')), 'references references'],
    [document(HEAD.replace('>Public<', '>Private<')), 'addresses addresses'],
    [document(HEAD.replace('>Public<', '>Restricted<')), 'restriction restriction'],
    [document(`${HEAD}<references>a,b</references>`), 'references references'],
    [area('<polygon>30,120 30,121 31,121 30,120.1</polygon>'), 'polygon info[0].area[0].polygon[0]'],
    [area('<polygon>30,120 30,121 30,120</polygon>'), 'polygon info[0].area[0].polygon[0]'],
    [area('<polygon>120,30 121,30 121,31 120,30</polygon>'), 'polygon info[0].area[0].polygon[0]'],
    [area('<circle>30,120</circle>'), 'circle info[0].area[0].circle[0]'],
    [area('<ceiling>100</ceiling>'), 'ceiling info[0].area[0].ceiling'],
  ])('%s', (text, finding) => {
    expect(codes(text)).toEqual([finding]);
  });

  it('nothing is found in what keeps it', () => {
    expect(codes(area('<polygon>30,120 30,121 31,121 30,120</polygon><circle>30,120 5</circle>'))).toEqual([]);
  });
});
