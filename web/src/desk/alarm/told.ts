import type { AlarmEntry } from '@anlan/kernel/alarm';
import { regionName } from '../../language/regions.ts';
import { toldInEnglish, type Sentences } from '@anlan/kernel/refusal';
import { byName } from '../../language/things.ts';
import type { Language } from '../../language/index.tsx';
import { sayRule } from '../../rules/index.ts';

/** What the platform itself writes into an alarm’s trail; people’s own words stay as they wrote them. */
const SENTENCES: Sentences = [
  ['补传数据：{day} {from} 至 {last} {till} {rest}', 'Sent later, {day} {from} to {last} {till}: {rest}'],
  ['补传数据：{rest}', 'Sent later: {rest}'],
  ['升为{label}：{value}，限 {limit}', 'Up to {label}: {value}, limit {limit}'],
  ['升为{label}：超过 {seconds} s 没有数据', 'Up to {label}: no data for more than {seconds} s'],
  ['升为{label}', 'Up to {label}'],
  ['降为{label}：{value}，限 {limit}', 'Down to {label}: {value}, limit {limit}'],
  ['锁存，待现场核实后复位', 'Latched until somebody has looked on site and resets it'],
  ['锁存未复位，再次发生', 'Latched and not reset: it happened again'],
  ['恢复正常：{value}', 'Back to normal: {value}'],
  ['恢复正常', 'Back to normal'],
  ['数据恢复', 'Data are back'],
  ['已离开，或限制时段已过', 'It has left, or the hours of the restriction are over'],
  ['补传数据中的越限仍在持续，转为实时报警', 'The excursion found in data sent later still lasts: it rings now'],
  ['{label}：超过 {seconds} s 没有数据', '{label}: no data for more than {seconds} s'],
  ['企业{seconds} 秒未确认，升级到{rung}', 'Not answered by the enterprise in {seconds} s: on to {rung}'],
  ['{seconds} 秒未确认，升级到{rung}', 'Not acknowledged in {seconds} s: on to {rung}'],
  ['搁置到时，自动回到列表', 'Time of shelving is over: back in the list'],
  ['取消搁置', 'Shelving ended'],
  ['确认并接手', 'Acknowledged and taken on'],
  ['企业确认', 'Acknowledged by the enterprise'],
  ['误报。原因：{cause}；措施：{measure}', 'False alarm. Cause: {cause}; measure: {measure}'],
  ['原因：{cause}；措施：{measure}', 'Cause: {cause}; measure: {measure}'],
  ['已开立事项 {number}', 'Case {number} opened'],
  ['转为事件，电话快报 {number}', 'Turned into an event, flash report {number}'],
  ['电话续报 {number}', 'Supplement {number} by telephone'],
  ['未能开立事项：{why}', 'No case could be opened: {why}'],
  ['并入事项 {number}', 'Joined case {number}'],
  ['{region}已签收通知（企业尚未确认）', '{region} has received the notice (the enterprise has not answered yet)'],
  ['{region}已签收通知', '{region} has received the notice'],
  ['{region}督办：{text}', '{region} instructs: {text}'],
  ['触发报警：{number} {alarm}', 'Set off by {number} {alarm}'],
  ['紧急切断已动作：{tank}（切断记录 {number}）', 'Emergency shut-off has acted: {tank} (record {number})'],
  ['附件 {size} KB · {hash}', 'File {size} KB · {hash}'],
  ['{label}：{value}，限 {limit}', '{label}: {value}, limit {limit}'],
];

/** Rungs as ladders name them. */
const RUNGS: Readonly<Record<string, string>> = {
  企业: 'the enterprise',
  乡镇应急办: 'the town',
  县值班: 'county duty',
  市值班: 'city duty',
  海事值班: 'maritime duty',
  市领导: 'the city leader',
};

/** Kinds of entries that are wholly a label of the rule: `行驶中阀开`. */
const RAISED: ReadonlySet<string> = new Set(['raised', 'level-raised', 'found']);

/** What the platform wrote into the shift log, `subject · what happened`, in the reader’s language. */
export function logText(text: string, language: Language): string {
  const at = text.lastIndexOf(' · ');
  if (language === 'zh' || at < 0) return text;
  return `${byName(text.slice(0, at), 'en')} · ${entryText(undefined, { kind: 'raised', text: text.slice(at + 3) }, 'en')}`;
}

/** A line of an alarm’s trail in the reader’s language. */
export function entryText(
  rule: string | undefined,
  entry: Pick<AlarmEntry, 'kind' | 'text'>,
  language: Language,
): string {
  const { kind, text } = entry;
  if (language === 'zh') return text;
  const label = (value: string): string => sayRule({ ...(rule !== undefined && { rule }), label: value }, 'en').label;
  const say = (value: string, place: string): string => {
    if (place === 'label') return label(value);
    if (place === 'rung') return RUNGS[value] ?? value;
    if (place === 'region') return regionName(value, 'en');
    if (place === 'tank') return byName(value, 'en');
    if (place === 'rest') return entryText(rule, { kind, text: value }, 'en');
    return value;
  };
  return toldInEnglish(SENTENCES, text, say) ?? (RAISED.has(kind) ? label(text) : text);
}
