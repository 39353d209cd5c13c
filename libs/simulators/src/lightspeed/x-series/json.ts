import { parse, stringify } from 'lossless-json';

/** Versions are int64 on the wire: written as JSON numbers whatever their size, which JSON.stringify cannot do. */
export function toJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

/** Whole numbers too big for a double come back as bigint, so that a cursor above 2^53 is compared exactly. */
export function fromJson(text: string): unknown {
  return parse(text, undefined, (digits) => {
    const value = Number(digits);
    return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
  });
}
