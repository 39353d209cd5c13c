import { Random } from './random';

/** What one person does, `atMs` after the scene began. `store` is the position of a store in the shop's list. */
export type Act = { atMs: number } & (
  | { does: 'buysAtTill'; sku: string; quantity: number }
  | { does: 'checksOut'; store: number; sku: string; quantity: number; alsoSku?: string }
  | { does: 'delivers'; sku: string; quantity: number }
  | { does: 'counts'; sku: string; findsMore: number }
  | { does: 'bringsBack'; sku: string; quantity: number }
  | { does: 'lists'; sku: string; title: string; quantity: number }
  | { does: 'renames'; sku: string; newSku: string; title: string }
  | { does: 'fillsCart'; store: number; sku: string; quantity: number }
  | { does: 'cancelsOwnOrder'; store: number; sku: string }
  /** One unit of it, which has not left yet and goes back on sale. */
  | { does: 'refundsOwnOrder'; store: number; sku: string }
  | { does: 'ships'; store: number; sku: string }
  /** Somebody buys a unit there as soon as the level stands. */
  | { does: 'raisesByHand'; store: number; sku: string; units: number }
);

/** A web order that a store had before the bridge came. */
export interface OpenOrder {
  store: number;
  sku: string;
  quantity: number;
}

export interface Scene {
  /** What is about to happen, in a sentence. */
  says: string;
  /** The place in the case study, for tests that strike in the middle of it. */
  name: 'calm' | 'trade' | 'rush' | 'goods' | 'catalogue' | 'second thoughts' | 'closing';
  /** The next scene begins no earlier than this after it began. */
  lastsMs: number;
  acts: Act[];
}

export interface Script {
  items: { sku: string; title: string; price: number; units: number }[];
  openOrders: OpenOrder[];
  scenes: Scene[];
}

export interface ScriptOptions {
  seed: number;
  stores: number;
}

const tillCustomersPerRush = 10;
const buyersPerStoreAndRush = 5;
const scarce = ['MUG-BLUE', 'TEE-M', 'CAP-RED'];
/**
 * How long the doors stay crowded in each rush. In the first nobody can be warned in time, so some buyers have to be let
 * down afterwards; in the last most of those who come too late can be refused at the checkout.
 */
const crowdedMs = [700, 2_200, 4_500];
const calm = ['SOAP-OAK', 'LAMP-S', 'BAG-JUTE', 'TEA-MINT'];

/** The case study as a script. Pure: the same seed gives the same people, wants and moments. */
export function writeScript({ seed, stores }: ScriptOptions): Script {
  const random = new Random(seed);
  return {
    items: [
      ...scarce.map((sku) => ({ sku, title: titleOf(sku), price: 12.5, units: random.int(7, 15) })),
      ...calm.map((sku) => ({ sku, title: titleOf(sku), price: 8, units: random.int(14, 20) })),
      { sku: 'CLOCK-4', title: titleOf('CLOCK-4'), price: 40, units: random.int(10, 14) },
      { sku: 'VASE-LAST', title: titleOf('VASE-LAST'), price: 60, units: 2 },
      { sku: 'PEN-INK', title: titleOf('PEN-INK'), price: 5, units: 5 },
    ],
    openOrders: Array.from({ length: stores }, (_, store) => ({ store, sku: calm[3]!, quantity: 1 + store })),
    scenes: [
      calmTrade(random, stores),
      ...scarce.map((sku, index) => rush(random, sku, stores, crowdedMs[index]!)),
      goods(random),
      catalogue(random, stores),
      secondThoughts(random, stores),
      closingTrade(random, stores),
    ],
  };
}

/** Single sales with room between them: what latency is on an ordinary afternoon. */
function calmTrade(random: Random, stores: number): Scene {
  const acts = Array.from({ length: 14 }, (_, index): Act => {
    const atMs = index * 450 + random.int(0, 200);
    const sku = random.pick(calm);
    if (index % 2 === 0) return { atMs, does: 'buysAtTill', sku, quantity: random.int(1, 2) };
    return { atMs, does: 'checksOut', store: random.int(0, stores - 1), sku, quantity: 1 };
  });
  return {
    name: 'calm',
    lastsMs: 7_000,
    says: 'An ordinary hour: single customers at the till and in both stores.',
    acts,
  };
}

function rush(random: Random, sku: string, stores: number, withinMs: number): Scene {
  const atMs = () => random.int(0, withinMs);
  const acts: Act[] = Array.from({ length: tillCustomersPerRush }, () => {
    return { atMs: atMs(), does: 'buysAtTill' as const, sku, quantity: 1 };
  });
  for (let store = 0; store < stores; store++) {
    for (let buyer = 0; buyer < buyersPerStoreAndRush; buyer++) {
      const also = random.next() < 0.2 ? { alsoSku: random.pick(calm) } : {};
      acts.push({ atMs: atMs(), does: 'checksOut', store, sku, quantity: 1, ...also });
    }
  }
  const says = `A rush on ${sku}: ${tillCustomersPerRush} customers at the till while ${buyersPerStoreAndRush} buyers check out in each store, at once.`;
  return { name: 'rush', lastsMs: withinMs + 2_500, says, acts: inOrder(acts) };
}

function goods(random: Random): Scene {
  const findsMore = random.pick([-2, -1, 1]);
  return {
    name: 'goods',
    lastsMs: 4_000,
    says: `A delivery of ${scarce[0]} and ${scarce[1]}, a stocktake that finds ${describe(findsMore)} of CLOCK-4, and a customer who brings ${calm[0]} back.`,
    acts: [
      { atMs: 0, does: 'delivers', sku: scarce[0]!, quantity: random.int(6, 12) },
      { atMs: 300, does: 'delivers', sku: scarce[1]!, quantity: random.int(3, 6) },
      { atMs: 600, does: 'counts', sku: 'CLOCK-4', findsMore },
      { atMs: 1_000, does: 'bringsBack', sku: calm[0]!, quantity: 1 },
    ],
  };
}

function catalogue(random: Random, stores: number): Scene {
  return {
    name: 'catalogue',
    lastsMs: 5_000,
    says: `SCARF-NEW is new at the till, ${calm[1]} gets a new name and SKU, and somebody fills a cart with ${calm[2]}.`,
    acts: [
      { atMs: 0, does: 'lists', sku: 'SCARF-NEW', title: titleOf('SCARF-NEW'), quantity: random.int(5, 9) },
      { atMs: 200, does: 'renames', sku: calm[1]!, newSku: `${calm[1]}-2`, title: 'Lamp, small, second series' },
      { atMs: 400, does: 'fillsCart', store: random.int(0, stores - 1), sku: calm[2]!, quantity: 2 },
    ],
  };
}

/** A hand raises a level, and a buyer takes a unit that does not exist. */
function secondThoughts(random: Random, stores: number): Scene {
  const store = random.int(0, stores - 1);
  const hand = random.int(0, stores - 1);
  return {
    name: 'second thoughts',
    lastsMs: 7_000,
    says: 'A web order is cancelled and restocked; VASE-LAST sells out, then somebody raises its level by hand in one admin and a buyer is there at once.',
    acts: [
      { atMs: 0, does: 'checksOut', store, sku: 'PEN-INK', quantity: 1 },
      { atMs: 0, does: 'buysAtTill', sku: 'VASE-LAST', quantity: 2 },
      { atMs: 3_500, does: 'cancelsOwnOrder', store, sku: 'PEN-INK' },
      { atMs: 4_000, does: 'raisesByHand', store: hand, sku: 'VASE-LAST', units: 3 },
    ],
  };
}

function closingTrade(random: Random, stores: number): Scene {
  const sellable = [...calm, 'SCARF-NEW'];
  const acts = Array.from({ length: 12 }, (_, index): Act => {
    const atMs = index * 450 + random.int(0, 200);
    if (index % 3 === 0)
      return { atMs, does: 'buysAtTill', sku: index === 0 ? calm[1]! : random.pick(sellable), quantity: 1 };
    if (index % 3 === 1) return { atMs, does: 'buysAtTill', sku: scarce[0]!, quantity: 1 };
    return { atMs, does: 'checksOut', store: random.int(0, stores - 1), sku: random.pick(sellable), quantity: 1 };
  });
  return {
    name: 'closing',
    lastsMs: 6_000,
    says: 'The last customers of the day, some for the renamed item and some for the new one.',
    acts,
  };
}

const inOrder = (acts: Act[]) => [...acts].sort((a, b) => a.atMs - b.atMs);

const describe = (more: number) => (more > 0 ? `${more} more` : `${-more} fewer`);

function titleOf(sku: string): string {
  const words = sku.toLowerCase().replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
