export { EmergencyCard } from './EmergencyCard.tsx';
export { FencesPage } from './FencesPage.tsx';
export { TransportPage } from './TransportPage.tsx';
export { VehiclePage } from './VehiclePage.tsx';
export { WaybillsPage } from './WaybillsPage.tsx';
