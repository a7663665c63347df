export { HAZARD_CLASSES, type HazardClass } from './classes.ts';
export { chemicalHolding, STORAGE_FORMS, type StorageForm } from './entities.ts';
export { LISTS, type ListKey } from './lists.ts';
export { contentOf, PRESENT_SOURCES, type Content } from './content.ts';
export { PROCESSES } from './processes.ts';
export { findSubstances, substanceOf, SUBSTANCES, SUBSTANCES_VERSION, type Substance } from './substances.ts';
export { hazchemUnits } from './system.ts';
