import type { Finding } from './evidence';
import type { ItemHistory } from './history';
import type { JudgedOrder } from './outcomes';

/** A hold says "no unit is left for you". Where the shelf could serve every promise all along, that was never true. */
export function needlessHolds(orders: JudgedOrder[], histories: ItemHistory[]): Finding[] {
  return orders
    .filter(({ outcome }) => outcome === 'held')
    .filter((order) => order.lines.every((line) => neverShort(histories, line, order.placedAt)))
    .map(({ channel, name }) => {
      const text = `${channel} ${name} was put on hold although its units lay on the shelf all along`;
      return { kind: 'needlessHold', units: 1, text };
    });
}

function neverShort(histories: ItemHistory[], line: { item: string; outlet: string }, since: number): boolean {
  const history = histories.find(({ item, outlet }) => item === line.item && outlet === line.outlet);
  return (history?.points ?? []).filter(({ at }) => at >= since).every(({ shelf, promised }) => shelf >= promised);
}
