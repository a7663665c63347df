import { describe, expect, it } from 'vitest';
import { proceduresOf } from './procedure.ts';
import { responseCard } from './response.ts';

const CHINESE = /[\u4e00-\u9fff]/;
const dry = { tunnel: false, rain: false, night: false };

describe('[S34.4] what is done beside the card', () => {
  it('follows tunnel, rain and night, the tunnel first; by day in the open there is nothing to add', () => {
    expect(proceduresOf('3', dry)).toEqual([]);
    expect(proceduresOf('3', { tunnel: true, rain: true, night: true }).map(({ key }) => key)).toEqual([
      'tunnel',
      'rain',
      'night',
    ]);
  });
  it('keeps rain off what reacts with water', () => {
    const first = (goodsClass: string) => proceduresOf(goodsClass, { ...dry, rain: true })[0]!.steps[0]!.zh;
    expect(first('4.3')).toContain('防水布');
    expect(first('3')).toContain('雨水口');
  });
  it('is said in English too, as the measures of every class are', () => {
    const steps = proceduresOf('4.3', { tunnel: true, rain: true, night: true }).flatMap((one) => one.steps);
    expect(steps.filter(({ en }) => en === '' || CHINESE.test(en))).toEqual([]);
    for (const goodsClass of ['1', '2.1', '2.2', '2.3', '3', '4.1', '4.3', '5.1', '6.1', '8', '9']) {
      const { measures, classNameEn, sourceEn } = responseCard(null, goodsClass, false, 2);
      for (const said of [...Object.values(measures.en), classNameEn, sourceEn]) {
        expect(said.length, goodsClass).toBeGreaterThan(3);
        expect(said, goodsClass).not.toMatch(CHINESE);
      }
    }
  });
});
