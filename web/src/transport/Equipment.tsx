import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Popover } from 'antd';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, numberText, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { equipmentSchema } from '@anlan/systems/monitoring/hazchem-transport';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';

/** Equipment of dangerous-goods vehicles against the list of what they must carry (S34). */
export function Equipment() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const list = useQuery({
    queryKey: ['vehicles', 'equipment'],
    staleTime: 300_000,
    queryFn: ({ signal }) => api.get('/vehicles/equipment', equipmentSchema, signal),
  });
  if (list.data === undefined || list.data.vehicles === 0) return null;
  const { vehicles, compliant, items, missing } = list.data;
  const lacking = (
    <ul className={styles.missing}>
      {missing.map((row) => (
        <li key={row.id}>
          <Link to={keep(`/transport/${row.id}`)}>{row.name}</Link> {t('lacks')} {row.lacks.join('、')}
        </li>
      ))}
    </ul>
  );
  return (
    <Card
      title={t('equipment')}
      note={t('equipmentNote')}
      extra={
        <Popover trigger={['click']} arrow={false} content={lacking}>
          <button type="button" className={styles.door}>
            {t('compliant', { n: numberText(compliant), m: numberText(vehicles) })}
          </button>
        </Popover>
      }
      flush
    >
      <Table
        heads={[
          t('item'),
          t('required'),
          { label: t('applies'), number: true },
          { label: t('met'), number: true },
          { label: t('unknown'), number: true },
        ]}
        testid="equipment"
      >
        {items.map((item) => (
          <tr key={item.key}>
            <td title={item.clause}>{t(`item_${item.key}` as 'item_terminal')}</td>
            <td>{item.required ? t('yes') : t('encouraged')}</td>
            <td className={table.number}>{numberText(item.applies)}</td>
            <td className={table.number}>{numberText(item.met)}</td>
            <td className={table.number}>{numberText(item.unknown)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
