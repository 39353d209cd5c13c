import type { Envelope } from '@tillbridge/contracts';
import { heldAt, reservedAt, type ItemState } from '@tillbridge/stock-domain';
import { startOfDay } from '../ledger/paper-core';
import { handleFacts } from '../use-cases/handle-facts';
import { answerDeps, ask, granted, wish, type ReservationWorld } from './paper-calls';
import type { Outcome, ReservationRequest } from './requests';

/** Short words for specs, about the world that `open` gave to the test at hand. Times in seconds of the paper day. */
export function deskOf(world: () => ReservationWorld) {
  const theItem = async (): Promise<ItemState> => (await world().items())[0];
  const told = async (type: string): Promise<Record<string, unknown>[]> => {
    const all = await world().uow.run((tx) => world().outbox.claim(tx, 10_000));
    return all.filter((envelope) => envelope.type === type).map((envelope) => envelope.data as Record<string, unknown>);
  };
  const asked = (request: ReservationRequest, seconds?: number): Promise<Outcome> => ask(world(), request, seconds);
  return {
    theItem,
    told,
    ask: asked,
    hold: async (units: number, seconds?: number) => granted(await asked(wish(units), seconds)).id,
    confirm: (id: string, seconds?: number, paid = true) =>
      asked({ kind: 'confirm', id, paid, reference: 'W-1' }, seconds),
    release: (id: string, seconds?: number) => asked({ kind: 'release', id }, seconds),
    take: (facts: Envelope[], seconds = 60) => handleFacts({ ...world(), ...answerDeps(world(), seconds) }, facts),
    kept: async (seconds = 60) => {
      const item = await theItem();
      return { held: heldAt(item, 'main', startOfDay + seconds * 1_000), reserved: reservedAt(item, 'main') };
    },
    shownByB: async () =>
      (await told('availability.changed')).filter(({ channel }) => channel === 'store-b').at(-1)?.lowerTo,
  };
}
