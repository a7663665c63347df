export { PublicationNewPage } from './NewPage.tsx';
export { PublicationPage } from './PublicationPage.tsx';
export { PublicationsPage } from './PublicationsPage.tsx';
export { PublicNoticePage, PublicNoticesPage } from './PublicNotices.tsx';
export { PublicVerifyPage, VerifyDoor } from './PublicVerify.tsx';
