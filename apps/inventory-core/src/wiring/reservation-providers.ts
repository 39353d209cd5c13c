import type { FactoryProvider } from '@nestjs/common';
import { ANSWER_CALL, SHOW_RESERVATION } from '../http/reservations.controller';
import type { AnswerDeps } from '../reservations/answer-calls';
import { AnsweringInTurn } from '../reservations/answering-in-turn';
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
      useFactory: (given: AnswerDeps) => {
        const answering = new AnsweringInTurn(given);
        return new Deciding((calls, mayFollow) => answering.answer(calls, mayFollow));
      },
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
