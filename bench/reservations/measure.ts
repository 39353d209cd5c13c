import { randomUUID } from 'node:crypto';
import { numberOf, type BenchContext } from '../kit/bench';
import type { Books } from './books';
import { figuresOf, runCallers, type Figures, type Load, type Timed } from './callers';
import { bodyOf, type BenchCore } from './core';
import { runHttpCallers, type HttpTarget } from './http-callers';

/** What every measurement is made on. */
export interface Bed {
  readonly context: BenchContext;
  readonly core: BenchCore;
  readonly books: Books;
}

/** More than can be asked for in a timed run: a refusal costs less than a reservation. */
const plenty = 50_000_000;
/** Where more is asked for than there is; not timed. */
export const scarce = { units: 2_000, calls: 6_000 };
const scarceMsMax = 60_000;

export function measureHot(bed: Bed): Promise<Figures> {
  return repeated(bed, 'one hot SKU', async (index) => {
    const [itemId] = await stock(bed, [`HOT-${index}`], plenty);
    return runCallers(loadOf(bed, 'callers', index), () => bed.core.reserve(itemId!, randomUUID()));
  });
}

export async function measureMany(bed: Bed): Promise<Figures> {
  const count = numberOf(bed.context, 'skus');
  bed.context.progress(`${count} SKUs: stocking`);
  const skus = Array.from({ length: count }, (_, index) => `SKU-${index}`);
  const itemIds = await stock(bed, skus, plenty);
  const pick = () => itemIds[Math.floor(Math.random() * itemIds.length)]!;
  return repeated(bed, `${count} SKUs`, (index) =>
    runCallers(loadOf(bed, 'callers', index), () => bed.core.reserve(pick(), randomUUID())),
  );
}

export function measureHttp(bed: Bed): Promise<Figures> {
  return repeated(bed, 'one hot SKU over HTTP', async (index) => {
    const [itemId] = await stock(bed, [`HTTP-${index}`], plenty);
    return runHttpCallers(targetOf(bed, itemId!), loadOf(bed, 'httpCallers', index));
  });
}

/** @returns how many of the scarce units were granted */
export function measureScarce(bed: Bed): Promise<number> {
  return exhausted(bed, 'SCARCE', 'callers', (itemId, load) =>
    runCallers(load, () => bed.core.reserve(itemId, randomUUID())),
  );
}

/** @returns how many of the scarce units were granted */
export function measureScarceHttp(bed: Bed): Promise<number> {
  return exhausted(bed, 'SCARCE-HTTP', 'httpCallers', (itemId, load) => runHttpCallers(targetOf(bed, itemId), load));
}

async function exhausted(
  bed: Bed,
  sku: string,
  callers: 'callers' | 'httpCallers',
  ask: (itemId: string, load: Load) => Promise<Timed>,
): Promise<number> {
  bed.context.progress(`${sku}: ${scarce.calls} calls for ${scarce.units} units`);
  const [itemId] = await stock(bed, [sku], scarce.units);
  const load = { callers: numberOf(bed.context, callers), durationMs: scarceMsMax, callsMax: scarce.calls };
  const timed = await ask(itemId!, load);
  await bed.books.check(sku, timed);
  return timed.granted;
}

/** @param one makes a run, on a fresh item where there is one, so that no run inherits the buckets of another */
async function repeated(
  { context, books }: Bed,
  what: string,
  one: (index: number) => Promise<Timed>,
): Promise<Figures> {
  const runs: Timed[] = [];
  const count = numberOf(context, 'runs');
  // The first only warms up.
  for (let index = 0; index <= count; index++) {
    const name = index === 0 ? `${what}: warming up` : `${what}: run ${index} of ${count}`;
    context.progress(name);
    const timed = await one(index);
    await books.check(name, timed);
    if (index > 0) runs.push(timed);
  }
  return figuresOf(runs);
}

async function stock({ core, books }: Bed, skus: readonly string[], units: number): Promise<readonly string[]> {
  books.stock(skus.length * units);
  return core.stock(skus, units);
}

const loadOf = ({ context }: Bed, callers: 'callers' | 'httpCallers', index: number): Load => ({
  callers: numberOf(context, callers),
  durationMs: index === 0 ? 1_000 : numberOf(context, 'seconds') * 1_000,
});

const targetOf = ({ core }: Bed, itemId: string): HttpTarget => ({
  url: core.url,
  path: '/reservations',
  token: core.token,
  body: bodyOf(itemId),
});
