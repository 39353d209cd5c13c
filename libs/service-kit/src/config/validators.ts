import { ArrayNotEmpty, IsArray, Matches, MinLength, ValidateBy, type ValidationArguments } from 'class-validator';

/** Short tokens can be guessed; 16 characters of a random token cannot. */
export const tokenLengthMin = 16;
const masterKeyBytes = 32;

/** Bearer tokens, as they fit into a header and into a list with commas. */
export function IsTokenList(): PropertyDecorator {
  const each = true;
  const checks = [
    IsArray({ message: 'it is not a list' }),
    ArrayNotEmpty({ message: 'it holds no token' }),
    MinLength(tokenLengthMin, { each, message: `a token is shorter than ${tokenLengthMin} characters` }),
    Matches(/^[\x21-\x2b\x2d-\x7e]+$/, { each, message: 'a token holds a blank or a character outside ASCII' }),
  ];
  return (prototype, property) => checks.forEach((check) => check(prototype, property));
}

export function IsMasterKey(): PropertyDecorator {
  return ValidateBy({
    name: 'isMasterKey',
    validator: {
      validate: (value) => typeof value === 'string' && isBase64OfKey(value),
      defaultMessage: () => `it is not ${masterKeyBytes} bytes of base64`,
    },
  });
}

function isBase64OfKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  // Buffer.from skips what is no base64; encoding again shows whether anything was skipped.
  return bytes.length === masterKeyBytes && bytes.toString('base64') === text;
}

/** A token in two lists would carry two roles at once, and nobody could say which one was meant. */
export function DisjointFrom(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'disjointFrom',
    validator: {
      validate: (value, args?: ValidationArguments) => {
        const theirs = (args?.object as Record<string, unknown>)[other];
        return !Array.isArray(value) || !Array.isArray(theirs) || !value.some((entry) => theirs.includes(entry));
      },
      defaultMessage: () => `a token is also in ${other}`,
    },
  });
}
