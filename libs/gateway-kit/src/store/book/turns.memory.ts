import { memoryTx, type Tx } from '@tillbridge/persistence';
import type { Turns } from './turns';

/** For specs and the simulation. Same contract as TypeOrmTurns. */
export class MemoryTurns implements Turns {
  private readonly lastOf = new Map<string, Promise<void>>();

  async take(tx: Tx, channels: readonly string[]): Promise<void> {
    for (const channel of [...new Set(channels)].sort()) {
      const before = this.lastOf.get(channel);
      this.lastOf.set(channel, new Promise((ended) => memoryTx(tx).join({ check, apply, ended: () => ended() })));
      await before;
    }
  }
}

const check = (): void => undefined;
const apply = (): void => undefined;
