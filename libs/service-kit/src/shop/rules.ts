import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { Matches, ValidateBy, ValidateNested, ArrayNotEmpty, IsArray, IsBoolean } from 'class-validator';

/*
 * Each message finishes the sentence "stores[0].channel: "Store A" …", so that one line says where, what and what instead.
 */

const name = /^[a-z0-9][a-z0-9-]{0,62}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const IsName = (example: string) =>
  Matches(name, {
    message: `should be a name of small letters, digits and dashes, 63 characters at most, for example ${example}`,
  });
export const EachIsName = (example: string) =>
  Matches(name, { each: true, message: `should be names of small letters, digits and dashes, for example ${example}` });
export const IsVendorUuid = () => Matches(uuid, { message: 'should be the UUID that Lightspeed shows for it' });
export const EachIsVendorUuid = () =>
  applyDecorators(
    IsArray({ message: 'should be a list of UUIDs' }),
    Matches(uuid, { each: true, message: 'should be the UUIDs that Lightspeed shows for them' }),
  );
export const IsCurrency = () =>
  Matches(/^[A-Z]{3}$/, { message: 'should be the three letters of its currency, for example EUR' });
export const IsTrueOrFalse = () => IsBoolean({ message: 'should be true or false' });
export const IsApiVersion = () =>
  Matches(/^\d{4}-\d{2}$/, { message: 'should be a dated version, for example 2026-07' });
export const IsSecretText = () => IsNonEmptyText('should be text; take it from the environment as ${NAME}');

export function IsNonEmptyText(message: string): PropertyDecorator {
  return ValidateBy({
    name: 'isNonEmptyText',
    validator: { validate: (value) => typeof value === 'string' && value.trim() !== '', defaultMessage: () => message },
  });
}

export function IsBaseUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isBaseUrl',
    validator: {
      validate: (value) => typeof value === 'string' && isBaseUrl(value),
      defaultMessage: () => 'should be an address without a path, for example https://acme.myshopify.com',
    },
  });
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '';
}

/** A nested block of settings. */
export const Block = (Class: new () => object) =>
  applyDecorators(
    ValidateNested({ message: 'should be a block of settings' }),
    Type(() => Class),
  );

/** A list of blocks, at least one. */
export const Blocks = (Class: new () => object, one: string) =>
  applyDecorators(
    IsArray({ message: `should be a list, each entry ${one}` }),
    ArrayNotEmpty({ message: `should have at least one entry, each ${one}` }),
    ValidateNested({ each: true, message: `should be a list, each entry ${one}` }),
    Type(() => Class),
  );

/** A list of blocks, which may be empty. */
export const EachBlock = (Class: new () => object, one: string) =>
  applyDecorators(
    IsArray({ message: `should be a list, each entry ${one}` }),
    ValidateNested({ each: true, message: `should be a list, each entry ${one}` }),
    Type(() => Class),
  );
