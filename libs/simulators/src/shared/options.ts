import type { Range } from './latency';

export interface TwinOptions {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  seed: number;
  /** How long an answer takes, in ms. */
  answerMs: Range;
  /** How long after the event a webhook is sent, in ms. */
  webhookMs: Range;
  /** The vendor's published rate limits. */
  limits: boolean;
  /** Webhook retries wait the vendor's schedule times this. 1 is real time. */
  retryScale: number;
}

export const DEFAULT_OPTIONS: TwinOptions = {
  port: 0,
  seed: 1,
  answerMs: { min: 80, max: 250 },
  webhookMs: { min: 200, max: 1000 },
  limits: true,
  retryScale: 0.1,
};

/** In-process tests that do not measure time: no delays, no limits. */
export const INSTANT_OPTIONS: TwinOptions = {
  ...DEFAULT_OPTIONS,
  answerMs: { min: 0, max: 0 },
  webhookMs: { min: 0, max: 0 },
  limits: false,
  retryScale: 0.0005,
};

/** The value of `--name`, else of the environment variable TWIN_NAME. */
export function flag(argv: string[], env: NodeJS.ProcessEnv, name: string): string | undefined {
  const index = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (index >= 0) {
    const word = argv[index];
    return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (argv[index + 1] ?? '');
  }
  return env[`TWIN_${name.toUpperCase().replaceAll('-', '_')}`];
}

/** Reads --port, --host, --seed, --answer-ms a-b, --webhook-ms a-b, --limits on|off and --retry-scale; throws on nonsense. */
export function readTwinOptions(argv: string[], env: NodeJS.ProcessEnv): TwinOptions {
  const text = (name: string) => flag(argv, env, name);
  return {
    port: number('port', text('port') ?? env.PORT, DEFAULT_OPTIONS.port),
    host: text('host'),
    seed: number('seed', text('seed'), DEFAULT_OPTIONS.seed),
    answerMs: range('answer-ms', text('answer-ms'), DEFAULT_OPTIONS.answerMs),
    webhookMs: range('webhook-ms', text('webhook-ms'), DEFAULT_OPTIONS.webhookMs),
    limits: onOff('limits', text('limits'), DEFAULT_OPTIONS.limits),
    retryScale: number('retry-scale', text('retry-scale'), DEFAULT_OPTIONS.retryScale),
  };
}

function number(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} must be a number >= 0, got "${text}"`);
  return value;
}

export function range(name: string, text: string | undefined, fallback: Range): Range {
  if (!text) return fallback;
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) throw new Error(`--${name} must look like 80-250 (ms), got "${text}"`);
  const min = Number(match[1]);
  return { min, max: Math.max(min, Number(match[2] ?? match[1])) };
}

function onOff(name: string, text: string | undefined, fallback: boolean): boolean {
  if (!text) return fallback;
  if (text !== 'on' && text !== 'off') throw new Error(`--${name} must be on or off, got "${text}"`);
  return text === 'on';
}
