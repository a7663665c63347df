export { FORMS, type Block, type DocumentForm, type Paper, type Party } from './paper.ts';
export { checkTemplate, defineTemplate, type DocumentTemplate, type TemplateFacts } from './template.ts';
export { dateText, firmText, namesIn, numberText } from './words.ts';
export { sealSchema, sealUserSchema, type Seal } from './seal-view.ts';
export { signatureSchema, type Signature } from './signature.ts';
export {
  documentDetailSchema,
  documentPageSchema,
  documentViewSchema,
  DOCUMENT_STATES,
  paperSchema,
  verifiedSchema,
  type DocumentDetail,
  type DocumentPage,
  type DocumentState,
  type DocumentView,
  type Verified,
} from './views.ts';
