import type { Guard } from './guard';

const brake = 'libs/gateway-kit/src/store/brake/brake.ts';
const moves = 'libs/gateway-kit/src/store/brake/moves.ts';
const channelBrake = 'libs/gateway-kit/src/store/brake/channel-brake.ts';
const pump = 'libs/gateway-kit/src/store/push/store-pump.ts';
const brakeSpec = 'libs/gateway-kit/src/store/brake/brake.spec.ts';
const braked = 'apps/shopify-gateway/src/braked.spec.ts';

/** A store that would change too much at once is stopped before it does, and only by that. */
export const brakeGuards: readonly Guard[] = [
  {
    name: 'brake: levels taken to nothing',
    rule: 'a channel of which too large a share would be taken to nothing stops',
    file: brake,
    find: 'if (isTooMany(zeroed, ',
    replace: 'if (isTooMany(0, ',
    tests: [brakeSpec],
  },
  {
    name: 'brake: levels moved far',
    rule: 'a channel of which too large a share would be moved by more than half stops, upwards too',
    file: brake,
    find: 'if (isTooMany(moved, ',
    replace: 'if (isTooMany(0, ',
    tests: [brakeSpec],
  },
  {
    name: 'brake: what is few stops nobody',
    rule: 'a handful of levels never stops a channel, whatever share they are',
    file: brake,
    find: 'count >= itemsMin && count > allowed',
    replace: 'itemsMin > 0 && count > allowed',
    tests: [brakeSpec],
  },
  {
    name: 'brake: no move that could be too many is left out',
    rule: 'moves are counted wherever there are as many as the smaller share allows',
    file: brake,
    find: 'settled * Math.min(zeroShare, moveShare)',
    replace: 'settled * Math.max(zeroShare, moveShare)',
    tests: [brakeSpec, braked],
  },
  {
    name: 'brake: a burst in pieces',
    rule: 'what was pushed within the window counts with what is wanted now',
    file: moves,
    find: 'mark !== null && mark.until > now ? mark',
    replace: 'mark !== null && mark.until < new Date(0) ? mark',
    tests: [brakeSpec],
  },
  {
    name: 'brake: a window ends',
    rule: 'what was moved longer ago than the window stops nobody',
    file: moves,
    find: 'mark !== null && mark.until > now ? mark',
    replace: 'mark !== null ? mark',
    tests: [brakeSpec],
  },
  {
    name: 'brake: what a store sold itself',
    rule: 'what the own orders of a store take is no move of ours',
    file: moves,
    find: 'units: mirror.pushed + units - held.pushed }',
    replace: 'units: (planned?.to ?? shown) - held.shown }',
    tests: [brakeSpec],
  },
  {
    name: 'brake: connecting a store',
    rule: 'a level that never showed what was wanted stops nobody',
    file: moves,
    find: 'if (told === null || shown === null) return null;',
    replace: 'if (shown === null) return null;',
    tests: [brakeSpec],
  },
  {
    name: 'brake: judged before the pushes are opened',
    rule: 'what stops a channel stops the very pushes that it is judged by',
    file: pump,
    find: "const braked = isHaltedBy(await judgeBrake(tx, state, this.channel, before), 'braked');",
    replace: "const braked = isHaltedBy(before, 'braked'); await judgeBrake(tx, state, this.channel, before);",
    tests: [braked],
  },
  {
    name: 'brake: a braked channel',
    rule: 'of a braked channel nothing leaves but what may pass',
    file: pump,
    find: 'const sendable = braked\n',
    replace: 'const sendable = braked && limit < 0\n',
    tests: [braked],
  },
  {
    name: 'brake: what stands behind what may not pass',
    rule: 'small lowerings leave a braked channel however many levels wait before them',
    file: 'libs/gateway-kit/src/store/book/store-levels.memory.ts',
    find: 'return this.wanting(tx, channel, limit, (level) => mayPassBrake(level, now));',
    replace: 'return this.wanting(tx, channel, limit, () => true).filter((level) => mayPassBrake(level, now));',
    tests: ['libs/gateway-kit/src/store/push/held-back.spec.ts'],
  },
  {
    name: 'brake: no raise passes',
    rule: 'a braked channel is raised by nothing, however little',
    file: 'libs/gateway-kit/src/store/brake/moves.ts',
    find: 'move !== null && wantsLowering(level) && !isFar(move)',
    replace: 'move !== null && !isFar(move)',
    tests: [braked],
  },
  {
    name: 'brake: no far lowering passes',
    rule: 'what looks like a mistake waits for a person',
    file: 'libs/gateway-kit/src/store/brake/moves.ts',
    find: 'move !== null && wantsLowering(level) && !isFar(move)',
    replace: 'move !== null && wantsLowering(level)',
    tests: [braked],
  },
  {
    name: 'brake: small lowerings pass',
    rule: 'an ordinary sale elsewhere lowers a braked channel, or its units would be sold twice',
    file: 'libs/gateway-kit/src/store/brake/moves.ts',
    find: 'move !== null && wantsLowering(level) && !isFar(move)',
    replace: 'move === null && wantsLowering(level)',
    tests: [braked],
  },
  {
    name: 'brake: what a person has confirmed',
    rule: 'what a person has released is not stopped again',
    file: channelBrake,
    find: 'return move === null\n',
    replace: 'return move === null || now.getTime() > 0\n',
    tests: [braked],
  },
  {
    name: 'brake: confirmed for a store that takes its time',
    rule: 'what a person has released stays confirmed until it has left, though its window is over',
    file: channelBrake,
    find: 'wantsPush(level) ? confirmedForMs : windowSeconds * 1_000',
    replace: 'windowSeconds * 1_000',
    tests: [braked],
  },
  {
    name: 'brake: confirmed is over with its window, once sent',
    rule: 'what was released and sent counts no longer than anything else',
    file: pump,
    find: 'return mark.until > until ? { ...mark, until } : mark;',
    replace: 'return mark;',
    tests: [braked],
  },
];
