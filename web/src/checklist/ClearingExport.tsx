import { type CheckClearing, CLASSES } from '@anlan/systems/prevention';
import { Button } from 'antd';
import { Download } from 'lucide-react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord } from '../parts/index.ts';
import { saveCsv } from '../prevention/csv.ts';
import { stampText } from '../time/index.ts';
import { readClearing } from './queries.ts';
import { WORDS } from './words.ts';

const MOST = 2000;

/** The list as a file: all pages of what is chosen. */
export function Export({ wish }: { readonly wish: Readonly<Record<string, string | null>> }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const go = async () => {
    const rows: CheckClearing['rows'][number][] = [];
    for (let page = 1; page <= MOST / 200; page += 1) {
      const found = await readClearing({ ...wish, page, size: 200 });
      rows.push(...found.rows);
      if (rows.length >= found.total) break;
    }
    saveCsv(`${t('matrix')}.csv`, [
      [
        t('number'),
        t('danger'),
        t('enterprise'),
        t('area'),
        t('colour'),
        t('class'),
        t('list'),
        t('foundOn'),
        t('path'),
      ],
      ...rows.map((row) => {
        const kind = CLASSES.find(({ value }) => value === row.class);
        const colour = row.level === null ? t('noLevel') : levelWord(row.level, 'risk', language);
        return [
          row.number,
          row.title,
          row.organisationName,
          row.regionName,
          colour,
          kind === undefined ? t('noClass') : label(kind),
          t(row.tier),
          stampText(row.foundAt).slice(0, 10),
          row.moves.map(({ text }) => text).join(' | '),
        ];
      }),
    ]);
  };
  return (
    <Button icon={<Download size={15} aria-hidden />} onClick={() => void go()}>
      {t('export')}
    </Button>
  );
}
