export { instantLightspeedX, startLightspeedXTwin } from './start';
export type { XSeriesOptions, XSeriesSettings } from './twin';
