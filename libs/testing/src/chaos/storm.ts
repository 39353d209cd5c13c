import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '../demo/bridge';
import type { CaseStudy } from '../demo/case-study';
import { eventually } from '../eventually';
import type { OwnServer } from '../own-server';
import type { ChaosLines } from './lines';
import type { After, Blow, ChaosPlan, ServerName, VendorName, Weather } from './plan';
import type { Return } from './recovery';

/** A service that cannot start because what it needs is away is started again, as its supervisor would. */
const startsMax = 6;
const comparedWithin = { withinMs: 120_000, everyMs: 500 };

export interface StormOptions {
  study: CaseStudy;
  servers: Record<ServerName, OwnServer>;
  lines: ChaosLines;
  say(sentence: string): void;
}

/** Carries out a plan on a running shop. */
export class Storm {
  readonly kills = new Map<ServiceName, number>();
  readonly restarts = new Map<ServerName, number>();
  /** Services that ended although nobody had struck them. */
  readonly accidents: string[] = [];
  /** What came back when; of the reconciler also when it had compared everything for the first time since. */
  readonly returns: Return[] = [];
  private readonly comparing: Promise<void>[] = [];
  private readonly mending: Promise<void>[] = [];

  constructor(private readonly options: StormOptions) {}

  /** Resolves when the last blow has been struck and all weather has ended. */
  async rage({ blows, lines, vendors }: ChaosPlan): Promise<void> {
    let over = false;
    const whileItLasts = async (weather: After<Weather>[]) => {
      for (const one of weather) if (!over) await this.blow(one);
    };
    const strikes = async () => {
      for (const one of blows) await this.strike(one);
      over = true;
    };
    await Promise.all([strikes(), whileItLasts(lines), whileItLasts(vendors)]);
    await Promise.all([...this.comparing, ...this.mending]);
  }

  /** A service ended by itself: its supervisor would start it again. */
  accident(name: string): void {
    this.accidents.push(name);
    this.mending.push(this.startAgain(name));
  }

  private async strike({ pauseMs, ...blow }: After<Blow>): Promise<void> {
    await pause(pauseMs);
    await (blow.does === 'kills' ? this.kill(blow) : this.restart(blow));
  }

  private async kill({ service, awayMs }: Extract<Blow, { does: 'kills' }>): Promise<void> {
    const { fleet } = this.options.study;
    // Whatever is being started again already is left to come up, or there would be two of it.
    await Promise.all(this.mending);
    this.options.say(`  kill -9 ${service}, started again ${seconds(awayMs)} later`);
    await fleet.kill9(service);
    count(this.kills, service);
    await pause(awayMs);
    await this.startAgain(service);
    const at = Date.now();
    if (service === 'reconciler') this.comparing.push(this.compared(at));
    else this.returns.push({ of: service, at });
  }

  private async restart({ server, abrupt, awayMs }: Extract<Blow, { does: 'restarts' }>): Promise<void> {
    const { servers, say } = this.options;
    say(
      `  the ${server} stops ${abrupt ? 'as by a power cut' : 'politely'}, and is started again ${seconds(awayMs)} later`,
    );
    await servers[server].stop({ abrupt });
    await pause(awayMs);
    await servers[server].start();
    count(this.restarts, server);
    this.returns.push({ of: server, at: Date.now() });
  }

  private async startAgain(name: string): Promise<void> {
    for (let start = 1; ; start++) {
      try {
        return await this.options.study.fleet.restart(name);
      } catch (error) {
        if (start >= startsMax) throw error;
        this.options.say(`  ${name} could not start, once more: ${(error as Error).message.split('\n')[0]}`);
      }
    }
  }

  /** What passes through the reconciler is a comparison: one that finishes. */
  private async compared(at: number): Promise<void> {
    const { bridge } = this.options.study;
    await eventually(async () => {
      const { id } = await bridge.ask<{ id: string }>('reconciler', '/runs', {});
      return eventually(async () => {
        const { state } = await bridge.ask<{ state: string }>('reconciler', `/runs/${id}`);
        if (state === 'failed') throw new Error('a comparison failed');
        return state === 'finished';
      });
    }, comparedWithin);
    this.returns.push({ of: 'reconciler', at, effectAt: Date.now() });
  }

  private async blow({ pauseMs, ...weather }: After<Weather>): Promise<void> {
    await pause(pauseMs);
    switch (weather.does) {
      case 'cuts': {
        const line = this.options.lines.of(weather.line);
        this.options.say(`  cut: ${weather.line}, for ${seconds(weather.forMs)}`);
        line.cut();
        await pause(weather.forMs);
        return line.mend();
      }
      case 'slows': {
        const line = this.options.lines.of(weather.line);
        this.options.say(`  slow: ${weather.line}, by ${weather.byMs} ms each way for ${seconds(weather.forMs)}`);
        line.slow(weather.byMs);
        await pause(weather.forMs);
        return line.mend();
      }
      case 'spoils': {
        const twin = this.twinOf(weather.vendor);
        this.options.say(`  bad weather at ${weather.vendor} for ${seconds(weather.forMs)}`);
        await twin.weather(weather.weather);
        await pause(weather.forMs);
        await twin.weather({ clear: true });
      }
    }
  }

  private twinOf(vendor: VendorName) {
    const { till, stores } = this.options.study.shop;
    return vendor === 'till' ? till : stores.find(({ channel }) => channel === vendor)!.twin;
  }
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function count<Name>(counts: Map<Name, number>, name: Name): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
