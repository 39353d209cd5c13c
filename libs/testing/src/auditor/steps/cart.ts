import { cartHolds, type CartHold } from '../carts';
import { agrees } from '../dealt';
import type { ItemHistory, Point } from '../history';
import { allOfSome, everyStore, isLoweringOf, type Look } from './look';

/**
 * While it lasted, a cart kept its units from every other store and none from its own, whose shopper must not be blocked by
 * their own cart; when it had run out, all stores showed the truth again.
 */
export function cartKeptItsUnits(look: Look): boolean {
  return allOfSome(cartHolds(look.evidence, look.names), (cart) => {
    const histories = look.histories.filter(({ item }) => item === cart.item);
    return allOfSome(histories, (history) => keptFromOthersOnly(look, cart, history) && endsInTruth(look, history));
  });
}

function keptFromOthersOnly(look: Look, cart: CartHold, { points }: ItemHistory): boolean {
  const during = points.filter(({ at }) => at > cart.from && at <= cart.to);
  return everyStore(look, ({ channel }) => {
    if (channel === cart.channel) return !during.some((point) => isHidden(channel, point));
    return during.some((point) => {
      const left = Math.max(0, point.sellable - cart.units);
      return isLoweringOf(channel, point) && point.available[channel] === left;
    });
  });
}

const isHidden = (channel: string, point: Point): boolean =>
  isLoweringOf(channel, point) && point.available[channel]! < point.sellable;

function endsInTruth(look: Look, { points }: ItemHistory): boolean {
  const last = points.at(-1)!;
  return everyStore(look, ({ channel }) => agrees(last, channel, look.evidence.dealing));
}
