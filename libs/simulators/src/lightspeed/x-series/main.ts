import { flag, readTwinOptions } from '../../shared';
import { startLightspeedXTwin } from './start';
import { DEFAULT_SETTINGS, SALE_REPOSTS, type XSeriesOptions } from './twin';

/**
 * Common flags, and: --lag-ms, --row-delay-ms, --sale-repost existing|409|422|id-only, --line-tax fits|as-sent,
 * --signature hex|base64, --first-version, --domain-prefix.
 */
function readOptions(argv: string[], env: NodeJS.ProcessEnv): XSeriesOptions {
  const text = (name: string) => flag(argv, env, name);
  const firstVersion = text('first-version');
  return {
    ...readTwinOptions(argv, env),
    lagMs: milliseconds('lag-ms', text('lag-ms')),
    rowDelayMs: milliseconds('row-delay-ms', text('row-delay-ms')),
    saleRepost: oneOf('sale-repost', text('sale-repost'), SALE_REPOSTS, DEFAULT_SETTINGS.saleRepost),
    lineTax: oneOf('line-tax', text('line-tax'), ['fits', 'as-sent'] as const, DEFAULT_SETTINGS.lineTax),
    signatureEncoding: oneOf(
      'signature',
      text('signature'),
      ['hex', 'base64'] as const,
      DEFAULT_SETTINGS.signatureEncoding,
    ),
    firstVersion: firstVersion ? BigInt(firstVersion) : undefined,
    domainPrefix: text('domain-prefix'),
  };
}

function milliseconds(name: string, text = '0'): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} must be whole milliseconds, got "${text}"`);
  return value;
}

function oneOf<T extends string>(name: string, text: string | undefined, allowed: readonly T[], fallback: T): T {
  const value = (text ?? fallback) as T;
  if (!allowed.includes(value)) throw new Error(`--${name} must be one of ${allowed.join(', ')}, got "${text}"`);
  return value;
}

async function main(): Promise<void> {
  const twin = await startLightspeedXTwin(readOptions(process.argv.slice(2), process.env));
  process.stdout.write(`${JSON.stringify({ ready: true, url: twin.url })}\n`);
  const stop = () => void twin.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
