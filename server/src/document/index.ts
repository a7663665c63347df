export { authorityOf } from './authority.ts';
export { renderDocx } from './docx.ts';
export { renderPdf, type PaperExtras } from './pdf.ts';
export { documentRoutes, sealRoutes } from './routes.ts';
export { draftDocument, issueDocument, spoken, type Draft } from './write.ts';
