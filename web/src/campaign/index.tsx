export { CampaignPage } from './CampaignPage.tsx';
export { CampaignsPage } from './CampaignsPage.tsx';
export { CampaignPrintPage } from './PrintPage.tsx';
