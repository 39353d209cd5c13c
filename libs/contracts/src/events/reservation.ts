import { z } from 'zod';
import { defineEvent } from '../define-event';
import { channelId, instant, itemId, locationId, quantity } from '../units';

export const reservationChanged = defineEvent({
  type: 'reservation.changed',
  version: 1,
  producers: ['inventory-core'],
  consumers: [],
  summary:
    'A reservation, or what a cart holds, as it stands; absolute, the newest `changedAt` wins, and of two equal ones the later told. Nobody tells that one has run out: it holds nothing from `expiresAt` on. For whoever binds a queue of their own.',
  payload: z.object({
    reservation: z.uuid(),
    channel: channelId,
    changedAt: instant,
    state: z.enum(['held', 'confirmed', 'fulfilled', 'released']),
    /** null once it can run out no more. */
    expiresAt: instant.nullable(),
    lines: z.array(
      z.object({
        line: z.string().min(1).max(128),
        itemId,
        location: locationId,
        quantity,
        /** Confirmed units that physical loss has taken since. */
        short: quantity,
      }),
    ),
  }),
  examples: [
    {
      reservation: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b',
      channel: 'headless',
      changedAt: '2026-11-23T10:00:00.000Z',
      state: 'held',
      expiresAt: '2026-11-23T10:15:00.000Z',
      lines: [{ line: '1', itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6c', location: 'main', quantity: 2, short: 0 }],
    },
  ],
});
export type ReservationChanged = z.infer<typeof reservationChanged.payload>;
