import type { Envelope } from '@tillbridge/contracts';
import type { ItemState } from '@tillbridge/stock-domain';
import type { Listing, OrderState } from '../../../apps/inventory-core/src/ledger/ledger';
import { listed, startOfDay, tillShows } from '../../../apps/inventory-core/src/ledger/paper-core';
import { decide, write, type CommitRules } from './core';

/** What is committed: one item, what channels call it, and the orders for it. */
export interface Stock {
  readonly items: readonly ItemState[];
  readonly listings: readonly Listing[];
  readonly orders: readonly OrderState[];
}

/** An instance of the core between what it has read and its commit. */
export interface Deciding {
  readonly fact: number;
  readonly read: Stock;
}

/** Instances that share one database and one queue, which brings each fact at least once, to anyone, in any order. */
export interface Life {
  readonly stock: Stock;
  /** Facts whose decision is committed, and their place in the inbox with it. */
  readonly taken: readonly number[];
  /** null: idle. */
  readonly cores: readonly (Deciding | null)[];
}

const coresMax = 2;

/** A shop that has opened with so many units at the till, which its stores list under these ids; no others are linked. */
export function beginning(units: number, listings: readonly (readonly [channel: string, externalId: string])[]): Life {
  const opening = [
    listed('till', 'till-1', 'SKU-1'),
    ...listings.map(([channel, externalId]) => listed(channel, externalId, 'SKU-1')),
    tillShows('till-1', units, 0),
  ];
  const empty: Stock = { items: [], listings: [], orders: [] };
  const opened = (known: Stock, fact: Envelope) =>
    write(known, decide(known, fact, startOfDay), { items: false, orders: false }) as Stock;
  const cores = Array.from({ length: coresMax }, () => null);
  return { stock: opening.reduce(opened, empty), taken: [], cores };
}

export interface Rules extends CommitRules {
  /** Whether a fact that was taken already is recognised when its decision is committed. */
  readonly inbox: boolean;
}

/** What may happen next. */
export function* stepsOf(life: Life, facts: readonly Envelope[], rules: Rules): Iterable<readonly [string, Life]> {
  for (const [index, core] of life.cores.entries()) {
    const become = (next: Deciding | null, rest: Partial<Life> = {}): Life =>
      canonical({ ...life, ...rest, cores: life.cores.with(index, next) });
    if (core !== null) {
      yield [`~core ${index + 1} dies`, become(null)];
      yield [`core ${index + 1} commits fact ${core.fact + 1}`, become(null, committed(life, core, facts, rules))];
      continue;
    }
    for (const fact of facts.keys()) {
      const read = { fact, read: life.stock };
      // Whoever takes a fact that was taken already drops it, unless it comes while the first one is still being decided.
      if (!life.taken.includes(fact) || !rules.inbox) yield [`core ${index + 1} takes fact ${fact + 1}`, become(read)];
    }
  }
}

/** A stale decision writes nothing: its fact comes again. */
function committed(
  { stock, taken }: Life,
  { fact, read }: Deciding,
  facts: readonly Envelope[],
  rules: Rules,
): Partial<Life> {
  if (rules.inbox && taken.includes(fact)) return {};
  const written = write(stock, decide(read, facts[fact]!, startOfDay), rules);
  if (written === 'stale') return {};
  return { stock: written, taken: taken.includes(fact) ? taken : [...taken, fact].sort((a, b) => a - b) };
}

/** Which of the instances is doing it says nothing. */
function canonical(life: Life): Life {
  const order = (core: Deciding | null) => (core === null ? -1 : core.fact);
  return { ...life, cores: [...life.cores].sort((a, b) => order(b) - order(a)) };
}

export const isQuiet = ({ taken, cores }: Life, facts: readonly Envelope[]): boolean =>
  taken.length === facts.length && cores.every((core) => core === null);
