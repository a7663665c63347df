import { FolderX } from 'lucide-react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { caseHref, kindByKey } from './kinds.ts';
import { OpenForm } from './OpenForm.tsx';
import styles from './NewPage.module.css';
import { WORDS } from './words.ts';

/** Begins a case of any kind; members of the address fill fields in (`?enterprise=`). */
export function CaseNewPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { language } = useLanguage();
  const { kind: key } = useParams();
  const kind = kindByKey(key);
  if (kind === undefined)
    return (
      <Empty
        icon={<FolderX size={20} strokeWidth={1.6} />}
        title={t('unknownKind')}
        note={t('unknownKindNote', { what: key ?? '' })}
      />
    );
  const title = t('register', { what: label(kind) });
  const known = Object.keys(kind.opening.asks).flatMap((name) => (params.has(name) ? [[name, params.get(name)]] : []));
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={language === 'zh' ? kind.about : undefined}
        crumbs={[{ label: label(kind), href: keep(`/cases/${kind.key}`) }]}
      />
      <Card className={styles.card}>
        <OpenForm
          kind={kind}
          initial={Object.fromEntries(known)}
          done={({ case: view }) => void navigate(keep(caseHref(view.id)), { replace: true })}
          cancel={() => void navigate(-1)}
        />
      </Card>
    </Page>
  );
}
