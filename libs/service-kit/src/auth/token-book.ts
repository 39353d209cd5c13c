import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from './access';

/**
 * Which role a bearer token carries. Tokens are kept and compared as digests, every one of them on every call, so that
 * neither their length nor how much of a guess was right can be read from the time an answer takes.
 */
export class TokenBook {
  private readonly entries: readonly { role: Role; digest: Buffer }[];

  constructor(tokens: Record<Role, readonly string[]>) {
    this.entries = (Object.entries(tokens) as [Role, readonly string[]][]).flatMap(([role, list]) =>
      list.map((token) => ({ role, digest: digestOf(token) })),
    );
  }

  roleOf(token: string): Role | null {
    const digest = digestOf(token);
    let found: Role | null = null;
    for (const entry of this.entries) if (timingSafeEqual(entry.digest, digest)) found = entry.role;
    return found;
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
