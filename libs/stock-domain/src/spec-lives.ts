import fc from 'fast-check';
import type { StoreWorld } from './spec-store-world';

// Random lives of a StoreWorld: an act, the store it happens to, and which of several things it is about.

const alone = ['buy', 'startRead', 'endRead', 'push', 'carryOut', 'answer'] as const;
const rare = ['cancel', 'refund', 'move', 'receive', 'wait', 'hear', 'tell'] as const;
const often = ['buy', 'buy', 'see', 'look', 'push', 'carryOut', 'answer', 'hearAll', 'tellAll', 'deliver'] as const;
export type Act = readonly [(typeof alone)[number] | (typeof rare)[number] | (typeof often)[number], number, number];
export const lives = fc.array(fc.tuple(fc.constantFrom(...alone, ...rare, ...often, ...often), fc.nat(2), fc.nat(20)), {
  maxLength: 80,
  size: 'max',
});

export function play(world: StoreWorld, [name, which, pick]: Act): void {
  const store = world.stores[which % world.stores.length];
  world.now += 300;
  const location = [...world.shelves.keys()][pick % world.shelves.size];
  const steps: Record<Act[0], () => void> = {
    buy: () => store.buy(1 + (pick % 3)),
    startRead: () => store.startRead(),
    endRead: () => store.endRead(),
    push: () => store.push(),
    carryOut: () => store.carryOut(),
    answer: () => store.answer(),
    cancel: () => store.cancel(pick, true),
    refund: () => store.cancel(pick, false),
    move: () => store.move(pick),
    receive: () => world.receive(location, 1),
    wait: () => void (world.now += 100_000 * pick),
    hear: () => world.hear(store, pick),
    tell: () => world.tell(pick),
    see: () => store.see(pick),
    look: () => store.look(),
    hearAll: () => world.hearAll(store),
    tellAll: () => world.tellAll(),
    deliver: () => store.deliver(),
  };
  steps[name]();
}
