import type { Guard } from './guard';

const revisiting = 'apps/inventory-core/src/use-cases/revisit-items.ts';
const silence = 'apps/inventory-core/src/silence/look-for-silence.ts';
const ledger = 'apps/inventory-core/src/ledger/ledger.memory.spec.ts';
const haltsSpec = 'apps/inventory-core/src/halts/halted-channels.memory.spec.ts';
const books = 'apps/inventory-core/src/silence/silence-book.typeorm.int.spec.ts';
const broken = 'looking again past what is broken';
const watching = 'watching stores';

/** What time alone changes in the core, and stores that say nothing. */
export const coreWatchGuards: readonly Guard[] = [
  {
    name: 'looking again: past what is broken',
    rule: 'an item that cannot be decided keeps no other waiting',
    file: revisiting,
    find: 'else if (aside.add(itemId, deps.now().getTime())) onBroken(itemId, error as Error);',
    replace: 'else throw error;',
    tests: [ledger],
    named: broken,
  },
  {
    name: 'looking again: what is set aside',
    rule: 'an item that cannot be decided takes no place among those that are due',
    file: revisiting,
    find: 'except: aside.at(now.getTime())',
    replace: 'except: aside.at(now.getTime()).slice(1_000)',
    tests: [ledger],
    named: broken,
  },
  {
    name: 'looking again: a stale item',
    rule: 'an item that stayed stale is not taken for broken',
    file: revisiting,
    find: 'if (error instanceof RetryableError) stale = error;\n      else if',
    replace: 'if',
    tests: [ledger],
    named: broken,
  },
  {
    name: 'looking again: a database that is away',
    rule: 'no item is taken for broken because the database is away',
    file: revisiting,
    find: 'if (error instanceof Unavailable) throw error;',
    replace: '',
    tests: [ledger],
    named: broken,
  },
  {
    name: 'looking again: broken for longer and longer',
    rule: 'an item that cannot be decided is tried less and less often',
    file: 'apps/inventory-core/src/use-cases/set-aside.ts',
    find: 'firstDelayMs * 2 ** (times - 1)',
    replace: 'firstDelayMs * Math.sign(times)',
    tests: ['apps/inventory-core/src/use-cases/set-aside.spec.ts'],
  },
  {
    name: 'silence: a store that is held back',
    rule: 'a store that something holds back is not called silent',
    file: silence,
    find: 'halts.length > 0 ||',
    replace: 'halts.length > 1_000 ||',
    tests: [haltsSpec],
  },
  {
    name: 'silence: a store that was let go',
    rule: 'a store that was let go has as long to answer as ever',
    file: silence,
    find: '(resumedAt !== null && resumedAt.getTime() > overdue)',
    replace: '(resumedAt !== null && resumedAt.getTime() < 0)',
    tests: [haltsSpec],
  },
  {
    name: 'silence: told once',
    rule: 'people hear once that a store is silent, however often it is looked at',
    file: silence,
    find: 'if (last?.mute === mute) return { ...found, alertKey: last.alertKey };',
    replace: '',
    tests: [ledger],
    named: watching,
  },
  {
    name: 'silence: twice at most',
    rule: 'a store that answers now and then is told of twice at most',
    file: silence,
    find: 'const mute = last?.mute === true || isMute',
    replace: 'const mute = isMute',
    tests: [ledger],
    named: watching,
  },
  {
    name: 'silence: one refused level',
    rule: 'a store that confirms others does not count as mute for one level',
    file: silence,
    find: 'itemsSinceAnswer === items || itemsSinceAnswer > 1;',
    replace: 'itemsSinceAnswer > 0;',
    tests: [ledger],
    named: watching,
  },
  {
    name: 'silence: over before it was told',
    rule: 'nobody hears of a silence that is over',
    file: silence,
    find: 'for (const { alertKey } of over) await alerts.withdraw(tx, alertKey);',
    replace: '',
    tests: [ledger],
    named: watching,
  },
  {
    name: 'silence: clocks of several cores',
    rule: 'what was counted once counts as long as it is kept, by whichever clock',
    file: silence,
    find: 'before: new Date(Math.max(overdue, counted))',
    replace: 'before: new Date(Math.max(overdue, counted * 0))',
    tests: [ledger],
    named: watching,
  },
  {
    name: 'silence: only for long',
    rule: 'a store has its time to answer before it counts as silent',
    file: 'apps/inventory-core/src/silence/silence-book.typeorm.ts',
    find: 'WHERE keeps_since < before GROUP BY',
    replace: 'WHERE keeps_since IS NOT NULL GROUP BY',
    tests: [books],
  },
  {
    name: 'silence: told of by one core',
    rule: 'several cores that look at the same moment tell once',
    file: 'apps/inventory-core/src/silence/silence-book.typeorm.ts',
    find: '        .insert([...found]);',
    replace: '        .save([...found]);',
    tests: [books],
  },
];
