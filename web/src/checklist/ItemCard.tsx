import { LENGTHS } from '@anlan/kernel/entity';
import type { Result } from '@anlan/kernel/checklist';
import { Input } from 'antd';
import { BookOpen, Camera, Check as Tick, Minus, Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { smaller } from '../offline/capture.ts';
import { RefusalNote, RiskMark } from '../parts/index.ts';
import { beyond, lackOf } from './answers.ts';
import styles from './Check.module.css';
import { useCite } from './clauses.ts';
import { fileHref, RiskPoint, Torn, Voices } from './ItemParts.tsx';
import type { ItemProps } from './use-check.ts';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

/** One item: what is asked, by which clause, the reading, the photos, and what is wrong where it is not met. */
export function ItemCard({ item, own, run, check, riskPoints }: ItemProps) {
  const t = useWords(WORDS);
  const cite = useCite();
  return (
    <>
      <h2 className={styles.title}>{item.title}</h2>
      <section className={styles.card}>
        <h3>
          <BookOpen size={15} aria-hidden /> {t('basis')}
          {item.grade === 'major' ? (
            <span className={styles.major}>
              <RiskMark level="red" /> {t('badIsMajor')}
            </span>
          ) : null}
        </h3>
        {item.criteria === null ? null : <blockquote>{item.criteria}</blockquote>}
        {item.method === null ? null : <p>{t('how', { how: item.method })}</p>}
        <small>
          {[...item.clauses.map(cite), item.origin]
            .filter((part) => part != null)
            .slice(0, 3)
            .join(' · ')}
        </small>
      </section>
      <Torn item={item} check={check} riskPoints={riskPoints} />
      {item.valueLabel === null ? null : <Reading key={item.id} item={item} own={own} check={check} />}
      <Photos item={item} own={own} run={run} check={check} />
      {own.result === 'bad' ? (
        <section className={styles.wrong}>
          <h3>{t('whatWrong')}</h3>
          <Note item={item} own={own} check={check} />
          <Voices item={item} own={own} run={run} check={check} />
          {riskPoints.length === 0 ? null : <RiskPoint item={item} own={own} check={check} riskPoints={riskPoints} />}
          <small>{t('whatWrongNote')}</small>
        </section>
      ) : null}
    </>
  );
}

/** Kept when the field is left: a word a change would flood the queue. */
function Note({ item, own, check }: Pick<ItemProps, 'item' | 'own' | 'check'>) {
  const t = useWords(WORDS);
  const [text, setText] = useState(own.note ?? '');
  const note = text.trim() === '' ? null : text.trim();
  return (
    <Input.TextArea
      aria-label={t('whatWrong')}
      autoSize={{ minRows: 2, maxRows: 5 }}
      maxLength={500}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => (note === own.note ? undefined : check.change(item.id, { note }))}
    />
  );
}

function Reading({ item, own, check }: Pick<ItemProps, 'item' | 'own' | 'check'>) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const [text, setText] = useState(own.value === null ? '' : String(own.value));
  const unit = item.valueUnit === null ? '' : ` ${inUnit(item.valueUnit)}`;
  const value = text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text);
  const keep = (next: number | null) => (next === own.value ? undefined : check.change(item.id, { value: next }));
  const step = (by: number) => {
    const next = Math.round(((value ?? 0) + by) * 1000) / 1000;
    setText(String(next));
    keep(next);
  };
  const off = beyond(item, value);
  return (
    <section className={styles.reading}>
      <span>
        {item.valueLabel}
        <small>
          {item.valueMax === null ? null : t('limitMax', { n: item.valueMax, unit })}{' '}
          {item.valueMin === null ? null : t('limitMin', { n: item.valueMin, unit })}{' '}
          {off === null ? null : <b>{t(off > 0 ? 'over' : 'under', { n: Math.abs(off), unit })}</b>}
        </small>
      </span>
      <div>
        <button type="button" aria-label={t('less')} onClick={() => step(-1)}>
          <Minus size={20} aria-hidden />
        </button>
        <input
          maxLength={LENGTHS.line}
          inputMode="decimal"
          aria-label={item.valueLabel ?? ''}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => keep(value)}
        />
        <button type="button" aria-label={t('more')} onClick={() => step(1)}>
          <Plus size={20} aria-hidden />
        </button>
      </div>
    </section>
  );
}

function Photos({ item, own, run, check }: Pick<ItemProps, 'item' | 'own' | 'run' | 'check'>) {
  const t = useWords(WORDS);
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<unknown>(null);
  const wanted = lackOf(item, own) === 'photo';
  if (item.photo === 'none' && own.result !== 'bad' && own.photos.length === 0) return null;
  const add = async (files: FileList | null) => {
    setError(null);
    try {
      for (const file of [...(files ?? [])].slice(0, 9 - own.photos.length))
        await check.addFile(item.id, 'photo', await smaller(file), file.name);
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <section className={styles.photos}>
      {own.photos.map((sha256, index) => (
        <img key={sha256} src={fileHref(check, run.id, sha256)} alt={t('photoN', { n: index + 1 })} />
      ))}
      <button type="button" data-wanted={wanted} onClick={() => input.current?.click()}>
        <Camera size={24} strokeWidth={1.75} aria-hidden />
        {t('takePhoto')}
        {wanted ? <small>{t('needPhoto')}</small> : null}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('takePhoto')}
        accept="image/jpeg,image/png,image/webp"
        capture="environment"
        onChange={(event) => void add(event.target.files)}
      />
      {error === null ? null : <RefusalNote error={error} />}
    </section>
  );
}

const CHOICES = [
  { value: 'ok', label: '符合', labelEn: 'Met', icon: Tick },
  { value: 'bad', label: '不符合', labelEn: 'Not met', icon: X },
  { value: 'na', label: '不适用', labelEn: 'n/a', icon: Minus },
] as const;

/** The three answers under the thumb. */
export function Verdict({
  value,
  choose,
}: {
  readonly value: Result | null;
  readonly choose: (result: Result) => void;
}) {
  const label = useLabel();
  return (
    <div className={styles.verdict}>
      {CHOICES.map(({ icon: Icon, ...one }) => (
        <button
          key={one.value}
          type="button"
          data-result={one.value}
          aria-pressed={value === one.value}
          onClick={() => choose(one.value)}
        >
          <Icon size={20} strokeWidth={2} aria-hidden />
          {label(one)}
        </button>
      ))}
    </div>
  );
}
