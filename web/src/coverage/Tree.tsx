import { iotTreeSchema, type IotTree } from '@anlan/systems/monitoring/iot-platform';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Radar, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Age, Card, Empty, Failed, levelWord, Loading, numberText, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Tree.module.css';
import { WORDS } from './words.ts';

type Layer = IotTree['layers'][number];
type Node = Layer['nodes'][number];
type Gateway = Node['gateways'][number];

const LAYERS = { city: 'layerCity', county: 'layerCounty', town: 'layerTown', enterprise: 'layerEnterprise' } as const;
/** Enterprises of a town that are drawn; the rest is counted. */
const MOST = 48;
/** Squares of one enterprise. */
const MOST_GATEWAYS = 40;

/** City, counties, towns, enterprises: what is connected, online and complete in each, down to every gateway (S16). */
export function Tree() {
  const t = useWords(WORDS);
  const [open, setOpen] = useState<string>();
  const tree = useQuery({
    queryKey: ['iot-tree', open],
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/iot-tree${query({ open })}`, iotTreeSchema, signal),
  });
  if (tree.data === undefined)
    return (
      <Card title={t('tree')}>
        {tree.isError ? <Failed error={tree.error} retry={() => void tree.refetch()} /> : <Loading rows={8} />}
      </Card>
    );
  const { layers } = tree.data;
  if (layers[0]?.nodes.length === 0)
    return (
      <Card title={t('tree')}>
        <Empty icon={<Radar size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      </Card>
    );
  return (
    <Card title={t('tree')} note={t('treeNote')} flush>
      <ol className={styles.tree} data-testid="iot-tree">
        {layers.map((layer) => (
          <li key={layer.layer} data-layer={layer.layer}>
            <h3>{t(LAYERS[layer.layer])}</h3>
            {layer.layer === 'enterprise' ? (
              <Enterprises layer={layer} at={tree.data.at} />
            ) : (
              <ul className={styles.nodes}>
                {layer.nodes.map((node) => (
                  <li key={node.id} data-open={node.id === layer.open}>
                    <button type="button" aria-expanded={node.id === layer.open} onClick={() => setOpen(node.id)}>
                      <NodeBox node={node} />
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      <Silent tree={tree.data} />
    </Card>
  );
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const percent = (value: number | null): string => (value === null ? '—' : `${numberText(value * 100, 1)} %`);

function NodeBox({ node }: { readonly node: Node }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const online = share(node.online, node.devices);
  const rates = [
    [t('online'), online],
    [t('complete'), share(node.received, node.expected)],
    [t('available'), node.available],
  ] as const;
  return (
    <>
      <span className={styles.name}>
        {node.level === null ? null : (
          <RiskMark level={node.level} label={levelWord(node.level, 'alarm', language)} size={9} />
        )}
        <b title={node.name}>{node.name}</b>
        <span title={t('heardOf')}>
          {node.connected}/{node.enterprises}
        </span>
      </span>
      <i className={styles.bar} aria-hidden>
        <i style={{ width: `${Math.round((online ?? 0) * 100)}%` }} />
      </i>
      <span className={styles.rates}>
        {rates.map(([label, value]) => (
          <span key={label}>
            {label} <b>{percent(value)}</b>
          </span>
        ))}
      </span>
    </>
  );
}

function Enterprises({ layer, at }: { readonly layer: Layer; readonly at: number }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <>
      <ul className={styles.firms}>
        {layer.nodes.slice(0, MOST).map((node) => (
          <li key={node.id}>
            <Link to={keep(`/enterprises/${node.id}`)} title={node.name}>
              {node.name}
            </Link>
            <span className={styles.gateways}>
              {node.gateways.slice(0, MOST_GATEWAYS).map((gateway) => (
                <GatewayMark key={gateway.id} gateway={gateway} at={at} />
              ))}
              {node.gateways.length > MOST_GATEWAYS ? <small>+{node.gateways.length - MOST_GATEWAYS}</small> : null}
            </span>
            <small>
              {t('complete')} {percent(share(node.received, node.expected))}
            </small>
          </li>
        ))}
      </ul>
      {layer.nodes.length > MOST ? (
        <p className={styles.more}>{t('moreFirms', { n: layer.nodes.length - MOST })}</p>
      ) : null}
    </>
  );
}

/** A gateway: full when online, hollow when silent, crossed when declared out of service. */
function GatewayMark({ gateway, at }: { readonly gateway: Gateway; readonly at: number }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const state = gateway.out ? 'out' : gateway.online ? 'online' : 'silent';
  const since =
    gateway.lastAt === null ? t('neverHeard') : t('minutesAgo', { n: numberText((at - gateway.lastAt) / 60_000, 0) });
  const said = [
    gateway.name,
    t(state === 'out' ? 'out' : state === 'online' ? 'isOnline' : 'isSilent'),
    since,
    ...(gateway.level === null ? [] : [levelWord(gateway.level, 'alarm', language)]),
  ].join('，');
  return (
    <Link
      to={keep(`/registry/devices/${gateway.id}`)}
      className={styles.gateway}
      data-state={state}
      data-level={gateway.level ?? undefined}
      aria-label={said}
      title={said}
    />
  );
}

function Silent({ tree }: { readonly tree: IotTree }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const place = tree.layers.findLast(({ open }) => open !== null);
  const name = place?.nodes.find(({ id }) => id === place.open)?.name ?? '';
  return (
    <section className={styles.silent} data-testid="iot-silent">
      <h3>{t('silent', { place: name, n: numberText(tree.silentTotal) })}</h3>
      {tree.silent.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noSilent')} />
      ) : (
        <ul>
          {tree.silent.slice(0, 30).map((gateway) => (
            <li key={gateway.id}>
              <Link to={keep(`/registry/devices/${gateway.id}`)}>
                {gateway.enterprise} · {gateway.name}
              </Link>
              {gateway.lastAt === null ? <span>{t('neverHeard')}</span> : <Age at={gateway.lastAt} staleAfter={0} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
