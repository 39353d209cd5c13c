import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { LevelBook } from './book/level-book';
import type { StoreState } from './store-state';
import { storeStateInMemory } from './store-state.memory';

/** A store gateway's state for specs, where no work waits for anybody; `outbox` holds what it has told. */
export function specState(now: () => Date): { state: StoreState; outbox: MemoryOutbox } {
  const uow = new MemoryUnitOfWork();
  const outbox = new MemoryOutbox({ service: 'shopify-gateway', now });
  const kept = storeStateInMemory({ uow, inbox: new MemoryInbox(uow), outbox, now });
  const onWork = () => undefined;
  return { outbox, state: { ...kept, onWork, book: new LevelBook({ ...kept, onWork }) } };
}
