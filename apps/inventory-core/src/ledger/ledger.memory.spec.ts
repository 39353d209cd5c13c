import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { MemoryAlertBook } from '@tillbridge/service-kit';
import { MemoryAnswerBook } from '../reservations/answer-book.memory';
import type { ReservationWorld } from '../reservations/paper-calls';
import { reservationRacesContract } from '../reservations/reservation-races.contract';
import { reservationsContract } from '../reservations/reservations.contract';
import { arbitrationContract } from './arbitration.contract';
import { brokenItemsContract } from './broken-items.contract';
import { guardsContract } from './guards.contract';
import { keptContestsContract } from './kept-contests.contract';
import { escrowContract } from './escrow.contract';
import { lateCartsContract } from './late-carts.contract';
import { ledgerContract } from './ledger.contract';
import { MemoryLedger } from './ledger.memory';
import { shortAlertsContract } from '../alerts/short-alerts.contract';
import { movedLinesContract } from './moved-lines.contract';
import { secondLookContract } from './second-look.contract';

async function openWorld(): Promise<ReservationWorld> {
  const ledger = new MemoryLedger();
  const uow = new MemoryUnitOfWork({ attemptsMax: 200, sleep: async () => undefined });
  return {
    uow,
    inbox: new MemoryInbox(uow),
    outbox: new MemoryOutbox({ service: 'inventory-core' }),
    ledger,
    alerts: new MemoryAlertBook(),
    answers: new MemoryAnswerBook(),
    items: async () => ledger.allItems(),
    movements: async () => ledger.allMovements(),
    close: async () => undefined,
  };
}

describe('the ledger in memory', () => {
  describe('taking in facts', () => ledgerContract(openWorld));
  describe('looking again', () => secondLookContract(openWorld));
  describe('looking again past what is broken', () => brokenItemsContract(openWorld));
  describe('alerting', () => shortAlertsContract(openWorld));
  describe('reserving', () => reservationsContract(openWorld));
  describe('racing for reservations', () => reservationRacesContract(openWorld));
  describe('deciding who gets scarce units', () => arbitrationContract(openWorld));
  describe('moving lines', () => movedLinesContract(openWorld));
  describe('keeping contests', () => keptContestsContract(openWorld));
  describe('hearing of carts late', () => lateCartsContract(openWorld));
  describe('dealing out', () => escrowContract(openWorld));
  describe('its guards', () => guardsContract(openWorld));
});
