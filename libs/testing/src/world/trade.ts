import { Random } from './random';
import type { Act, Scene, Script } from './script';

export interface TradeOptions {
  seed: number;
  stores: number;
  actsPerSecond: number;
  lastsMs: number;
}

/** Of these there are always too few, so that people are let down. */
const scarce = ['KITE-RED', 'DRUM-S', 'GLOBE-9'];
const plenty = ['SOAP-ASH', 'TEA-SAGE', 'BAG-HEMP', 'LAMP-L', 'CUP-TIN', 'HAT-FELT', 'MAP-OLD', 'INK-SEPIA', 'ROPE-3'];
const items = [...scarce, ...plenty];

/** What a day of steady trade opens with: enough of most things for thousands of sales. */
export function tradeOpening({ seed, stores }: Pick<TradeOptions, 'seed' | 'stores'>): Script {
  const random = new Random(seed);
  const item = (sku: string, units: number) => ({ sku, title: sku.toLowerCase().replace('-', ' '), price: 10, units });
  return {
    items: [
      ...scarce.map((sku) => item(sku, random.int(5, 9))),
      ...plenty.map((sku) => item(sku, random.int(3_000, 4_000))),
    ],
    openOrders: Array.from({ length: stores }, (_, store) => ({ store, sku: plenty[0]!, quantity: 1 })),
    scenes: [],
  };
}

/** One stretch of steady trade. Pure: the same seed and number give the same people, wants and moments. */
export function tradeScene(number: number, { seed, stores, actsPerSecond, lastsMs }: TradeOptions): Scene {
  const random = new Random(seed * 1_009 + number);
  const acts = Array.from({ length: Math.round((actsPerSecond * lastsMs) / 1_000) }, () => ({
    atMs: random.int(0, lastsMs),
    ...wish(random, stores),
  }));
  return { name: 'trade', says: 'Steady trade.', lastsMs, acts: acts.sort((a, b) => a.atMs - b.atMs) };
}

type Wish = Act extends infer Any ? (Any extends { atMs: number } ? Omit<Any, 'atMs'> : never) : never;

/** Of a hundred people: what most of them do, and what some of them do. */
function wish(random: Random, stores: number): Wish {
  const share = random.int(1, 100);
  const store = random.int(0, stores - 1);
  const sku = random.next() < 0.25 ? random.pick(scarce) : random.pick(plenty);
  const quantity = random.int(1, 2);
  if (share <= 30) return { does: 'buysAtTill', sku, quantity };
  if (share <= 70)
    return {
      does: 'checksOut',
      store,
      sku,
      quantity,
      ...(share <= 40 && { alsoSku: random.pick(items.filter((other) => other !== sku)) }),
    };
  if (share <= 78) return { does: 'cancelsOwnOrder', store, sku };
  if (share <= 84) return { does: 'refundsOwnOrder', store, sku };
  if (share <= 88) return { does: 'ships', store, sku };
  if (share <= 92) return { does: 'bringsBack', sku, quantity: 1 };
  if (share <= 96) return { does: 'delivers', sku, quantity: random.int(2, 6) };
  return { does: 'fillsCart', store, sku, quantity: 1 };
}
