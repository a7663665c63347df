export { parameterFault, TERMINAL_PARAMETERS, type TerminalParameter, type TerminalValue } from './parameters.ts';
