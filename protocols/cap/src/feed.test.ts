import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFeed } from './feed.ts';
import { parseAlert } from './parse.ts';

const ALERT =
  '<identifier>1</identifier><sender>qx</sender><sent>2026-03-18T09:26:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>';
const CAP = 'urn:oasis:names:tc:emergency:cap:1.2';

describe('a feed', () => {
  it('of Atom lists its entries, the link to the alert first', () => {
    const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>
      <entry><id>urn:1</id><link href="https://a/1.html"/><link rel="alternate" type="application/cap+xml" href="https://a/1.cap"/><link rel="self" href="https://a/self"/></entry>
      <entry><id>urn:2</id><content type="application/cap+xml"><alert xmlns="${CAP}">${ALERT}</alert></content></entry></feed>`;
    const entries = parseFeed(feed);
    expect(entries).toMatchObject([
      { id: 'urn:1', links: ['https://a/1.cap', 'https://a/1.html'] },
      { id: 'urn:2', links: [] },
    ]);
    const [, carried] = entries as readonly { alert?: string }[];
    expect(parseAlert(carried?.alert ?? '')).toMatchObject({ ok: true, alert: { identifier: '1' } });
  });

  it('of RSS lists its items', () => {
    const feed =
      '<rss version="2.0"><channel><item><link>https://a/1</link><guid>g1</guid></item><item><link>https://a/2</link></item></channel></rss>';
    expect(parseFeed(new TextEncoder().encode(feed))).toEqual([
      { id: 'g1', links: ['https://a/1'] },
      { id: 'https://a/2', links: ['https://a/2'] },
    ]);
  });

  it('whose alerts use a prefix declared further out still gives documents of their own', () => {
    const prefixed = ALERT.replaceAll('<', '<cap:').replaceAll('<cap:/', '</cap:');
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="${CAP}"><entry><id>1</id><content><cap:alert>${prefixed}</cap:alert></content></entry></feed>`;
    const [entry] = parseFeed(feed) as readonly { alert?: string }[];
    expect(parseAlert(entry?.alert ?? '')).toMatchObject({ ok: true, alert: { sender: 'qx' } });
  });

  it.each([
    ['<!DOCTYPE feed [<!ENTITY x "y">]><feed xmlns="http://www.w3.org/2005/Atom"/>', 'doctype'],
    ['<html/>', 'root'],
    ['<feed', 'malformed'],
  ])('%s is refused', (text, reason) => {
    expect(parseFeed(text)).toMatchObject({ ok: false, reason });
  });

  it('of any text is read without fail', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) => void parseFeed(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${text}</entry></feed>`),
      ),
      { numRuns: 3000 },
    );
  });
});
