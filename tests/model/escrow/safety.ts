import { missingAtStore } from '@tillbridge/level-mirror';
import { isDealt } from '@tillbridge/stock-domain';
import { layoutOf, type Setting } from './setting';
import { location, sumOf, type State, type Store } from './state';

/** Units that are promised to nobody, by what really was sold. */
const unsold = ({ shelf, stores, core }: State): number =>
  shelf -
  sumOf(stores, ({ orders }) => orders.filter(({ cancelled }) => cancelled === null).length) +
  sumOf(core.promises, ({ short }) => short);

export function wrongWith(state: State, { excusesTill }: Setting): string | null {
  if (state.broken !== null || !state.isEstablished) return state.broken;
  const onSale = sumOf(state.stores, ({ shows }) => Math.max(0, shows));
  const added = sumOf(state.stores, (store) => store.added);
  const most = Math.max(0, unsold(state)) + (excusesTill ? state.sold : 0) + added;
  return onSale > most ? `units are on sale twice: ${onSale} are shown, and ${most} unsold` : null;
}

/** All is heard and done, and everything that is free is on sale, but for what somebody took off by hand. */
export function isAtRest(state: State, setting: Setting): boolean {
  if (state.soldUnheard > 0 || !state.stores.every(isQuiet)) return false;
  const free = Math.max(0, unsold(state) - sumOf(state.stores, ({ level }) => missingAtStore(level.mirror)));
  if (!isDealt(state.core, location)) return state.stores.every(({ shows }) => shows === free);
  const { tillBuffer } = layoutOf(setting, state).policy.escrow;
  return sumOf(state.stores, ({ shows }) => shows) === Math.max(0, free - tillBuffer);
}

function isQuiet({ orders, level, takenOff, read, calls, toCore, toGateway }: Store): boolean {
  const { mirror, readDueAt } = level;
  const missing = missingAtStore(mirror);
  const isSeen = orders.every(({ cancelled, seen }) => seen === (cancelled === null ? 1 : 2));
  const isOnItsWay = [calls, toCore, toGateway].some(({ length }) => length > 0) || read !== null;
  const isExplained = mirror.residual === 0 || (mirror.residual === -missing && missing <= takenOff);
  return isSeen && !isOnItsWay && readDueAt === null && !mirror.dirty && isExplained;
}
