export { type Configuration, describeConfiguration, readConfiguration } from './configuration.ts';
export { probePort } from './port.ts';
