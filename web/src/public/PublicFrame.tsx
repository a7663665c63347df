import { Menu, Volume2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Link, NavLink, Outlet, useSearchParams } from 'react-router';
import { usePlatform } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { DemonstrationTag, Loading } from '../parts/index.ts';
import { Logo } from '../shell/Logo.tsx';
import { rememberPlace, usePublicPlace } from './place.tsx';
import styles from './PublicFrame.module.css';
import { WORDS } from './words.ts';

/** Pages of the public site in the order of the head; further pages add a line. */
const PAGES = [
  { href: '/public', key: 'home', end: true },
  { href: '/public/report', key: 'report', end: false },
  { href: '/public/progress', key: 'progress', end: false },
  { href: '/public/notices', key: 'notices', end: false },
  { href: '/public/verify', key: 'verify', end: false },
] as const;

/** Head, page and foot of everything that is read without signing in, phone first. */
export function PublicFrame() {
  const t = useWords(WORDS);
  return (
    <div className={styles.site}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <Head />
      <main id="content" className={styles.main} tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <Foot />
    </div>
  );
}

function Head() {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  const { place } = usePublicPlace();
  const platform = usePlatform();
  return (
    <header className={styles.head}>
      <div className={styles.width}>
        <Link to="/public" className={styles.brand}>
          <span className="visually-hidden">{t('home')}</span>
          <span className={styles.mark}>
            <Logo size={30} />
          </span>
          <b>安澜</b>
          <small>{place === undefined ? '' : t('site', { place: place.name })}</small>
        </Link>
        <nav className={styles.pages} data-open={open} aria-label={t('menu')}>
          {PAGES.map(({ href, key, end }) => (
            <NavLink key={href} to={href} end={end} onClick={() => setOpen(false)}>
              {t(key)}
            </NavLink>
          ))}
          <PlaceSelect />
          <LanguageButton />
        </nav>
        {platform.data?.demonstration === true ? (
          <span className={styles.tag}>
            <DemonstrationTag>{t('demonstration')}</DemonstrationTag>
          </span>
        ) : null}
        <LargeButton />
        <button
          type="button"
          className={styles.menu}
          aria-label={t('menu')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Menu size={22} strokeWidth={1.75} aria-hidden />
        </button>
      </div>
    </header>
  );
}

/** Several cities on one platform: the reader chooses whose pages these are. */
function PlaceSelect() {
  const t = useWords(WORDS);
  const { place, all } = usePublicPlace();
  const [, setParams] = useSearchParams();
  if (place === undefined || all.length < 2) return null;
  const choose = (path: string) => {
    rememberPlace(path);
    setParams((before) => {
      const after = new URLSearchParams(before);
      after.set('place', path);
      return after;
    });
  };
  return (
    <select
      className={styles.place}
      aria-label={t('place')}
      value={place.path}
      onChange={(event) => choose(event.target.value)}
    >
      {all.map(({ path, name }) => (
        <option key={path} value={path}>
          {name}
        </option>
      ))}
    </select>
  );
}

function LanguageButton() {
  const t = useWords(WORDS);
  const { language, setLanguage } = useLanguage();
  return (
    <button type="button" className={styles.plain} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
      {t('languageName')}
    </button>
  );
}

function LargeButton() {
  const t = useWords(WORDS);
  const { large, setLarge } = useLanguage();
  return (
    <button type="button" className={styles.large} aria-pressed={large} onClick={() => setLarge(!large)}>
      <Volume2 size={16} strokeWidth={1.75} aria-hidden />
      {t(large ? 'normal' : 'large')}
    </button>
  );
}

function Foot() {
  const t = useWords(WORDS);
  const platform = usePlatform();
  const { place } = usePublicPlace();
  return (
    <footer className={styles.foot}>
      <div className={styles.width}>
        <span>{place === undefined ? '' : t('footer', { place: place.name })}</span>
        <span>{t('footerNote')}</span>
        {platform.data?.demonstration === true ? <DemonstrationTag>{t('demonstration')}</DemonstrationTag> : null}
        <Link to="/sign-in">{t('staff')}</Link>
      </div>
    </footer>
  );
}
