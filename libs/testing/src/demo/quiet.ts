import { eventually } from '../eventually';
import { serviceNames, type Bridge } from './bridge';
import type { ShopTwins } from './shop';

export interface Quiet {
  /** Nothing may move for this long before it counts as rest. */
  stableMs?: number;
  withinMs?: number;
  /** Counters of the services that may stand above 0: what a person has to look at will not go away by itself. */
  besides?: readonly string[];
  /** Told now and then who is still busy. */
  onBusy?(who: string): void;
}

const tellEveryMs = 30_000;

/**
 * Waits until nothing is on its way: every service says so, no webhook is pending and no vendor's books have changed for
 * a while. @throws naming who was still busy.
 */
export async function untilQuiet(
  bridge: Bridge,
  shop: ShopTwins,
  { stableMs = 2_500, withinMs = 60_000, besides = [], onBusy }: Quiet = {},
): Promise<void> {
  const books = new Books(shop);
  let quietSince = Number.POSITIVE_INFINITY;
  let toldAt = Date.now();
  await eventually(
    async () => {
      const busy = [...(await busyServices(bridge, besides)), ...(await busyTwins(shop)), ...(await books.changes())];
      if (busy.length > 0) quietSince = Number.POSITIVE_INFINITY;
      else quietSince = Math.min(quietSince, Date.now());
      if (busy.length > 0 && Date.now() - toldAt > tellEveryMs) {
        toldAt = Date.now();
        onBusy?.(busy.join('; '));
      }
      if (busy.length > 0) throw new Error(`still busy: ${busy.join('; ')}`);
      if (Date.now() - quietSince < stableMs) throw new Error('quiet, but not for long enough');
    },
    { withinMs, everyMs: 250 },
  );
}

async function busyServices(bridge: Bridge, besides: readonly string[]): Promise<string[]> {
  const states = await Promise.all(
    serviceNames.map(async (name) => {
      const { busy } = await bridge.status(name);
      const counts = Object.entries(busy).filter(([what, count]) => count > 0 && !besides.includes(what));
      return counts.length === 0 ? null : `${name} (${counts.map(([what, count]) => `${what} ${count}`).join(', ')})`;
    }),
  );
  return states.filter((state) => state !== null);
}

async function busyTwins({ till, stores }: ShopTwins): Promise<string[]> {
  const twins = [{ name: 'the till', twin: till }, ...stores];
  const pending = await Promise.all(
    twins.map(async ({ name, twin }) => ({ name, count: (await twin.webhooks()).pending })),
  );
  return pending.filter(({ count }) => count > 0).map(({ name, count }) => `${name} (webhooks ${count})`);
}

/** Whether a vendor wrote anything down since the last look. Being read leaves no trace here. */
class Books {
  private readonly seen = new Map<string, number>();

  constructor(private readonly shop: ShopTwins) {}

  async changes(): Promise<string[]> {
    const twins = [{ name: 'the till', twin: this.shop.till }, ...this.shop.stores];
    const changed = await Promise.all(
      twins.map(async ({ name, twin }) => {
        const entries: { seq: number; kind: string }[] = await twin.log(this.seen.get(name) ?? 0);
        this.seen.set(name, entries.at(-1)?.seq ?? this.seen.get(name) ?? 0);
        return entries.some(({ kind }) => kind !== 'api_call') ? `${name} (its books)` : null;
      }),
    );
    return changed.filter((name) => name !== null);
  }
}
