import { Random } from '../../../libs/testing/src/world/random';

/** From and to, both included; milliseconds. */
export type Range = readonly [number, number];

export interface Weather {
  /** A call to a vendor, there and back; it takes effect half way. */
  readonly callMs: Range;
  readonly webhookMs: Range;
  /** From one service's commit to the next one's. */
  readonly factMs: Range;
  /** Chances in [0, 1]: that a webhook never comes, and that a push takes effect and its answer is lost. */
  readonly lostWebhooks: number;
  readonly lostAnswers: number;
  /**
   * The longest that a till sale may take to reach a store: webhook, or the poll that finds a sale whose webhook was lost, a
   * poll under way, the poll, facts, and two pushes one after the other.
   */
  readonly tillSaleMsMax: number;
  /** By then, after the last buyer, everything is known everywhere. */
  readonly quietAfterMs: number;
  /** From an order to staff putting its unit away. */
  readonly setAsideMs: Range;
}

export const fairWeather: Weather = {
  callMs: [80, 250],
  webhookMs: [100, 800],
  factMs: [5, 30],
  lostWebhooks: 0,
  lostAnswers: 0,
  tillSaleMsMax: 4_000,
  quietAfterMs: 20_000,
  setAsideMs: [10_000, 60_000],
};

export const foulWeather: Weather = {
  ...fairWeather,
  callMs: [80, 900],
  lostWebhooks: 0.03,
  lostAnswers: 0.03,
  tillSaleMsMax: 70_000,
  quietAfterMs: 90_000,
};

/** How long everything takes, by chance. Its own seed: more or fewer messages do not change who wants to buy what. */
export class Network {
  private readonly random: Random;

  constructor(
    seed: number,
    readonly weather: Weather,
  ) {
    this.random = new Random(seed);
  }

  /** Half a call: the way there, or the way back. */
  halfCallMs(): number {
    return this.draw(this.weather.callMs) / 2;
  }

  webhookMs(): number {
    return this.draw(this.weather.webhookMs);
  }

  factMs(): number {
    return this.draw(this.weather.factMs);
  }

  setAsideMs(): number {
    return this.draw(this.weather.setAsideMs);
  }

  losesWebhook(): boolean {
    return this.random.next() < this.weather.lostWebhooks;
  }

  losesAnswer(): boolean {
    return this.random.next() < this.weather.lostAnswers;
  }

  chance(): number {
    return this.random.next();
  }

  private draw([min, max]: Range): number {
    return this.random.int(min, max);
  }
}
