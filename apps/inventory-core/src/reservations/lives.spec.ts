import { grossOf } from '@tillbridge/level-mirror';
import { figuresAt, heldAt, reservedAt } from '@tillbridge/stock-domain';
import fc from 'fast-check';
import { stock } from '../ledger/ledger.contract';
import { ordered, startOfDay, tillSold } from '../ledger/paper-core';
import { memoryWorld } from '../ledger/spec-memory-world';
import { handleFacts } from '../use-cases/handle-facts';
import { answerCalls } from './answer-calls';
import { answerDeps, call, wish } from './paper-calls';
import type { ReservationRequest } from './requests';

const acts = ['reserve', 'extend', 'confirm', 'release', 'fulfil', 'wait', 'sellAtTill', 'order', 'cancel'] as const;
type Act = readonly [act: (typeof acts)[number], pick: number];

/** One item, its seller's reservations, and everything else that happens to it. */
class Life {
  private readonly world = memoryWorld();
  private readonly ledger = this.world.ledger;
  private readonly ids: string[] = [];
  private seconds = 60;
  private count = 0;

  stock(units: number): Promise<void> {
    return stock(this.world, units);
  }

  async act([act, pick]: Act): Promise<void> {
    this.count += 1;
    const id = this.ids[pick % Math.max(1, this.ids.length)];
    if (act === 'wait') this.seconds += 5 * (1 + pick);
    else if (act === 'reserve') await this.ask(wish(1 + (pick % 3), { ttlSeconds: 10 + 7 * (pick % 5) }));
    else if (act === 'sellAtTill')
      await this.take(tillSold('till-1', `s${this.count}:1`, 1 + (pick % 2), this.seconds));
    else if (act === 'order' || act === 'cancel') await this.order(String(pick % 4), act === 'cancel');
    else if (id === undefined) return;
    else if (act === 'extend') await this.ask({ kind: act, id, ttlSeconds: 10 + 9 * (pick % 5) });
    else if (act === 'confirm') await this.ask({ kind: act, id, paid: pick % 2 === 0, reference: null });
    else await this.ask({ kind: act, id });
  }

  private async ask(request: ReservationRequest): Promise<void> {
    const [outcome] = await answerCalls(answerDeps(this.world, this.seconds), [call(request)]);
    // I9: whatever has happened, who gives up is heard.
    if (request.kind === 'release') expect(outcome.kind).toBe('done');
    if (request.kind === 'reserve' && outcome.kind === 'done') this.ids.push(outcome.reservation.id);
  }

  private order(order: string, cancelled: boolean): Promise<void> {
    const line = { line: '1', externalId: 'a-1', ...(cancelled && { current: 0, restocked: 1 }) };
    return this.take(ordered('store-a', order, [line], { seconds: this.seconds }));
  }

  private take(fact: Parameters<typeof handleFacts>[1][number]): Promise<void> {
    return handleFacts({ ...this.world, ...answerDeps(this.world, this.seconds) }, [fact]);
  }

  /** What has to hold after every act. What each decision asserts by itself is not repeated here. */
  check(): void {
    const [item] = this.ledger.allItems();
    const now = startOfDay + this.seconds * 1_000;
    const movements = this.ledger.allMovements();
    const fold = (field: 'gross' | 'reserved' | 'claim' | 'held') =>
      movements.reduce((total, movement) => total + movement[field], 0);
    const [{ mirror }] = item.levels;
    const stored = item.holds.reduce((total, { units }) => total + units, 0);
    expect([fold('gross'), fold('reserved'), fold('claim'), fold('held')]).toEqual([
      grossOf(mirror),
      reservedAt(item, 'main'),
      mirror.claim,
      stored,
    ]);
    const { available } = figuresAt(item, 'main', now);
    if (heldAt(item, 'main', now) > 0) expect(available).toBeGreaterThanOrEqual(0);
    expect(this.inBuckets(now)).toEqual(this.inReservations(now));
  }

  private inBuckets(now: number): Record<string, number> {
    const [{ holds }] = this.ledger.allItems();
    const live = holds.filter(({ expiresAt }) => expiresAt > now);
    return Object.fromEntries(live.map((bucket) => [bucket.expiresAt, bucket.units + bucket.yielded]));
  }

  private inReservations(now: number): Record<string, number> {
    const sums: Record<string, number> = {};
    const live = this.ledger.allReservations().filter(({ state, expiresAt }) => state === 'held' && expiresAt > now);
    for (const { expiresAt, lines } of live)
      sums[expiresAt] = (sums[expiresAt] ?? 0) + lines.reduce((total, { units }) => total + units, 0);
    return sums;
  }
}

describe('every life of an item with reservations', () => {
  it('keeps levels equal to movements, buckets equal to holds, and releases without fail', async () => {
    const life = fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(9)), { maxLength: 25, size: 'max' });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 6 }), life, async (units, lived) => {
        const item = new Life();
        await item.stock(units);
        for (const act of lived) {
          await item.act(act);
          item.check();
        }
      }),
      { numRuns: 100 },
    );
  });
});
