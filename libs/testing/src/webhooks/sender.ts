import { setTimeout as pause } from 'node:timers/promises';
import { isRightAnswer, isWeather, type Letter } from './letter';
import type { Mailbag } from './mailbag';
import { send } from './post-office';

const atOnce = 32;
const idleMs = 20;
const weatherPauseMs = 100;

/** Delivers what the bag gives, as fast as the gateways answer. */
export class Sender {
  readonly wrongAnswers: string[] = [];
  /** Answered for good. */
  answered = 0;
  /** Not taken for the moment, and sent again. */
  sentAgain = 0;

  constructor(
    private readonly bag: Mailbag,
    private readonly addressOf: (letter: Letter) => string,
  ) {}

  /** Resolves once everything the bag will ever give has been answered. */
  async deliverAll(): Promise<void> {
    await Promise.all(Array.from({ length: atOnce }, () => this.carry()));
  }

  private async carry(): Promise<void> {
    for (;;) {
      const letter = this.bag.take();
      if (letter) await this.deliver(letter);
      else if (this.bag.isFull) return;
      else await pause(idleMs);
    }
  }

  private async deliver(letter: Letter): Promise<void> {
    const status = await send(this.addressOf(letter), letter);
    if (!isRightAnswer(letter, status) && isWeather(status)) {
      this.sentAgain += 1;
      await pause(weatherPauseMs);
      return this.bag.putBack(letter);
    }
    this.answered += 1;
    if (isRightAnswer(letter, status)) return;
    this.wrongAnswers.push(`a ${letter.kind} letter to ${routeOf(letter)} was answered ${status}`);
  }
}

/** Without what is secret in it. */
const routeOf = ({ path }: Letter): string => path.split('/').slice(0, 4).join('/');
