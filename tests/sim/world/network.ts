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
  /** What else may go wrong; nothing of it where it is left out. */
  readonly hostile?: Hostile;
}

/** Chances are in [0, 1]. */
export interface Hostile {
  /** Of a call: refused before anything happened (5xx), refused by a rate limit, and answered with 5xx although it was done. */
  readonly refused: number;
  readonly throttled: number;
  readonly doneAndFailed: number;
  readonly retryAfterMs: Range;
  /** Of a webhook or a fact: comes twice, and comes late, by as much as this. */
  readonly doubled: number;
  readonly late: number;
  readonly lateMs: Range;
  /** At every place where a service waits for a vendor or a database. */
  readonly crash: number;
  readonly crashesMax: number;
  readonly downMs: Range;
  /** From the last statement of a transaction to its commit. */
  readonly commitMs: Range;
  /** What a read of the till, or a search for orders, may not show yet. */
  readonly tillLagMs: Range;
  readonly searchLagMs: Range;
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

const calm: Hostile = {
  refused: 0,
  throttled: 0,
  doneAndFailed: 0,
  retryAfterMs: [0, 0],
  doubled: 0,
  late: 0,
  lateMs: [0, 0],
  crash: 0,
  crashesMax: 0,
  downMs: [0, 0],
  commitMs: [0, 0],
  tillLagMs: [0, 0],
  searchLagMs: [1_000, 1_000],
};

/** Nobody waits longer than this for the next poll, nor longer than that for another attempt of what was asked for once. */
const pollEveryMs = 65_000;
const soonMs = 20_000;

export type CallFate = 'served' | 'refused' | 'throttled' | 'doneAndFailed';

/** How long everything takes, and what goes wrong, by chance. Its own seed: more or fewer messages do not change who wants to buy what. */
export class Network {
  private readonly random: Random;
  private crashes = 0;
  /** Told for how long what goes wrong now may keep word of anything from getting through. */
  onDisturbed: (forMs: number) => void = () => undefined;
  /** Set once nothing goes wrong any more: what is under way still arrives as late as it was to. */
  isCalm = false;

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
    return this.draw(this.weather.webhookMs) + this.lateness();
  }

  factMs(): number {
    return this.draw(this.weather.factMs) + this.lateness();
  }

  setAsideMs(): number {
    return this.draw(this.weather.setAsideMs);
  }

  losesWebhook(): boolean {
    return this.happens(this.weather.lostWebhooks);
  }

  losesAnswer(): boolean {
    const isLost = this.happens(this.weather.lostAnswers);
    return isLost ? this.disturbing(this.againAfterMs, isLost) : isLost;
  }

  doubles(): boolean {
    return this.happens(this.hostile.doubled);
  }

  callFate(): CallFate {
    const { refused, throttled, doneAndFailed } = this.hostile;
    if (this.happens(refused)) return this.disturbing(this.againAfterMs, 'refused');
    if (this.happens(throttled)) return this.disturbing(this.againAfterMs, 'throttled');
    return this.happens(doneAndFailed) ? this.disturbing(this.againAfterMs, 'doneAndFailed') : 'served';
  }

  retryAfterMs(): number {
    const ms = this.draw(this.hostile.retryAfterMs);
    return this.disturbing(ms + this.againAfterMs, ms);
  }

  crashesHere(): boolean {
    const { crash, crashesMax } = this.hostile;
    if (this.crashes >= crashesMax || !this.happens(crash)) return false;
    this.crashes += 1;
    return true;
  }

  downMs(): number {
    const ms = this.draw(this.hostile.downMs);
    return this.disturbing(ms + this.againAfterMs, ms);
  }

  commitMs(): number {
    return this.draw(this.hostile.commitMs);
  }

  tillLagMs(): number {
    return this.draw(this.hostile.tillLagMs);
  }

  searchLagMs(): number {
    return this.draw(this.hostile.searchLagMs);
  }

  chance(): number {
    return this.random.next();
  }

  private get hostile(): Hostile {
    return this.weather.hostile ?? calm;
  }

  private lateness(): number {
    if (!this.happens(this.hostile.late)) return 0;
    const ms = this.draw(this.hostile.lateMs);
    return this.disturbing(ms, ms);
  }

  /** What was not told and could not be asked is asked again with the next poll; what is told all the same waits for no poll. */
  private get againAfterMs(): number {
    return this.weather.lostWebhooks > 0 || this.hostile.tillLagMs[1] > 0 ? pollEveryMs : soonMs;
  }

  private disturbing<T>(forMs: number, what: T): T {
    this.onDisturbed(forMs);
    return what;
  }

  /** Asks for no chance where there is none: a world without such weather stays as it was. */
  private happens(chance: number): boolean {
    return !this.isCalm && chance > 0 && this.random.next() < chance;
  }

  private draw([min, max]: Range): number {
    return min === max ? min : this.random.int(min, max);
  }
}
