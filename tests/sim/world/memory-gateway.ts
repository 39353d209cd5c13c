import type { Envelope } from '@tillbridge/contracts';
import { LevelBook, storeStateInMemory, type StoreState } from '@tillbridge/gateway-kit';
import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork, type Outbox, type UnitOfWork } from '@tillbridge/persistence';

/** What a gateway keeps, for worlds that carry out every step of it themselves. */
export function gatewayInMemory(): StoreState {
  const now = () => new Date('2026-11-23T10:00:00Z');
  const uow = new MemoryUnitOfWork();
  const outbox = new MemoryOutbox({ service: 'shopify-gateway', now });
  const state = storeStateInMemory({ uow, inbox: new MemoryInbox(uow), outbox, now });
  const onWork = () => undefined;
  return { ...state, onWork, book: new LevelBook({ turns: state.turns, levels: state.levels, outbox, now, onWork }) };
}

/** Takes what was told since it was asked last. */
export function drained({ uow, outbox }: { uow: UnitOfWork; outbox: Outbox }): Promise<Envelope[]> {
  return uow.run(async (tx) => {
    const facts = await outbox.claim(tx, 10_000);
    await outbox.markPublished(
      tx,
      facts.map(({ id }) => id),
    );
    return facts;
  });
}
