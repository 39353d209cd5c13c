import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { MemoryAlertBook } from '@tillbridge/service-kit';
import { MemoryHaltedChannels } from '../halts/halted-channels.memory';
import { MemoryAnswerBook } from '../reservations/answer-book.memory';
import type { ReservationWorld } from '../reservations/paper-calls';
import { MemorySilenceBook } from '../silence/silence-book.memory';
import { MemoryLedger } from './ledger.memory';

/** The ledger in memory, with all that stands beside it, for specs. */
export function memoryWorld(): ReservationWorld & { ledger: MemoryLedger } {
  const ledger = new MemoryLedger();
  const uow = new MemoryUnitOfWork({ attemptsMax: 200, sleep: async () => undefined });
  return {
    uow,
    inbox: new MemoryInbox(uow),
    outbox: new MemoryOutbox({ service: 'inventory-core' }),
    ledger,
    alerts: new MemoryAlertBook(),
    silences: new MemorySilenceBook(ledger),
    haltedChannels: new MemoryHaltedChannels(),
    answers: new MemoryAnswerBook(),
    items: async () => ledger.allItems(),
    movements: async () => ledger.allMovements(),
    editSteps: async () => ledger.allEditSteps(),
    close: async () => undefined,
  };
}
