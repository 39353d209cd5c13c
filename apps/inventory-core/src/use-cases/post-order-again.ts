import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import { postAgain } from '@tillbridge/stock-domain';
import type { OrderKey } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';

export interface PostAgainDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

export interface PostAgainOptions {
  readonly atZeroValue: boolean;
}

/** `unknown`: no such order. `nothing refused`: the till has refused nothing of it, or it was granted again already. */
export type PostedAgain = 'granted again' | 'unknown' | 'nothing refused';

/**
 * A person has removed the reason why the till refused a web order. What it refused is recorded under a new id: the old
 * one stands for something that is known not to be at the till. At zero value all that is still to be sold of the order moves
 * stock and no money, which is how an order goes out whose sums cannot be made to agree.
 */
export async function postOrderAgain(
  deps: PostAgainDeps,
  key: OrderKey,
  { atZeroValue }: PostAgainOptions,
): Promise<PostedAgain> {
  return deps.uow.run(async (tx) => {
    let outcome: PostedAgain = 'unknown';
    await decideBatch(deps, tx, await deps.shop(tx), { orders: [key] }, (session) => {
      const order = session.order(key.channel, key.order);
      if (order === undefined) return;
      outcome = 'nothing refused';
      const cause = { correlationId: `${key.channel}/${key.order}`, causationId: 'operator', traceparent: null };
      for (const { itemId } of session.loadedItems()) {
        const before = session.item(itemId);
        session.change(itemId, 'post', cause, (item) => postAgain(item, key));
        if (session.item(itemId) !== before) outcome = 'granted again';
      }
      if (atZeroValue && outcome === 'granted again') session.putOrder({ ...order, zeroValue: true }, cause);
    });
    return outcome;
  });
}
