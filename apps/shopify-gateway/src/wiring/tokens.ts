export const STORE_GATEWAY = Symbol('STORE_GATEWAY');
export const RAW_INTAKE = Symbol('RAW_INTAKE');
export const INTAKE_WORKER = Symbol('INTAKE_WORKER');
