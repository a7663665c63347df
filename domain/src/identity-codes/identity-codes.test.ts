import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditCodeCheck,
  idNumberCheck,
  industrySection,
  isCas,
  isCreditCode,
  isIdNumber,
  isRegionCode,
  isVin,
  liesIn,
  maskIdNumber,
  orangePlate,
  organisationCodeCheck,
  parentRegion,
  plateKind,
  readCreditCode,
  readIdBody,
  readVideoCode,
  regionLevel,
  unNumber,
} from './index.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('unified social credit code (GB 32100-2015)', () => {
  // Published codes of state bodies and companies.
  it.each(['91110000802100433B', '91440300708461136T', '91330100799655058B'])('accepts %s', (code) => {
    expect(isCreditCode(code)).toBe(true);
  });

  it('refuses a wrong check character, a wrong length and letters outside the alphabet', () => {
    expect(isCreditCode('91110000802100433A')).toBe(false);
    expect(isCreditCode('91110000802100433')).toBe(false);
    expect(creditCodeCheck('9111000080210043I')).toBeUndefined();
  });

  it('notices every single wrong character', () => {
    const body = fc.array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 });
    fc.assert(
      fc.property(body, fc.nat(16), fc.constantFrom(...ALPHABET), (characters, at, other) => {
        fc.pre(characters[at] !== other);
        const right = characters.join('');
        const wrong = characters.with(at, other).join('');
        expect(creditCodeCheck(wrong)).not.toBe(creditCodeCheck(right));
      }),
    );
  });

  it('tells kind, place and organisation code', () => {
    expect(readCreditCode('91440300708461136T')).toEqual({
      kind: '企业',
      region: '440300',
      organisation: '708461136',
      organisationValid: true,
    });
    expect(readCreditCode('91440300708461136A')).toBeUndefined();
    expect(organisationCodeCheck('70846113')).toBe('6');
  });
});

describe("citizen's number (GB 11643-1999)", () => {
  it('accepts the example of the standard and says what it means', () => {
    expect(idNumberCheck('11010519491231002')).toBe('X');
    expect(isIdNumber('11010519491231002X')).toBe(true);
    expect(readIdBody('11010519491231002')).toEqual({ sex: '女', birth: '1949-12-31', region: '110105' });
    expect(maskIdNumber('11010519491231002X')).toBe('110105********002X');
  });

  it('refuses a wrong check, a day that does not exist and other texts', () => {
    expect(isIdNumber('110105194912310021')).toBe(false);
    expect(readIdBody('11010520230229002')).toBeUndefined();
    expect(readIdBody('11010520240229002')).toBeDefined();
    expect(idNumberCheck('1101051949123100')).toBeUndefined();
  });
});

it('checks CAS numbers', () => {
  for (const cas of ['7664-41-7', '7782-50-5', '71-43-2', '7732-18-5']) expect(isCas(cas)).toBe(true);
  for (const text of ['7664-41-8', '7664-14-7', '7664417', '']) expect(isCas(text)).toBe(false);
});

it('reads UN numbers and orange plates', () => {
  expect(['UN1005', 'un 1005', '1005', 'UN-0209'].map(unNumber)).toEqual(['1005', '1005', '1005', '0209']);
  expect(['105', 'UN10055', '0000', 'NA1005'].map(unNumber)).toEqual([undefined, undefined, undefined, undefined]);
  expect(orangePlate('X423/1428')).toEqual({ hazard: '423', un: '1428', waterReactive: true });
  expect(orangePlate('268/1005')).toMatchObject({ waterReactive: false });
  expect(orangePlate('268-1005')).toBeUndefined();
});

describe('number plates (GA 36-2018)', () => {
  it.each([
    ['赣E12345', 'ordinary'],
    ['赣E·A2B45', 'ordinary'],
    ['粤BD12345', 'newEnergySmall'],
    ['粤BFA2345', 'newEnergySmall'],
    ['粤B12345D', 'newEnergyLarge'],
    ['渝A1234挂', 'trailer'],
    ['渝A1234学', 'coach'],
    ['渝A1234警', 'police'],
    ['粤ZA123港', 'hongKong'],
    ['粤ZA123澳', 'macao'],
  ])('%s is %s', (plate, kind) => {
    expect(plateKind(plate)).toBe(kind);
  });

  it.each(['赣I12345', '赣E1234O', 'E12345', '赣E1234', '赣E1234567'])('%s is none', (plate) => {
    expect(plateKind(plate)).toBeUndefined();
  });
});

it('checks vehicle identification numbers', () => {
  // The example of 49 CFR 565 and the all-ones number.
  expect(isVin('1M8GDM9AXKP042788')).toBe(true);
  expect(isVin('11111111111111111')).toBe(true);
  expect(isVin('1M8GDM9A1KP042788')).toBe(false);
  expect(isVin('1M8GDM9AXKPO42788')).toBe(false);
});

describe('regions (GB/T 2260)', () => {
  it('climbs from village to province', () => {
    expect(parentRegion('320281')).toBe('320200');
    expect(parentRegion('320200')).toBe('320000');
    expect(parentRegion('320000')).toBeUndefined();
    expect(parentRegion('361102001003')).toBe('361102001000');
    expect(parentRegion('361102001000')).toBe('361102000000');
  });

  it('knows the level of a code', () => {
    expect(['360000', '36', '361100', '361102', '361102001', '361102001003'].map(regionLevel)).toEqual([
      'province',
      'province',
      'city',
      'county',
      'town',
      'village',
    ]);
    expect(regionLevel('990000')).toBeUndefined();
    expect(isRegionCode('36110')).toBe(false);
  });

  it('puts a place into the regions above it only', () => {
    expect(liesIn('361102001', '361100')).toBe(true);
    expect(liesIn('361100', '361100')).toBe(true);
    expect(liesIn('361100', '361102')).toBe(false);
    expect(liesIn('361100', '360100')).toBe(false);
  });
});

it('finds the section of an industry and refuses a wrong letter', () => {
  expect(['C2614', '2614', 'B0610', 'G54', 'A2614', 'Z99', '98'].map(industrySection)).toEqual([
    'C',
    'C',
    'B',
    'G',
    undefined,
    undefined,
    undefined,
  ]);
});

describe('code of video equipment (GB/T 28181)', () => {
  it('is read by its parts', () => {
    expect(readVideoCode('36112900001320000017')).toEqual({
      region: '361129',
      unit: '00',
      industry: '00',
      type: '132',
      typeLabel: '网络摄像机',
      network: '0',
      serial: '000017',
    });
    expect(readVideoCode('34020000002000000001')).toMatchObject({ region: '3402', typeLabel: '中心信令控制服务器' });
  });

  it('says which part is wrong', () => {
    expect(readVideoCode('3611290000132000001')).toEqual({ problem: '应为 20 位数字，现为 19 位' });
    expect(readVideoCode('99112900001320000017')).toMatchObject({ problem: expect.stringContaining('前两位 99') });
    expect(readVideoCode('36112900000010000017')).toMatchObject({ problem: expect.stringContaining('001') });
  });
});
