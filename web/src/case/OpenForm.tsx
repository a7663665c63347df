import type { CaseDetail, CaseKind } from '@anlan/kernel/case';
import { may } from '@anlan/kernel/access';
import { App } from 'antd';
import { Lock } from 'lucide-react';
import { useMemo } from 'react';
import { useSession } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Empty } from '../parts/index.ts';
import { CriterionHint } from '../catalogue/CriterionHint.tsx';
import { CaseForm } from './CaseForm.tsx';
import { useOpenCase } from './queries.ts';
import { WORDS } from './words.ts';

const SIDE = {
  organisation: 'organisation',
  participant: 'participant',
  region: 'authority',
  all: 'authority',
} as const;

/** The side of a case on which the signed-in person stands. */
export function useSide(): 'organisation' | 'authority' | 'participant' {
  return SIDE[useSession().scope.kind];
}

/** May the signed-in person begin a case of the kind? */
export function useMayOpen(kind: CaseKind | undefined): boolean {
  const session = useSession();
  const side = useSide();
  return kind !== undefined && kind.opening.sides.includes(side) && may({ role: session.role.key }, kind.opening.verb);
}

interface OpenFormProps {
  readonly kind: CaseKind;
  readonly initial?: Readonly<Record<string, unknown>>;
  /** The alarm it grows out of: whose it is is the alarm's, and is not asked. */
  readonly alarm?: { readonly id: string; readonly organisationId: string | null } | undefined;
  readonly done: (detail: CaseDetail) => void;
  readonly cancel?: (() => void) | undefined;
}

/** The form that begins a case; an enterprise is not asked which enterprise it is. */
export function OpenForm({ kind, initial, alarm, done, cancel }: OpenFormProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const { scope } = useSession();
  const { message } = App.useApp();
  const allowed = useMayOpen(kind);
  const opening = useOpenCase(kind.key, t('register', { what: label(kind) }));
  const own = scope.kind === 'organisation' ? scope.organisationId : (alarm?.organisationId ?? null);
  const asks = useMemo(
    () => Object.fromEntries(Object.entries(kind.opening.asks).filter(([key]) => own === null || key !== 'enterprise')),
    [kind, own],
  );
  if (!allowed) {
    const sides = kind.opening.sides.map((side) => t(side)).join(language === 'zh' ? '、' : ', ');
    return (
      <Empty icon={<Lock size={20} strokeWidth={1.6} />} title={t('mayNotOpen', { what: label(kind), side: sides })} />
    );
  }
  return (
    <CaseForm
      draft={alarm === undefined ? `${kind.key}.open` : `${kind.key}.of.${alarm.id}`}
      asks={asks}
      evidence={kind.opening.evidence}
      renderHint={
        kind.key === 'hidden-danger'
          ? (form, keep) => <CriterionHint form={form} enterprise={own} keep={keep} />
          : undefined
      }
      {...(initial === undefined ? {} : { initial })}
      enterprise={own}
      verb={label(kind.opening)}
      pending={opening.isPending}
      error={opening.error}
      cancel={cancel}
      send={(sent, settled) =>
        opening.mutate(alarm === undefined ? sent : { ...sent, alarm: alarm.id }, {
          onSuccess: (delivered) => {
            settled();
            if ('kept' in delivered) {
              void message.success(t('keptToSend'));
              cancel?.();
            } else {
              void message.success(t('openedCase', { number: delivered.answer.case.number }));
              done(delivered.answer);
            }
          },
        })
      }
    />
  );
}
