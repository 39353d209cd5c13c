import type { UnitOfWork } from '@tillbridge/persistence';
import type { Ledger } from '../ledger/ledger';
import type { AnswerBook } from './answer-book';

const hourMs = 3_600_000;
/** Callers are told that a key is known for 24 hours; nobody gains by a longer memory. */
const answersKeptMs = 25 * hourMs;
/** Long enough for whoever asks what became of a reservation. What became an order is kept as orders are. */
const reservationsKeptMs = 30 * 24 * hourMs;
const rowsPerTransactionMax = 5_000;

export interface ForgetDeps {
  readonly uow: UnitOfWork;
  readonly ledger: Ledger;
  readonly answers: AnswerBook;
  readonly now: () => Date;
}

/** Forgets a bounded number of old answers and of reservations that hold nothing. Returns how many. */
export async function forgetOld(deps: ForgetDeps): Promise<number> {
  const ago = (ms: number) => new Date(deps.now().getTime() - ms);
  const answers = await deps.uow.run((tx) => deps.answers.prune(tx, ago(answersKeptMs), rowsPerTransactionMax));
  const holds = await deps.uow.run((tx) => deps.ledger.forget(tx, ago(reservationsKeptMs), rowsPerTransactionMax));
  return answers + holds;
}
