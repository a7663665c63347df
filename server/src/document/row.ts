import type { DocumentState, DocumentTemplate, DocumentView, Paper } from '@anlan/kernel/document';
import { SYSTEMS } from '@anlan/systems';

/** Every declared template by key. */
export const TEMPLATES: ReadonlyMap<string, DocumentTemplate> = new Map(
  SYSTEMS.flatMap((system) => (system.documents ?? []).map((template) => [template.key, template] as const)),
);

/** A row of table `document`. */
export interface DocumentRow {
  id: string;
  template: string;
  state: DocumentState;
  title: string;
  number: string | null;
  code: string | null;
  authority_path: string;
  issuer: string;
  addressee: string;
  enterprise_id: string | null;
  case_id: string | null;
  facts: Record<string, unknown>;
  paper: Paper;
  names: string[];
  content_sha256: string;
  pdf_sha256: string | null;
  docx_sha256: string | null;
  seal_id: string | null;
  drafted_at: Date;
  drafted_by: string;
  drafted_by_id: string | null;
  approved_by: string | null;
  approved_by_id: string | null;
  issued_on: string | null;
  issued_at: Date | null;
  served_at: Date | null;
  read_at: Date | null;
  ended_at: Date | null;
  revoked_at: Date | null;
  revoke_reason: string | null;
  replaced_by: string | null;
  region_path: string;
  organisation_id: string | null;
  sector: string | null;
  demonstration: boolean;
  version: number;
}

const ms = (date: Date | null): number | null => (date === null ? null : date.getTime());

/** 行政处罚法 第六十一条: served on the spot or within seven days. */
const SERVE_WITHIN_MS = 7 * 86_400_000;

export function documentView(row: DocumentRow): DocumentView {
  return {
    id: row.id,
    template: row.template,
    title: row.title,
    number: row.number,
    code: row.code,
    state: row.state,
    issuer: row.issuer,
    addressee: row.addressee,
    organisationId: row.organisation_id,
    caseId: row.case_id,
    regionPath: row.region_path,
    draftedAt: row.drafted_at.getTime(),
    draftedBy: row.drafted_by,
    approvedBy: row.approved_by,
    issuedOn: row.issued_on,
    issuedAt: ms(row.issued_at),
    servedAt: ms(row.served_at),
    readAt: ms(row.read_at),
    revokedAt: ms(row.revoked_at),
    serveBy: row.state === 'issued' && row.issued_at !== null ? row.issued_at.getTime() + SERVE_WITHIN_MS : null,
    version: row.version,
  };
}
