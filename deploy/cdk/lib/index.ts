export { Latchkey, type LatchkeyProps } from './latchkey';
export type { LatchkeySettings } from './settings';
