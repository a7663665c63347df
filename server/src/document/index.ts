export { authorityOf } from './authority.ts';
export { renderPdf } from './pdf.ts';
export { documentRoutes } from './routes.ts';
export { sealRoutes } from './seals.ts';
export { issueDocument } from './write.ts';
