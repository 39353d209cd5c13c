import type { FactoryProvider } from '@nestjs/common';
import { ANSWER_CALL, SHOW_RESERVATION } from '../http/reservations.controller';
import { answerCalls, type AnswerDeps } from '../reservations/answer-calls';
import { forgetOld } from '../reservations/forget';
import type { ReservationCall } from '../reservations/requests';
import { showOne } from '../reservations/show-one';
import { Deciding } from './deciding';
import { Forgetting } from './forgetting';

/** What answers the reservation routes; `deps` is the token of what a decision is given. */
export function reservationProviders(deps: symbol): FactoryProvider[] {
  return [
    {
      provide: Deciding,
      inject: [deps],
      useFactory: (given: AnswerDeps) => new Deciding((calls) => answerCalls(given, calls)),
    },
    {
      provide: ANSWER_CALL,
      inject: [Deciding],
      useFactory: (deciding: Deciding) => (call: ReservationCall) => deciding.ask(call),
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
