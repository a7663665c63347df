import '@fontsource/noto-serif-sc/400.css';
import '@fontsource/noto-serif-sc/700.css';
import { dateText, type Block, type DocumentDetail } from '@anlan/kernel/document';
import { Scroll } from '../parts/index.ts';
import styles from './PaperView.module.css';

type Paper = Omit<DocumentDetail['paper'], 'blocks'> & { readonly blocks: readonly Block[] };

interface PaperViewProps {
  readonly paper: Paper;
  readonly sealed?: boolean;
  /** Lies across the paper: draft, revoked. */
  readonly stamp?: string | undefined;
  /** Stands where the number will be. */
  readonly numberless: string;
}

/** A document as it is read on a screen: the same content as its PDF, in the typeface of documents. */
export function PaperView({ paper, sealed = false, stamp, numberless }: PaperViewProps) {
  const { form, issuer, title, number, blocks, issuedOn, copies } = paper;
  return (
    <article className={styles.paper} data-form={form} aria-label={title}>
      {form === 'official' ? <p className={styles.mark}>{issuer}文件</p> : null}
      {form === 'order' ? <p className={styles.issuer}>{issuer}</p> : null}
      {form === 'official' ? null : <h2>{title}</h2>}
      <p className={styles.number}>{form === 'list' ? issuer : (number ?? `（${numberless}）`)}</p>
      <hr />
      {form === 'official' ? <h2>{title}</h2> : null}
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
      <div className={styles.signature}>
        <span>{issuer}</span>
        <span>{dateText(issuedOn)}</span>
        {sealed ? (
          <svg viewBox="0 0 120 120" aria-hidden className={styles.seal}>
            <circle cx="60" cy="60" r="54" />
            <path d="M60 34l7 21h22L71 68l7 21-18-13-18 13 7-21-18-13h22z" />
          </svg>
        ) : null}
      </div>
      {copies.length === 0 ? null : <p className={styles.copies}>抄送：{copies.join('，')}。</p>}
      {stamp === undefined ? null : (
        <b className={styles.stamp} aria-hidden>
          {stamp}
        </b>
      )}
    </article>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  if (block.kind === 'heading') return <h3>{block.text}</h3>;
  if (block.kind === 'paragraph') return <p className={styles.text}>{block.text}</p>;
  if (block.kind === 'addressee') return <p>{block.text}：</p>;
  if (block.kind === 'remark') return <small>{block.text}</small>;
  if (block.kind === 'blanks')
    return (
      <>
        {block.labels.map((label) => (
          <p key={label}>{label}：＿＿＿＿＿＿</p>
        ))}
      </>
    );
  if (block.kind === 'facts')
    return (
      <table>
        <tbody>
          {block.rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  return (
    <Scroll className={styles.scroll}>
      <table>
        <thead>
          <tr>
            {block.head.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Blocks alone, for what is published. */
export function BlocksView({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div className={styles.blocks}>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}
