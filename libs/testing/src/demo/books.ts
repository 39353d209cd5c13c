import type { Evidence, StoreEntry, StoreState, TillEntry, TillState } from '../auditor';
import type { Shelf } from '../world';
import { cartHoldSeconds, escrow, type ShopTwins } from './shop';

/** A vendor's state, with the place in its log up to which it tells. */
interface Look<State> {
  state: State;
  seq: number;
}

/** The books of every vendor at one moment. */
export interface Books {
  at: number;
  till: Look<TillState>;
  stores: Look<StoreState>[];
}

type Vendors = Pick<ShopTwins, 'till' | 'stores'>;

interface Readable<State, Entry> {
  state(): Promise<State>;
  log(after?: number): Promise<Entry[]>;
}

const looksMax = 20;

export async function openBooks({ till, stores }: Vendors): Promise<Books> {
  const at = Date.now();
  return { at, till: await lookAt(till), stores: await Promise.all(stores.map(({ twin }) => lookAt(twin))) };
}

/** Everything the auditor may know of what happened since the books were opened. */
export async function collectEvidence(
  { till, stores }: Vendors,
  opening: Books,
  attempts: readonly number[],
  shelf: Shelf,
): Promise<Evidence> {
  const closing = await openBooks({ till, stores });
  return {
    till: {
      opening: opening.till.state,
      state: closing.till.state,
      log: await between(till, opening.till, closing.till),
    },
    stores: await Promise.all(
      stores.map(async ({ channel, locationId, serves, twin }, index) => ({
        channel,
        outletOf: { [locationId]: serves },
        attempts: attempts[index]!,
        opening: opening.stores[index]!.state,
        state: closing.stores[index]!.state,
        log: await between(twin, opening.stores[index]!, closing.stores[index]!),
      })),
    ),
    shelf: shelf.contents,
    cartHoldMs: cartHoldSeconds * 1_000,
    dealing: {
      always: escrow.floorUnits,
      atMost: Math.floor(escrow.floorUnits * (1 + escrow.hysteresisPercent / 100)),
    },
    openedAt: opening.at,
    collectedAt: Date.now(),
  };
}

/** A state and a log that were read apart may tell of different moments: looks again until nothing came in between. */
async function lookAt<State, Entry extends TillEntry | StoreEntry>(twin: Readable<State, Entry>): Promise<Look<State>> {
  for (let look = 0; look < looksMax; look++) {
    const before = await lastSeq(twin);
    const state = await twin.state();
    if ((await lastSeq(twin)) === before) return { state, seq: before };
  }
  throw new Error(`something was written at a vendor during each of ${looksMax} looks at its books`);
}

/** Being asked leaves a mark in the log, but changes nothing. */
async function lastSeq<Entry extends TillEntry | StoreEntry>(twin: Readable<unknown, Entry>): Promise<number> {
  return (await twin.log()).findLast(({ kind }) => kind !== 'api_call')?.seq ?? 0;
}

async function between<Entry extends TillEntry | StoreEntry>(
  twin: Readable<unknown, Entry>,
  opening: { seq: number },
  closing: { seq: number },
): Promise<Entry[]> {
  return (await twin.log(opening.seq)).filter(({ seq }) => seq <= closing.seq);
}
