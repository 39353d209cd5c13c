import { editDecided, type Cause } from '@tillbridge/contracts';
import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import {
  adjustAgain,
  decideEdit,
  editsOf,
  viewOf,
  type EditAsk,
  type EditRefusal,
  type EditVerdict,
  type WhyEdits,
} from '@tillbridge/stock-domain';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';
import type { Session } from './session';

export interface DecideEditDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

/** One store level, as people and its gateway name it. */
export interface EditKey {
  readonly channel: string;
  readonly externalId: string;
  readonly storeLocation: string;
}

export type EditSaid = Pick<EditAsk, 'outcome' | 'seq' | 'location'>;

/**
 * `unknown`: nothing of ours is listed there. A refusal says how things stand now. The same word on the same report is
 * answered as it was, and changes nothing.
 */
export type EditAnswer =
  | { readonly kind: 'decided'; readonly itemId: string; readonly verdict: EditVerdict }
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'refused';
      readonly why: EditRefusal;
      readonly edits: WhyEdits | null;
      readonly locations: readonly string[];
    };

/**
 * A person says what became of units that a store level is missing, or of those that turned up again. Its gateway is told to
 * book what was said of missing ones, the till is adjusted by what was accepted or given back: one decision, with the person
 * as its cause.
 */
export async function decideEditAt(deps: DecideEditDeps, key: EditKey, said: EditSaid): Promise<EditAnswer> {
  return deps.uow.run(async (tx) => {
    let answer: EditAnswer = { kind: 'unknown' };
    const { channel, externalId } = key;
    await decideBatch(deps, tx, await deps.shop(tx), { externals: [{ channel, externalId }] }, (session) => {
      answer = decideIn(session, key, said);
    });
    return answer;
  });
}

function decideIn(session: Session, key: EditKey, said: EditSaid): EditAnswer {
  const { channel, externalId, storeLocation } = key;
  const itemId = session.linkedItem(channel, externalId);
  const place = session.layout.places.find((each) => each.channel === channel && each.storeLocation === storeLocation);
  if (itemId === null || place === undefined) return { kind: 'unknown' };
  const ask = { ...said, channel, storeLocation, adjustmentId: session.newId() };
  const decision = decideEdit(session.item(itemId), place, ask);
  if (decision.kind === 'refused')
    return { kind: 'refused', why: decision.why, edits: editsOf(decision.view), locations: place.serves };
  if (decision.kind === 'decided') {
    const cause = operatorAt(key);
    session.change(itemId, 'edit', cause, () => decision.item);
    tellGateway(session, key, itemId, decision.verdict, cause);
  }
  return { kind: 'decided', itemId, verdict: decision.verdict };
}

function tellGateway(session: Session, key: EditKey, itemId: string, { outcome }: EditVerdict, cause: Cause): void {
  if (outcome !== 'accepted' && outcome !== 'dismissed') return;
  const { ended } = viewOf(session.item(itemId), key.channel, key.storeLocation).story;
  session.tell(editDecided, { ...key, ended, decidedAt: session.now.toISOString() }, cause);
}

export type AdjustedAgain = 'granted again' | 'unknown' | 'not refused';

/** A person has removed the reason why the till refused an adjustment: it is recorded under a new id. */
export async function adjustTillAgain(deps: DecideEditDeps, itemId: string, id: string): Promise<AdjustedAgain> {
  return deps.uow.run(async (tx) => {
    let outcome: AdjustedAgain = 'unknown';
    await decideBatch(deps, tx, await deps.shop(tx), { items: [itemId] }, (session) => {
      if (!session.knows(itemId)) return;
      const adjustment = session.item(itemId).adjustments.find((each) => each.id === id);
      if (adjustment === undefined) return;
      outcome = adjustment.post.state === 'refused' ? 'granted again' : 'not refused';
      const { channel, storeLocation } = adjustment;
      session.change(itemId, 'post', operatorAt({ channel, externalId: itemId, storeLocation }), (item) =>
        adjustAgain(item, id),
      );
    });
    return outcome;
  });
}

const operatorAt = ({ channel, externalId, storeLocation }: EditKey): Cause => ({
  correlationId: `${channel}/${externalId}/${storeLocation}`,
  causationId: 'operator',
  traceparent: null,
});
