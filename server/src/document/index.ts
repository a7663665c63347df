export { authorityOf } from './authority.ts';
export { renderPdf } from './pdf.ts';
export { documentRoutes, sealRoutes } from './routes.ts';
export { issueDocument } from './write.ts';
