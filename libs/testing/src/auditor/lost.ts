import type { Evidence } from './evidence';
import type { ItemTruth } from './drift';
import type { Finding } from './finding';
import type { ItemHistory } from './history';

/** A till change that a store never heard of: its level is wrong and nobody has written it since that change. */
export function lostTillChanges(histories: ItemHistory[], truths: ItemTruth[]): Finding[] {
  return truths.flatMap((truth) => {
    const { points } = histories.find(({ item, outlet }) => item === truth.item && outlet === truth.outlet)!;
    const changed = points.findLastIndex(({ cause }) => cause.source === 'till');
    return Object.entries(truth.stores)
      .filter(([, { expected, shown }]) => shown !== expected && changed > 0)
      .filter(([channel]) => !points.slice(changed + 1).some(({ cause }) => isWriteTo(channel, cause)))
      .map(([channel]) => {
        const text = `the last till change of ${truth.item} never reached ${channel}`;
        return { kind: 'lostFact', units: 1, text };
      });
  });
}

function isWriteTo(channel: string, cause: ItemHistory['points'][number]['cause']): boolean {
  return (
    cause.source === 'store' &&
    cause.channel === channel &&
    cause.entry.kind === 'level_set' &&
    cause.entry.by === 'api'
  );
}

/** One hold per shortage. */
export function doubleHolds(evidence: Evidence): Finding[] {
  return evidence.stores.flatMap(({ channel, state }) =>
    state.orders.flatMap(({ name, fulfillmentOrders }) =>
      fulfillmentOrders
        .filter(({ holds }) => holds.length > 1)
        .map(({ holds }): Finding => {
          const text = `${channel} ${name} carries ${holds.length} holds for one shortage`;
          return { kind: 'duplicateEffect', units: 1, text };
        }),
    ),
  );
}
