import type { Entity } from '@anlan/kernel/entity';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useLabel } from '../language/index.tsx';
import { Card, Failed, Loading, PageHead } from '../parts/index.ts';
import { Lost } from '../shell/Lost.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { writeAddress } from './address.ts';
import { entityByPlural } from './entities.ts';
import { useRecord } from './queries.ts';
import { RecordPanel } from './RecordPanel.tsx';

/** One record on its own page. */
export function RecordPage() {
  const { plural, id = '' } = useParams();
  const entity = entityByPlural(plural);
  return entity === undefined ? <Lost /> : <Shown entity={entity} id={id} />;
}

function Shown({ entity, id }: { readonly entity: Entity; readonly id: string }) {
  const label = useLabel();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const record = useRecord(entity.plural, id);
  const list = keep(`/registry/${entity.plural}`);
  const setEditing = (on: boolean) => setParams((before) => writeAddress(before, { edit: on ? '1' : null }));
  return (
    <Page title={record.data?.name ?? label(entity)}>
      <PageHead title={record.data?.name ?? '…'} crumbs={[{ label: label(entity), href: list }]} />
      {record.isPending ? <Loading /> : null}
      {record.isError && record.data === undefined ? (
        <Failed error={record.error} retry={() => void record.refetch()} />
      ) : null}
      {record.data === undefined ? null : (
        <Card flush>
          <RecordPanel
            entity={entity}
            record={record.data}
            editing={params.get('edit') !== null}
            setEditing={setEditing}
            gone={() => void navigate(list)}
          />
        </Card>
      )}
    </Page>
  );
}
