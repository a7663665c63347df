import { Button } from 'antd';
import { Printer } from 'lucide-react';
import { useParams, useSearchParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Failed, Loading, PageHead } from '../parts/index.ts';
import { Lost } from '../shell/Lost.tsx';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { readAddress } from './address.ts';
import { entityByPlural, ENTITIES } from './entities.ts';
import { useRecords } from './queries.ts';
import { WORDS } from './tool-words.ts';
import styles from './Tools.module.css';
import { RegionName } from '../language/RegionName.tsx';

/** A page of codes to cut out and stick to doors: the records of the list's filter, at most two hundred. */
export function QrSheet() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const scope = useScope();
  const { plural } = useParams();
  const [params] = useSearchParams();
  const entity = entityByPlural(plural);
  const state = { ...readAddress(entity ?? ENTITIES[0]!, params), size: 200 };
  const records = useRecords(
    entity ?? ENTITIES[0]!,
    state,
    params.get('region') ?? (scope.narrowed ? scope.path : null),
  );
  if (entity === undefined) return <Lost />;
  const title = t('qrTitle', { what: label(entity) });
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={t('qrNote')}
        crumbs={[{ label: label(entity), href: keep(`/registry/${entity.plural}`) }]}
        actions={
          <Button type="primary" data-noprint icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
            {t('print')}
          </Button>
        }
      />
      {records.isPending ? <Loading /> : null}
      {records.isError ? <Failed error={records.error} retry={() => void records.refetch()} /> : null}
      <div className={styles.codes}>
        {records.data?.rows.map((row) => (
          <figure key={row.id}>
            <img src={`/api/${entity.plural}/${row.id}/qr.svg`} alt={row.name} loading="lazy" />
            <figcaption>
              <b>{row.name}</b>
              <br />
              <RegionName of={row.regionName} />
            </figcaption>
          </figure>
        ))}
      </div>
    </Page>
  );
}
