import { LosslessNumber, parse, stringify } from 'lossless-json';

/** A vendor's object; every number in it is the text it was written as. */
export type VendorObject = Record<string, unknown>;

/** Versions exceed 2^53 and prices must not become floats, so numbers are kept as they were written. */
export function readJson(text: string): unknown {
  return parse(text, null, (number) => number);
}

export function writeJson(value: unknown): string {
  return stringify(value) ?? '';
}

/** An integer or decimal in text, written to JSON as a number, digit by digit. */
export function exactNumber(text: string): LosslessNumber {
  return new LosslessNumber(text);
}

export function isObject(value: unknown): value is VendorObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `name`, or an empty one. */
export function objectAt(parent: VendorObject, name: string): VendorObject {
  const value = parent[name];
  return isObject(value) ? value : {};
}

export function listAt(parent: VendorObject, name: string): VendorObject[] {
  const value = parent[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Text, also of a number; null when absent or empty. */
export function textAt(parent: VendorObject, name: string): string | null {
  const value = parent[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Units that may be parts of one; null for anything that is no number. */
export function decimalUnits(value: unknown): number | null {
  return typeof value === 'string' && /^-?\d{1,9}(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** "3", "3.0" and "-1.00000" are whole; "0.5" and anything unexpected is not: null. */
export function wholeUnits(value: unknown): number | null {
  if (typeof value !== 'string' || !/^-?\d{1,9}(\.0+)?$/.test(value)) return null;
  // "-0.0" is zero, not negative zero.
  return Math.trunc(Number(value)) || 0;
}
