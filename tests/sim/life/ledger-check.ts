import { availabilityChanged, type AvailabilityChanged, type Envelope } from '@tillbridge/contracts';
import type { ItemState } from '@tillbridge/stock-domain';
import type { LedgerEntry } from '../../../apps/inventory-core/src/ledger/ledger';
import { found, lineOf, type Finding } from './finding';

/** What the core has written down, once all is quiet. */
export interface WrittenDown {
  readonly items: readonly ItemState[];
  readonly movements: readonly LedgerEntry[];
  /** Everything that was published, doubles included. */
  readonly told: readonly Envelope[];
  /** What the till shows of an item at a location. */
  tillLevel(itemId: string, location: string): number;
}

/**
 * What only the core's own tables show, with arithmetic of its own: levels are the sums of their movements (I2) and end where
 * the till's does, no more is promised than there is (I1), no line is promised twice (I3), no number is published under a
 * version that was used before (I6), and each movement has a cause (I10).
 */
export function checkLedger(written: WrittenDown): readonly Finding[] {
  return [...checkLevels(written), ...checkPromises(written), ...checkVersions(written), ...checkCauses(written)];
}

function checkLevels({ items, movements, tillLevel }: WrittenDown): readonly Finding[] {
  return items.flatMap(({ itemId, levels }) =>
    levels.flatMap(({ location, mirror }) => {
      const own = movements.filter((entry) => entry.itemId === itemId && entry.location === location);
      const sum = (count: (entry: LedgerEntry) => number) => own.reduce((total, entry) => total + count(entry), 0);
      const [gross, reserved, claim] = [
        sum((each) => each.gross),
        sum((each) => each.reserved),
        sum((each) => each.claim),
      ];
      const kept = (mirror.base ?? 0) + mirror.recorded + mirror.concluded;
      const shown = tillLevel(itemId, location);
      const where = `${itemId} at ${location}`;
      return [
        ...(gross === kept ? [] : [found('I2', `${where}: movements come to ${gross}, the level is ${kept}`)]),
        ...(claim === mirror.claim
          ? []
          : [found('I2', `${where}: movements claim ${claim}, the level ${mirror.claim}`)]),
        ...(gross - claim - reserved === shown
          ? []
          : [
              found('I8', `${where}: ${gross} less ${claim} missing and ${reserved} promised, the till shows ${shown}`),
            ]),
        ...(reserved <= Math.max(0, gross - claim)
          ? []
          : [found('I1', `${where}: ${reserved} are promised, ${gross - claim} are there`)]),
      ];
    }),
  );
}

function checkPromises({ items }: WrittenDown): readonly Finding[] {
  const lines = items.flatMap(({ promises }) => promises.filter(({ owed }) => owed > 0).map(lineOf));
  return doublesIn(lines).map((line) => found('I3', `${line} is promised twice`));
}

function checkVersions({ told }: WrittenDown): readonly Finding[] {
  const once = new Map(told.filter(({ type }) => type === availabilityChanged.type).map((fact) => [fact.id, fact]));
  const names = [...once.values()].map(({ data }) => {
    const { channel, itemId, storeLocation, version } = data as AvailabilityChanged;
    return `${channel} ${storeLocation} ${itemId} version ${version}`;
  });
  return doublesIn(names).map((name) => found('I6', `${name} was published with two meanings`));
}

function checkCauses({ movements }: WrittenDown): readonly Finding[] {
  const without = movements.filter(({ causeId }) => causeId === '');
  return without.map(({ itemId, kind }) => found('I10', `a movement of ${itemId} (${kind}) has no cause`));
}

function doublesIn(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
