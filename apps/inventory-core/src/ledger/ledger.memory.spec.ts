import { inTurnContract } from '../reservations/in-turn.contract';
import { reservationRacesContract } from '../reservations/reservation-races.contract';
import { reservationsContract } from '../reservations/reservations.contract';
import { arbitrationContract } from './arbitration.contract';
import { brokenItemsContract } from './broken-items.contract';
import { guardsContract } from './guards.contract';
import { keptContestsContract } from './kept-contests.contract';
import { escrowContract } from './escrow.contract';
import { lateCartsContract } from './late-carts.contract';
import { ledgerContract } from './ledger.contract';
import { listingOrderContract } from './listing-order.contract';
import { shortAlertsContract } from '../alerts/short-alerts.contract';
import { keptUnitsContract } from '../silence/kept-units.contract';
import { silenceContract } from '../silence/silence.contract';
import { movedLinesContract } from './moved-lines.contract';
import { memoryWorld } from './spec-memory-world';
import { secondLookContract } from './second-look.contract';

describe('the ledger in memory', () => {
  const open = async () => memoryWorld();
  describe('taking in facts', () => ledgerContract(open));
  describe('looking again', () => secondLookContract(open));
  describe('looking again past what is broken', () => brokenItemsContract(open));
  describe('alerting', () => shortAlertsContract(open));
  describe('watching stores', () => {
    silenceContract(open);
    keptUnitsContract(open);
  });
  describe('reserving', () => reservationsContract(open));
  describe('racing for reservations', () => reservationRacesContract(open));
  describe('batches that follow each other', () => inTurnContract(open));
  describe('deciding who gets scarce units', () => arbitrationContract(open));
  describe('moving lines', () => movedLinesContract(open));
  describe('keeping contests', () => keptContestsContract(open));
  describe('hearing of carts late', () => lateCartsContract(open));
  describe('dealing out', () => escrowContract(open));
  describe('ordering what is told of listings', () => listingOrderContract(open));
  describe('its guards', () => guardsContract(open));
});
