import { describe, expect, it } from 'vitest';
import { nextOf, objectOf, readAddress, writeAddress } from './address.ts';
import {
  circleRing,
  destination,
  distance,
  labelPoints,
  metresPerPixel,
  metresWords,
  roundRadius,
  scaleBar,
} from './geometry.ts';
import { baseStyle } from './style.ts';
import { paletteFrom, paletteOf } from './palette.ts';
import { bars, dayMarks, minuteAt, playOn, slide } from './timeline.ts';

const read = (text: string) => readAddress(new URLSearchParams(text));

describe('the address of the map', () => {
  it('comes back as it was written', () => {
    const text =
      'alarm=a1&lon=117.9662&lat=28.4478&z=10.5&layers=enterprises%2Cvehicles&levels=red%2Corange&time=1773800000000&base=dark&known=now&area=c%3A117.90000%2C28.40000%3A5000&opacity=enterprises%3A40';
    expect(writeAddress(read(text)).toString()).toBe(text);
  });

  it('leaves the usual values out and keeps the scope', () => {
    expect(writeAddress(read('levels=red,orange,yellow,blue')).toString()).toBe('');
    expect(writeAddress(read('alarm=a'), new URLSearchParams('scope=cn.36.11.26.')).toString()).toBe(
      'scope=cn.36.11.26.&alarm=a',
    );
  });

  it('takes what other pages link to, and ignores what it cannot read', () => {
    expect(read('open=vehicle:v1&at=117.1,28.2')).toMatchObject({ object: 'vehicle:v1', lon: 117.1, lat: 28.2 });
    expect(read('lon=x&lat=1&levels=pink&area=c:1,2&known=never&opacity=a:x,b:400')).toMatchObject({
      lon: null,
      levels: ['red', 'orange', 'yellow', 'blue'],
      area: null,
      knowledge: 'then',
      opacity: {},
    });
  });

  it('names an object by kind and id', () => {
    expect(objectOf('vehicle:a:b')).toEqual({ kind: 'vehicle', id: 'a:b' });
    expect([objectOf(null), objectOf('x'), objectOf(':x')]).toEqual([null, null, null]);
  });

  it('goes round the alarms by N and P', () => {
    expect([
      nextOf(['a', 'b'], null, 1),
      nextOf(['a', 'b'], 'b', 1),
      nextOf(['a', 'b'], 'a', -1),
      nextOf([], 'a', 1),
    ]).toEqual(['a', 'a', 'b', null]);
  });
});

describe('distances on the map', () => {
  it('measures a degree of latitude as 111 km', () => {
    expect(distance([117, 28], [117, 29])).toBeCloseTo(111_195, -2);
  });

  it('draws circles whose every corner is as far as the radius', () => {
    for (const corner of circleRing([117, 28], 5000)) expect(distance([117, 28], corner)).toBeCloseTo(5000, 3);
    expect(destination([117, 28], 1000, 90)[0]).toBeGreaterThan(117);
  });

  it('keeps a dragged radius within what can be asked', () => {
    expect([3, 437, 4961, 99_999].map(roundRadius)).toEqual([100, 450, 5000, 50_000]);
    expect([450, 5000].map(metresWords)).toEqual(['450 m', '5.0 km']);
  });

  it('labels the scale bar with a round length that fits', () => {
    const bar = scaleBar(metresPerPixel(28.4, 10), 90);
    expect(bar.width).toBeLessThanOrEqual(90);
    expect(bar.label).toBe('5 km');
  });

  it('puts a county label inside its largest part', () => {
    const square = (x: number, size: number) => [
      [
        [x, 0],
        [x + size, 0],
        [x + size, size],
        [x, size],
        [x, 0],
      ],
    ];
    const counties: GeoJSON.FeatureCollection = {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { name: '弋阳县' },
          geometry: { type: 'MultiPolygon', coordinates: [square(10, 1), square(0, 4)] },
        },
      ],
    };
    expect(labelPoints(counties).features).toMatchObject([
      { properties: { name: '弋阳县' }, geometry: { coordinates: [2, 2] } },
    ]);
  });
});

describe('the base map', () => {
  it('asks nobody but the platform: no glyphs, no sprite, packs only', () => {
    const style = baseStyle('shangrao', paletteOf('desk'), { type: 'FeatureCollection', features: [] });
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    const addresses = Object.values(style.sources).flatMap((source) =>
      source.type === 'geojson' && typeof source.data === 'string' ? [source.data] : [],
    );
    expect(addresses.every((address) => address.startsWith('/packs/'))).toBe(true);
  });

  it('draws with the tokens of its theme', () => {
    const palette = paletteFrom({ '--m-land': '#16283A' }, true);
    const land = baseStyle('x', palette, { type: 'FeatureCollection', features: [] }).layers.find(
      (layer) => layer.id === 'land',
    );
    expect(land?.paint).toEqual({ 'fill-color': '#16283A' });
  });
});

describe('the time bar', () => {
  const to = Date.UTC(2026, 2, 18, 1, 26, 41);
  const from = to - 86_400_000;

  it('gives a whole past minute, and live at its right end', () => {
    expect(minuteAt(0.5, from, to)).toBe(Date.UTC(2026, 2, 17, 13, 26));
    expect(minuteAt(1, from, to)).toBeNull();
    expect(minuteAt(-1, from, to)).toBe(Math.floor(from / 60_000) * 60_000);
  });

  it('plays on until it has caught up with now', () => {
    expect(playOn(to - 600_000, 60, 1000, to)).toBe(to - 540_000);
    expect(playOn(to - 90_000, 60, 1000, to)).toBeNull();
  });

  it('obeys the keyboard', () => {
    expect(slide(null, 'ArrowLeft', false, from, to)).toBe(Date.UTC(2026, 2, 18, 1, 25));
    expect(slide(from + 3_600_000, 'PageDown', false, from, to)).toBe(from);
    expect(slide(from, 'End', false, from, to)).toBeNull();
    expect(slide(from, 'x', false, from, to)).toBeUndefined();
  });

  it('shows an empty step as zero, not as missing', () => {
    const drawn = bars(0, 900_000, [0, 4, 2]);
    expect(drawn.map((bar) => bar.height)).toEqual([0.04, 1, 0.5]);
    expect(dayMarks(0, 6, 3).map((mark) => mark.at)).toEqual([0, 2, 4]);
  });
});
