import { gid, idOf } from '../model/ids';
import { cancelOrder, uncancellable } from '../model/cancel';
import { Refused, type LineWish } from '../model/fulfillment-orders';
import { hold, releaseHolds } from '../model/holds';
import { moveTo } from '../model/move';
import { tagOrder } from '../model/small-changes';
import type { FulfillmentOrder } from '../model/state';
import type { Shop } from '../model/shop';
import type { Context, FieldResolvers } from './context';
import { userError } from './errors';
import { resourceNotFound, tagged, visibleFulfillmentOrder } from './lookup';

interface CancelArgs {
  orderId: string;
  reason: string;
  restock: boolean;
  staffNote?: string | null;
}

interface HoldArgs {
  id: string;
  fulfillmentHold: {
    reason: string;
    reasonNotes?: string | null;
    handle?: string | null;
    externalId?: string | null;
    fulfillmentOrderLineItems?: LineWish[] | null;
  };
}

const STAFF_NOTE_MAX = 255;

export const orderMutations: FieldResolvers = {
  orderCancel: (_: unknown, args: CancelArgs, { shop }: Context) => {
    const refuse = (field: string, message: string, code: string) => {
      const error = userError([field], message, code);
      return { job: null, orderCancelUserErrors: [error], userErrors: [userError([field], message)] };
    };
    const order = shop.state.orders.get(idOf('Order', args.orderId) ?? '');
    if (!order) return refuse('orderId', 'Order does not exist', 'NOT_FOUND');
    const problem = uncancellable(order);
    if (problem) return refuse('orderId', problem, 'INVALID');
    if ((args.staffNote?.length ?? 0) > STAFF_NOTE_MAX) {
      return refuse('staffNote', `Staff note is too long (maximum is ${STAFF_NOTE_MAX} characters)`, 'INVALID');
    }
    order.cancelling = true;
    const job = { id: gid('Job', shop.rng.uuid()), done: false };
    shop.state.jobs.set(job.id, job);
    const { min, max } = shop.options.cancelJobMs;
    shop.later(shop.rng.int(min, max), () => {
      if (shop.switches.cancelJob === 'cancels') cancelOrder(shop, order, args);
      order.cancelling = false;
      job.done = true;
    });
    return { job: { ...job }, orderCancelUserErrors: [], userErrors: [] };
  },
  tagsAdd: (_: unknown, args: { id: string; tags: string[] }, { shop }: Context) =>
    changeTags(shop, args.id, { add: args.tags }),
  tagsRemove: (_: unknown, args: { id: string; tags: string[] }, { shop }: Context) =>
    changeTags(shop, args.id, { remove: args.tags }),
  fulfillmentOrderHold: (_: unknown, { id, fulfillmentHold: wish }: HoldArgs, { shop }: Context) => {
    const target = known(shop, id);
    const none = { fulfillmentHold: null, fulfillmentOrder: null, remainingFulfillmentOrder: null };
    return refusable(none, () => {
      const made = hold(shop, target, { ...wish, lines: lineIds(wish.fulfillmentOrderLineItems) });
      return {
        fulfillmentHold: made.hold,
        fulfillmentOrder: target,
        remainingFulfillmentOrder: made.rest ?? null,
        userErrors: [],
      };
    });
  },
  fulfillmentOrderReleaseHold: (
    _: unknown,
    args: { id: string; holdIds?: string[] | null; externalId?: string | null },
    { shop }: Context,
  ) => {
    const target = known(shop, args.id);
    const ids = args.holdIds?.map((one) => idOf('FulfillmentHold', one));
    const { externalId } = args;
    releaseHolds(
      shop,
      target,
      (one) => (!ids || ids.includes(one.id)) && (!externalId || one.externalId === externalId),
    );
    return { fulfillmentOrder: target, userErrors: [] };
  },
  fulfillmentOrderMove: (
    _: unknown,
    args: { id: string; newLocationId: string; fulfillmentOrderLineItems?: LineWish[] | null },
    { shop }: Context,
  ) => {
    const target = known(shop, args.id);
    const none = { movedFulfillmentOrder: null, originalFulfillmentOrder: null, remainingFulfillmentOrder: null };
    return refusable({ ...none, codes: moveCodes }, () => {
      const locationId = idOf('Location', args.newLocationId) ?? '';
      const moved = moveTo(shop, target, locationId, lineIds(args.fulfillmentOrderLineItems));
      const remaining = moved === target ? null : target;
      return {
        movedFulfillmentOrder: moved,
        originalFulfillmentOrder: target,
        remainingFulfillmentOrder: remaining,
        userErrors: [],
      };
    });
  },
};

function changeTags(shop: Shop, id: string, change: { add?: string[]; remove?: string[] }) {
  const order = shop.state.orders.get(idOf('Order', id) ?? '');
  if (!order) throw resourceNotFound(id);
  tagOrder(shop, order, change);
  return { node: tagged('Order', order), userErrors: [] };
}

/** Captured: an unknown fulfilment order is a top-level error, not a user error. */
function known(shop: Shop, id: string): FulfillmentOrder {
  const target = visibleFulfillmentOrder(shop.state, idOf('FulfillmentOrder', id) ?? '');
  if (!target) throw resourceNotFound(id);
  return target;
}

const lineIds = (lines: LineWish[] | null | undefined): LineWish[] =>
  (lines ?? []).map(({ id, quantity }) => ({ id: idOf('FulfillmentOrderLineItem', id) ?? '', quantity }));

/** The only word that the enumeration of the move has. */
const moveCodes = new Set(['CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS']);

/** Refusals of the model become user errors, with a code where the mutation knows that code. */
function refusable(
  { codes, ...none }: Record<string, unknown> & { codes?: ReadonlySet<string> },
  run: () => Record<string, unknown>,
) {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const code = error.code !== undefined && codes?.has(error.code) === false ? undefined : error.code;
    return { ...none, userErrors: [userError(error.field, error.message, code)] };
  }
}
