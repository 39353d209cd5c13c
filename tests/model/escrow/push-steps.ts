import { answered, sent, wantsPush } from './gateway';
import type { Rules } from './rules';
import type { Setting } from './setting';
import { spend, withStore, type Call, type State, type Step, type Store } from './state';

/** A push leaves, is carried out, is answered, or is lost and sent again. */
export function* pushSteps(state: State, at: number, { rules }: Setting): Iterable<Step> {
  const store = state.stores[at]!;
  const gateway = `the gateway of ${store.channel}`;
  if (wantsPush(store)) {
    const next = sent(store);
    yield [`${gateway} sends ${pushOf(next.calls.at(-1)!)}`, withStore(state, at, next)];
  }
  for (const call of store.calls) {
    const push = pushOf(call);
    if (call.where === 'sent') {
      const next = carriedOut(store, call);
      yield [`${store.channel} is asked for ${push}: it shows ${next.shows}`, withStore(state, at, next)];
    }
    if (call.where === 'done') {
      const next = answered(without(store, call), call.outcome!);
      yield [`${gateway} hears that ${push} was ${call.outcome!}`, withStore(state, at, next)];
    }
    if (call.where === 'lost') {
      const next = instead(store, call, again(call, rules));
      yield [`${gateway} sends ${push} again`, withStore(state, at, next)];
    } else if (state.toCome.losses > 0 && !call.isStray) {
      const what = call.where === 'sent' ? 'request for' : 'answer to';
      const next = spend(withStore(state, at, lost(store, call, rules)), 'losses');
      yield [`~the ${what} ${push} at ${store.channel} is lost`, next];
    }
  }
}

const pushOf = ({ from, to }: Call): string => `${from} to ${to}`;

const instead = (store: Store, call: Call, next: Call): Store => ({
  ...store,
  calls: store.calls.map((each) => (each === call ? next : each)),
});

const without = (store: Store, call: Call): Store => ({
  ...store,
  calls: store.calls.filter((each) => each !== call),
});

/** A lowering compares with nothing; a raise is refused where the level is not what it starts from. */
function carriedOut(store: Store, call: Call): Store {
  const isTaken = call.to < call.from || store.shows === call.from;
  const after = isTaken ? { ...store, shows: store.shows + call.to - call.from } : store;
  // Nobody waits for the answer to a stray.
  if (call.isStray) return without(after, call);
  return instead(after, call, { ...call, where: 'done', outcome: isTaken ? 'applied' : 'refused' });
}

/** Under the same key the store says what it did the first time. */
function again(call: Call, { afterLoss }: Rules): Call {
  if (call.outcome === null || afterLoss === 'sends it under a new key')
    return { ...call, where: 'sent', outcome: null };
  return { ...call, where: 'done' };
}

function lost(store: Store, call: Call, { afterLoss }: Rules): Store {
  if (afterLoss !== 'takes it for not done') return instead(store, call, { ...call, where: 'lost' });
  // Its request may still be under way.
  const after = call.where === 'sent' ? instead(store, call, { ...call, isStray: true }) : without(store, call);
  return answered(after, 'refused');
}
