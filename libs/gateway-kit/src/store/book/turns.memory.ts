import { memoryTx, type Tx } from '@tillbridge/persistence';
import type { Turns } from './turns';

/** For specs and the simulation. Same contract as TypeOrmTurns. */
export class MemoryTurns implements Turns {
  private readonly lastOf = new Map<string, Promise<void>>();

  async take(tx: Tx, channels: readonly string[]): Promise<void> {
    for (const channel of [...new Set(channels)].sort()) {
      const before = this.lastOf.get(channel);
      let ended = (): void => undefined;
      const mine = new Promise<void>((resolve) => (ended = resolve));
      memoryTx(tx).join({ check: nothing, apply: nothing, ended: () => ended() });
      this.lastOf.set(channel, mine);
      await before;
    }
  }
}

const nothing = (): void => undefined;
