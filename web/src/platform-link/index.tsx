export { LinkPage } from './LinkPage.tsx';
export { LinksPage } from './LinksPage.tsx';
