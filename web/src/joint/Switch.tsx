import { Link, useLocation, useSearchParams } from 'react-router';
import styles from '../prevention/Tabs.module.css';

export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly count?: number | undefined;
}

/** Parts of one page, kept in the address as `?tab=`; the first one is the page without it. */
export function Switch({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  const { pathname, search } = useLocation();
  const current = useTab(tabs);
  const href = (key: string): string => {
    const params = new URLSearchParams(search);
    params.delete('tab');
    if (key !== tabs[0]?.key) params.set('tab', key);
    const text = params.toString();
    return text === '' ? pathname : `${pathname}?${text}`;
  };
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.key} to={href(tab.key)} aria-current={tab.key === current ? 'page' : undefined}>
          {tab.label}
          {tab.count === undefined ? '' : ` ${tab.count}`}
        </Link>
      ))}
    </nav>
  );
}

export function useTab(tabs: readonly Pick<Tab, 'key'>[]): string {
  const [params] = useSearchParams();
  const wished = params.get('tab');
  return tabs.find(({ key }) => key === wished)?.key ?? tabs[0]?.key ?? '';
}
