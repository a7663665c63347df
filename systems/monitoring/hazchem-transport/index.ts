export { corridorSchema, incidentSchema, type Corridor, type Incident } from './views.ts';
