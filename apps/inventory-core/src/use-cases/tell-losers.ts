import { orderShort, type Cause } from '@tillbridge/contracts';
import { isSameOrder, setAside, type Loss, type Policy, type PromiseState } from '@tillbridge/stock-domain';
import type { OrderLineState, OrderState } from '../ledger/ledger';
import type { Session } from './session';
import { tellOrderOfSeller } from './tell-reservation';

interface CausedLoss {
  readonly loss: Loss;
  readonly cause: Cause;
}

/** One decision per order, however many of its lines lost units; the store acts on the highest decision only. */
export function tellLosers(session: Session, losses: readonly CausedLoss[]): void {
  const byOrder = new Map<string, CausedLoss[]>();
  for (const entry of losses) {
    const key = `${entry.loss.channel}/${entry.loss.order}`;
    byOrder.set(key, [...(byOrder.get(key) ?? []), entry]);
  }
  for (const lost of byOrder.values()) tellLoser(session, lost);
}

function tellLoser(session: Session, lost: readonly CausedLoss[]): void {
  const [{ loss: first, cause }] = lost;
  const order = session.order(first.channel, first.order);
  if (order === undefined) throw new Error(`order ${first.order} of ${first.channel} lost units but was not loaded`);
  const promises = promisesOf(session, order);
  const lines = order.lines.map((line): OrderLineState => {
    // As the promise stands now: what was short before may have been refunded or shipped since.
    const short = promises.get(line.line)?.short ?? 0;
    const own = lost.find(({ loss }) => loss.line === line.line && loss.moveTo === null);
    return { ...line, short, shortReason: own?.loss.reason ?? (short > 0 ? line.shortReason : null) };
  });
  const asked = lines.flatMap(({ line, short }) => toldOf(line, short, promises.get(line)));
  const decision = order.decision + 1;
  if (session.shop.sellers.has(order.channel)) {
    session.putOrder({ ...order, lines, decision, resolution: 'told' }, cause);
    return tellOrderOfSeller(session, order, cause);
  }
  const told = resolutionOf(asked, session.layout.policy);
  session.putOrder({ ...order, lines, decision, told, resolution: null }, cause);
  session.tell(
    orderShort,
    {
      channel: order.channel,
      order: order.order,
      decision,
      resolution: told,
      lines: asked,
      reason: first.reason,
      policyVersion: session.layout.policy.version,
    },
    cause,
  );
}

interface ToldLine {
  readonly line: string;
  readonly shortBy: number;
  readonly moveTo: string | null;
}

/** What the line lacks, or what of it is to be moved to where the units are. */
function toldOf(line: string, short: number, promise: PromiseState | undefined): readonly ToldLine[] {
  const moveTo = promise?.movingTo ?? null;
  const shortBy = promise !== undefined && moveTo !== null ? setAside(promise) : short;
  return shortBy > 0 ? [{ line, shortBy, moveTo }] : [];
}

/** An order that is cancelled is not moved first. */
function resolutionOf(told: readonly ToldLine[], { loser }: Policy) {
  const isLost = told.some(({ moveTo }) => moveTo === null);
  const isMoved = told.some(({ moveTo }) => moveTo !== null);
  return isMoved && !(isLost && loser === 'cancel') ? 'move' : loser;
}

function promisesOf(session: Session, order: OrderState): ReadonlyMap<string, PromiseState> {
  const own = session.loadedItems().flatMap((item) => item.promises.filter((promise) => isSameOrder(promise, order)));
  return new Map(own.map((promise) => [promise.line, promise]));
}
