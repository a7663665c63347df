export { FirmNotificationPage } from './FirmPage.tsx';
export { NotificationPage } from './NotificationPage.tsx';
