import { sql } from 'kysely';
import { loadCriteria, loadLaws, type PackedCriterion } from '@anlan/data';
import { readLaw, type Condition, type Effect } from '@anlan/kernel/catalogue';
import type { Database, Tx } from '../access/scoped.ts';
import { keepLaw, keepVersion } from './keep-law.ts';

const BY = '平台';
const LAW_ORIGIN = '国家法律法规数据库公开文本（随平台附带）';
const SUMMARY = '本平台摘要，非官方原文；以正式文本为准，导入正式文本后替换';

/** Brings in the laws and criteria that come with the platform, once; both modes of starting want them. */
export async function loadLibrary(db: Database): Promise<void> {
  const { rows } = await sql<{ known: boolean }>`SELECT EXISTS (SELECT FROM law) AS known`.execute(db);
  if (rows[0]?.known === true) return;
  await db.transaction().execute(async (tx) => {
    for (const { versions, ...law } of loadLaws()) {
      await keepLaw(tx, law);
      for (const { text, ...version } of versions)
        await keepVersion(tx, law.key, { ...version, origin: LAW_ORIGIN, by: BY, articles: readLaw(text).articles });
    }
    await keepCriteria(tx, loadCriteria());
  });
}

/** Every standard is a list of its own and, as a summary, a text of the library. */
async function keepCriteria(tx: Tx, criteria: readonly PackedCriterion[]): Promise<void> {
  for (const key of new Set(criteria.map((one) => one.key))) {
    const own = criteria.filter((one) => one.key === key);
    const [first] = own as [PackedCriterion, ...PackedCriterion[]];
    await keepLaw(tx, { key, title: first.title, short: null, kind: 'criteria', issuer: null, region: 'cn.' });
    await keepVersion(tx, key, {
      name: `${first.validFrom.slice(0, 4)}年版（摘要）`,
      issuedOn: null,
      validFrom: first.validFrom,
      preface: `${first.origin}\n${SUMMARY}`,
      origin: SUMMARY,
      by: BY,
      articles: own.map((one) => ({
        number: one.number,
        label: `第 ${one.number} 项`,
        chapter: one.group,
        text: one.text,
      })),
    });
    const { rows } = await sql<{ id: string }>`
      INSERT INTO catalogue (kind, name, origin, region_path) VALUES ('major-danger', ${first.title}, ${first.origin}, 'cn.')
      RETURNING id`.execute(tx);
    const items = own.map((one, index) => ({ ...itemOf(one), place: index + 1, catalogue: rows[0]!.id }));
    await sql`
      INSERT INTO catalogue_item (catalogue, code, place, title, text, rule, effect, clauses, origin, confidence, valid_from, by, region_path)
      SELECT i.catalogue, i.code, i.place, i.title, i.text, i.rule, i.effect, ARRAY[i.code], ${first.origin}, i.confidence,
        i.from, ${BY}, 'cn.'
      FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS i (catalogue uuid, code text, place int, title text,
        text text, rule jsonb, effect jsonb, confidence text, "from" date)`.execute(tx);
  }
}

/** A criterion as an item: for these sectors, where it was chosen as the criterion of the danger. */
function itemOf(one: PackedCriterion) {
  const code = `${one.key}/${one.number}`;
  const chosen: Condition = { fact: 'criterion', is: [code] };
  const rule: Condition = one.sectors.length === 0 ? chosen : { all: [{ fact: 'sector', is: one.sectors }, chosen] };
  const effect: Effect = { kind: 'propose', values: { grade: 'major', level: 'red', class: one.class } };
  return {
    code,
    title: one.text.slice(0, 120),
    text: [one.trade, one.group, one.text].filter((part) => part !== '').join(' '),
    rule,
    effect,
    confidence: one.confidence,
    from: one.validFrom,
  };
}
