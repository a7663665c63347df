import type { Alert } from './alert.ts';
import type { Finding } from './finding.ts';
import { refuse, type Refusal } from './refusal.ts';
import { isText, permits, repeats, SCHEMA, type Content, type Group } from './schema.ts';
import { escapeText, forbiddenAt } from './xml.ts';

/**
 * Writes an alert as a CAP 1.2 document, in UTF-8 once encoded.
 *
 * Refuses an alert the schema does not permit, with all `findings`, and characters XML has no place for. The rules of
 * the prose are `offences`, which the sender asks first. Signatures are of a document, so none is written.
 */
export function writeAlert(alert: Alert): string | Refusal {
  const findings: Finding[] = [];
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'];
  writeGroup('alert', alert as unknown as Members, '', '  ', lines, findings);
  const [first] = findings;
  if (!first) return `${lines.join('\n')}\n</alert>\n`;
  const reason = findings.some(({ code }) => code !== 'character') ? 'schema' : 'character';
  return { ...refuse(reason, 0, `${first.path}: ${first.detail}`), findings };
}

type Members = Readonly<Record<string, unknown>>;

function writeGroup(
  group: Group,
  members: Members,
  path: string,
  indent: string,
  lines: string[],
  findings: Finding[],
): void {
  for (const [name, occurs, content] of SCHEMA[group]) {
    const value = members[name];
    const values = value === undefined ? [] : repeats(occurs) ? (value as unknown[]) : [value];
    if (values.length === 0 && (occurs === '1' || occurs === '+')) {
      findings.push({ level: 'schema', code: 'missing', path: path + name, detail: 'required, but missing' });
    }
    values.forEach((item, index) => {
      const place = repeats(occurs) ? `${path}${name}[${index}]` : path + name;
      if (isText(content)) lines.push(`${indent}<${name}>${textOf(item, content, place, findings)}</${name}>`);
      else {
        lines.push(`${indent}<${name}>`);
        writeGroup(content.group, item as Members, `${place}.`, `${indent}  `, lines, findings);
        lines.push(`${indent}</${name}>`);
      }
    });
  }
}

function textOf(
  value: unknown,
  content: Exclude<Content, { group: Group }>,
  path: string,
  findings: Finding[],
): string {
  const text = String(value);
  if (!permits(content, text)) {
    const code = typeof content === 'string' ? 'format' : 'value';
    findings.push({ level: 'schema', code, path, detail: `'${text.slice(0, 80)}' is not permitted` });
  }
  const forbidden = forbiddenAt(text);
  if (forbidden >= 0) {
    const detail = `U+${text.codePointAt(forbidden)!.toString(16).padStart(4, '0')} at ${forbidden}`;
    findings.push({ level: 'schema', code: 'character', path, detail });
  }
  return escapeText(text);
}
