import type { FactoryProvider } from '@nestjs/common';
import { MicroBatcher } from '@tillbridge/service-kit';
import { ANSWER_CALL, SHOW_RESERVATION } from '../http/reservations.controller';
import { answerCalls, type AnswerDeps } from '../reservations/answer-calls';
import { forgetOld } from '../reservations/forget';
import type { Outcome, ReservationCall } from '../reservations/requests';
import { showOne } from '../reservations/show-one';
import { Forgetting } from './forgetting';

/** Of callers that want to reserve: more in one transaction gains little, and waiting longer nothing. */
const batches = { sizeMax: 512, lingerMs: 2, waitingMax: 20_000 };

/** What answers the reservation routes; `deps` is the token of what a decision is given. */
export function reservationProviders(deps: symbol): FactoryProvider[] {
  return [
    {
      provide: ANSWER_CALL,
      inject: [deps],
      useFactory: (given: AnswerDeps) => {
        const handle = (calls: readonly ReservationCall[]) => answerCalls(given, calls);
        const batcher = new MicroBatcher<ReservationCall, Outcome>({ ...batches, handle });
        return (call: ReservationCall) => batcher.ask(call);
      },
    },
    {
      provide: SHOW_RESERVATION,
      inject: [deps],
      useFactory: (given: AnswerDeps) => (id: string) => showOne(given, id),
    },
    {
      provide: Forgetting,
      inject: [deps],
      useFactory: (given: AnswerDeps) => new Forgetting(() => forgetOld(given)),
    },
  ];
}
