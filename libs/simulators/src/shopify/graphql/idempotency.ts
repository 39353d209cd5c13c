import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { getDirectiveValues } from 'graphql';
import { failure, userError, type UserError } from './errors';
import type { Context } from './context';

interface Attempt {
  mutation: string;
  fingerprint: string;
  at: number;
  state: 'running' | 'done' | 'failed';
  payload?: Record<string, unknown>;
}

/** Remembers what each key was used for, for 24 hours. */
export class IdempotencyKeys {
  private readonly attempts = new Map<string, Attempt>();

  constructor(
    private readonly now: () => number,
    private readonly lifeMs: number,
  ) {}

  find(key: string): Attempt | undefined {
    const attempt = this.attempts.get(key);
    if (!attempt || this.now() - attempt.at < this.lifeMs) return attempt;
    this.attempts.delete(key);
    return undefined;
  }

  /** Marks a key as being worked on; false when it is already known. */
  claim(key: string): boolean {
    if (this.find(key)) return false;
    this.attempts.set(key, { mutation: '', fingerprint: '', at: this.now(), state: 'running' });
    return true;
  }

  /** The claimed request came to nothing (it was rejected before it ran): the key is as good as new. */
  release(key: string): void {
    if (this.attempts.get(key)?.state === 'running') this.attempts.delete(key);
  }

  finish(key: string, attempt: Omit<Attempt, 'at'>): void {
    this.attempts.set(key, { ...attempt, at: this.now() });
  }
}

/** The keys one request has claimed. */
export class KeyClaims {
  private readonly held = new Set<string>();
  private readonly busy = new Set<string>();

  constructor(readonly keys: IdempotencyKeys) {}

  take(key: string): void {
    if (this.keys.claim(key)) this.held.add(key);
    else if (this.keys.find(key)?.state === 'running') this.busy.add(key);
  }

  /** Another request was working on this key when ours arrived. */
  concurrent(key: string): boolean {
    return this.busy.has(key);
  }

  holds(key: string): boolean {
    return this.held.has(key);
  }

  /** Lets go of keys whose mutation did not run. */
  release(): void {
    for (const key of this.held) this.keys.release(key);
  }

  /** The attempt broke inside: its keys must not be used again. */
  fail(): void {
    for (const key of this.held) this.keys.finish(key, { mutation: '', fingerprint: '', state: 'failed' });
  }
}

type Answer = Record<string, unknown> & { userErrors: UserError[] };

/**
 * Runs a mutation that must carry `@idempotent`: the same key with the same arguments answers what it answered before and
 * changes nothing; with other arguments, or while the first is still running, it is refused.
 */
export function idempotent(
  context: Context,
  info: GraphQLResolveInfo,
  args: unknown,
  emptyPayload: Record<string, unknown>,
  run: () => Answer,
): Answer {
  const key = keyOn(info.fieldNodes[0], info);
  const refuse = (code: string, message: string): Answer => ({
    ...emptyPayload,
    userErrors: [userError(null, message, code)],
  });
  const fingerprint = canonical(args);
  const { keys } = context.claims;
  const known = context.claims.holds(key) ? undefined : keys.find(key);
  if (context.claims.concurrent(key)) {
    return refuse('IDEMPOTENCY_CONCURRENT_REQUEST', 'This request is currently in progress, please try again.');
  }
  if (known?.state === 'failed') return refuse('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', PREVIOUS_FAILED);
  if (known && (known.mutation !== info.fieldName || known.fingerprint !== fingerprint)) {
    const message = 'The same idempotency key cannot be used with different operation parameters.';
    return refuse('IDEMPOTENCY_KEY_PARAMETER_MISMATCH', message);
  }
  if (known) return replay(context, known, refuse);
  const payload = run();
  keys.finish(key, { mutation: info.fieldName, fingerprint, state: 'done', payload });
  return payload;
}

const PREVIOUS_FAILED = 'A previous request with this idempotency key failed. Retry with a new idempotency key.';

function replay(context: Context, known: Attempt, refuse: (code: string, message: string) => Answer): Answer {
  const payload = known.payload as Answer;
  const failed = payload.userErrors.length > 0;
  if (failed && context.shop.switches.failedKey === 'previous_failed') {
    return refuse('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED', PREVIOUS_FAILED);
  }
  return payload;
}

function keyOn(field: FieldNode, info: GraphQLResolveInfo): string {
  const directive = info.schema.getDirective('idempotent');
  const values = directive && getDirectiveValues(directive, field, info.variableValues);
  if (!values) {
    throw failure('BAD_REQUEST', 'The @idempotent directive is required for this mutation but was not provided.');
  }
  const key = String(values.key);
  if (key.trim() === '') throw failure('BAD_REQUEST', 'The idempotency key must not be empty.');
  return key;
}

/** Equal arguments have equal text, whatever the order of their fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
