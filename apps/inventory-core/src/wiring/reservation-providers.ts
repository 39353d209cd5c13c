import type { FactoryProvider } from '@nestjs/common';
import { ANSWER_CALL, SHOW_RESERVATION } from '../http/reservations.controller';
import { answerCalls, type AnswerDeps } from '../reservations/answer-calls';
import { forgetOld } from '../reservations/forget';
import type { ReservationCall } from '../reservations/requests';
import { showOne, type ShowDeps } from '../reservations/show-one';
import { Deciding } from './deciding';
import { Forgetting } from './forgetting';

/** What answers the reservation routes. Given the tokens of what a decision is given, and who only reads. */
export function reservationProviders({ deciding, reading }: Record<'deciding' | 'reading', symbol>): FactoryProvider[] {
  return [
    {
      provide: Deciding,
      inject: [deciding],
      useFactory: (given: AnswerDeps) => new Deciding((calls) => answerCalls(given, calls)),
    },
    {
      provide: ANSWER_CALL,
      inject: [Deciding],
      useFactory: (asked: Deciding) => (call: ReservationCall) => asked.ask(call),
    },
    {
      provide: SHOW_RESERVATION,
      inject: [reading],
      useFactory: (given: ShowDeps) => (id: string) => showOne(given, id),
    },
    {
      provide: Forgetting,
      inject: [deciding],
      useFactory: (given: AnswerDeps) => new Forgetting(() => forgetOld(given)),
    },
  ];
}
