import { readFile } from 'node:fs/promises';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { parseDocument } from 'yaml';
import { ConfigurationError } from '../config/configuration-error';
import { reasonOf } from '../validation-reason';
import { crossChecks } from './cross-checks';
import { at, type Path } from './path';
import { ShopConfig } from './shop-config';
import { substitute } from './substitute';

type Environment = Record<string, string | undefined>;

/** @throws ConfigurationError when the file cannot be read or used. */
export async function loadShopConfig(file: string, env: Environment = process.env): Promise<ShopConfig> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigurationError(`${file} cannot be read (${error.code}).`, [
      'Give the path of your tillbridge.yaml; tillbridge.example.yaml shows what belongs into it.',
    ]);
  });
  return parseShopConfig(text, env, file);
}

/** @throws ConfigurationError naming the YAML path of everything that is wrong, and what would be right. */
export function parseShopConfig(text: string, env: Environment, file = 'tillbridge.yaml'): ShopConfig {
  const document = parseDocument(text);
  reject(
    file,
    document.errors.map((error) => error.message.trim()),
  );
  const { value, problems } = substitute(document.toJS(), env);
  reject(file, problems);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    reject(file, ['the whole file: should be a block of settings: version, till, stores, policy']);
  const shop = plainToInstance(ShopConfig, value as object, { exposeDefaultValues: true });
  reject(
    file,
    validateSync(shop, { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) => explain(error, [])),
  );
  reject(file, crossChecks(shop));
  for (const store of shop.stores) store.baseUrl ??= `https://${store.domain}`;
  return shop;
}

function reject(file: string, problems: string[]): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new ConfigurationError(`${file} cannot be used: ${count}.`, problems);
}

function explain(error: ValidationError, parent: Path): string[] {
  const step = Array.isArray(error.target) ? Number(error.property) : error.property;
  const path = [...parent, step];
  const reason = reasonOf(error.constraints);
  const own = !reason
    ? []
    : reason.rule === 'whitelistValidation'
      ? [unknownSetting(error, path)]
      : [`${at(path)}: ${shown(path, error.value)}${reason.message}`];
  return [...own, ...(error.children ?? []).flatMap((child) => explain(child, path))];
}

function unknownSetting(error: ValidationError, path: Path): string {
  const Block = error.target?.constructor as (new () => object) | undefined;
  const known = Block ? Object.keys(new Block()) : [];
  return `${at(path)}: there is no such setting; known here: ${known.join(', ')}`;
}

function shown(path: Path, value: unknown): string {
  if (value === undefined || value === null) return 'is missing; it ';
  // A secret in the wrong place must not end up on a screen.
  if (/token|secret|clientId/i.test(at(path.slice(-1)))) return '';
  return typeof value === 'object' ? '' : `${JSON.stringify(value)} `;
}
