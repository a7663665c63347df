export { openAttachments, type Attachments } from './keep.ts';
export { attachmentRoutes } from './routes.ts';
