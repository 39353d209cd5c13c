import type { UnitOfWork } from '@tillbridge/persistence';
import { noReferences, type Ledger } from '../ledger/ledger';
import type { ReservationShown } from './requests';
import { showReservation } from './show';

export interface ShowDeps {
  readonly uow: UnitOfWork;
  readonly ledger: Ledger;
  readonly now: () => Date;
}

/** One reservation as it stands now, with what its order has lost; null for an id that nobody was given. */
export async function showOne(deps: ShowDeps, id: string): Promise<ReservationShown | null> {
  return deps.uow.run(async (tx) => {
    const { reservations, items } = await deps.ledger.load(tx, { ...noReferences, reservations: [id] });
    const reservation = reservations.get(id);
    if (reservation === undefined) return null;
    const promises = [...items.values()].flatMap((item) => item.promises);
    const own = promises.filter(({ channel, order }) => channel === reservation.channel && order === id);
    return showReservation(reservation, own, deps.now().getTime());
  });
}
