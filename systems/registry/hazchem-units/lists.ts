/** A named list of the regulators, with where it comes from. `mark` says whether the list was compared with print. */
interface List {
  readonly label: string;
  readonly labelEn: string;
  readonly source: string;
  readonly mark: 'memory';
  readonly cas: readonly string[];
}

/** CAS numbers of the official lists a substance stands in. Written from knowledge of the lists; compare with print. */
export const LISTS = {
  supervisedFirst: {
    label: '首批重点监管的危险化学品',
    labelEn: 'Key-supervised, first batch (60)',
    source: '安监总管三〔2011〕95号',
    mark: 'memory',
    cas: (
      '7782-50-5 7664-41-7 68476-85-7 7783-06-4 74-82-8 8002-05-9 86290-81-5 8030-30-6 1333-74-0 71-43-2 75-44-5 7446-09-5 630-08-0 67-56-1 ' +
      '107-13-1 75-21-8 74-86-2 7664-39-3 75-01-4 108-88-3 74-90-8 74-85-1 7719-12-2 98-95-3 100-42-5 75-56-9 74-87-3 106-99-0 77-78-1 ' +
      '143-33-9 115-07-1 62-53-3 115-10-6 107-02-8 108-90-7 108-05-4 124-40-3 108-95-2 7550-45-0 26471-62-5 79-21-0 77-47-4 75-15-0 74-84-0 ' +
      '106-89-8 75-86-5 7803-51-2 107-30-2 7637-07-2 107-11-9 624-83-9 1634-04-4 141-78-6 79-10-7 6484-52-2 7446-11-9 67-66-3 60-34-4 ' +
      '74-89-5 75-07-0 503-38-8'
    ).split(' '),
  },
  supervisedSecond: {
    label: '第二批重点监管的危险化学品',
    labelEn: 'Key-supervised, second batch (14)',
    source: '安监总管三〔2013〕12号',
    mark: 'memory',
    cas: '7775-09-9 3811-04-9 1338-23-4 94-36-0 9004-70-0 506-93-4 7790-98-9 614-45-9 101-25-7 556-88-7 78-67-1 4419-11-8 55-63-0 60-29-7'.split(
      ' ',
    ),
  },
  highlyToxic: {
    label: '剧毒化学品',
    labelEn: 'Highly toxic chemical',
    source: '危险化学品目录（2015版）备注“剧毒”',
    mark: 'memory',
    cas: (
      '7782-50-5 75-44-5 74-90-8 143-33-9 151-50-8 75-86-5 7803-51-2 7784-42-1 7783-07-5 624-83-9 7782-41-4 1327-53-3 60-34-4 107-30-2 ' +
      '503-38-8 77-47-4 107-11-9 151-56-4 19624-22-7 7783-41-7 10102-44-0'
    ).split(' '),
  },
  precursor: {
    label: '易制爆危险化学品',
    labelEn: 'Explosive precursor',
    source: '易制爆危险化学品名录（2017年版）',
    mark: 'memory',
    cas: (
      '7697-37-2 52583-42-3 7757-79-1 7631-99-4 7775-09-9 3811-04-9 7790-98-9 7778-50-9 7722-84-1 17014-71-0 1313-60-6 7439-93-2 7440-23-5 ' +
      '7440-09-7 7439-95-4 7429-90-5 7704-34-9 100-97-0 107-15-3 74-89-5 16940-66-2 9004-70-0 7722-64-7 506-93-4 10217-52-4 79-21-0'
    ).split(' '),
  },
} as const satisfies Record<string, List>;

export type ListKey = keyof typeof LISTS;
