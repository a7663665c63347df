export { type Configuration, type ConfigurationRead, type ConfigurationRow, describeConfiguration, readConfiguration, } from './configuration.ts';
export { type ProbeOptions, probePort } from './port.ts';
//# sourceMappingURL=index.d.ts.map