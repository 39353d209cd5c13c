import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Doorway, forever, messageOf, runToExit } from '../demo/at-the-door';
import { CaseStudy, storeCount } from '../demo/case-study';
import { requireEnvironment } from '../demo/environment';
import { failureLine } from '../demo/report';
import type { TwinHabits } from '../demo/shop';
import { eventually } from '../eventually';
import { tradeOpening, tradeScene } from '../world';
import { Random } from '../world/random';
import { Forger, isShopify } from './forger';
import type { Letter } from './letter';
import { Mailbag } from './mailbag';
import { openPostOffice, type PostOffice } from './post-office';
import { Sender } from './sender';
import { storedDeliveries } from './stored';
import { judgeWebhooks, type Sent } from './verdict';

// What tools/doors/webhooks.mjs starts: a shop in steady trade whose webhooks go through a hostile post office.

const sceneMs = 2_000;
const actsPerSecond = 4;
/** People wait while this many letters wait: the gateways set the pace. */
const backlogMax = 2_000;
const progressEveryMs = 10_000;
/** Unreadable deliveries are parked, and stay so. The till is polled so often that a poll alone is no unrest. */
const quiet = { stableMs: 12_500, withinMs: 900_000, besides: ['rawParked', 'cycleRunning'] };
/** The vendors answer soon and count no calls: what is tested is how deliveries are taken in. */
const twins: TwinHabits = { answerMs: [5, 20], webhookMs: [0, 100], limits: false };

interface Wanted {
  deliveries: number;
  seed: number;
}

async function main(): Promise<number> {
  requireEnvironment(['DATABASE_URL', 'AMQP_URL', 'RABBITMQ_MANAGEMENT_URL']);
  const { deliveries, seed = randomInt(1, 100_000) } = JSON.parse(process.argv[2]!) as {
    deliveries: number;
    seed?: number;
  };
  const run = new HostileRun({ deliveries, seed });
  const door: Doorway = new Doorway(() => run.end());
  try {
    door.stdout.say(`Seed ${seed}; --seed ${seed} makes the same people and the same network again.`);
    const study = await run.begin(door.tell);
    const sent = await run.deliver(door.tell);
    await study.closeDoors();
    const stored = await storedDeliveries(study.ground.databaseUrl);
    const { verdict, objections } = judgeWebhooks(await study.evidence(), sent, stored);
    for (const objection of objections) door.stdout.say(`  ${objection}`);
    if (!verdict.ok) door.showLogs(study);
    door.stdout.last(JSON.stringify(verdict));
    await run.end({ keepLogs: !verdict.ok });
    return verdict.ok ? 0 : 1;
  } catch (error) {
    // What was pulled from under our feet is no news.
    if (door.closing) await forever;
    door.stdout.say(`\n${messageOf(error)}`);
    if (run.study) door.showLogs(run.study);
    door.stdout.last(failureLine(seed, error));
    await run.end({ keepLogs: true });
    return 1;
  }
}

/** A shop, and the post office that all its webhooks pass through. */
class HostileRun {
  study?: CaseStudy;
  private office?: PostOffice;
  private bag?: Mailbag;

  constructor(private readonly wanted: Wanted) {}

  async begin(say: (text: string) => void): Promise<CaseStudy> {
    const { seed } = this.wanted;
    // What vendors send while everything is being connected is lost, all of it.
    this.office = await openPostOffice((letter) => this.bag?.put(letter));
    const settings = { PUBLIC_URL: this.office.url, ORDERS_POLL_SECONDS: '5', TILL_POLL_SECONDS: '5' };
    const script = tradeOpening({ seed, stores: storeCount });
    this.study = new CaseStudy({
      seed,
      say,
      settings,
      script,
      twins,
      quiet: { ...quiet, onBusy: (who) => say(`  still busy: ${who}`) },
    });
    await this.study.setUp();
    return this.study;
  }

  /** Trades and delivers until as many deliveries as are wanted have been answered; then the post is honest again. */
  async deliver(say: (text: string) => void): Promise<Sent> {
    const study = this.study!;
    const { secrets, stores } = study.shop;
    const secretOf = (channel: string) => secrets[`${channel.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`]!;
    const random = new Random(this.wanted.seed);
    const forger = new Forger(random, Object.fromEntries(stores.map(({ channel }) => [channel, secretOf(channel)])));
    const bag = new Mailbag(random, forger, this.wanted.deliveries);
    const sender = new Sender(bag, (letter) => this.addressOf(letter));
    say(`Steady trade; ${this.wanted.deliveries} hostile deliveries begin.`);
    this.bag = bag;
    const began = Date.now();
    const done = new AbortController();
    const progress = this.tellProgress(sender, say, done.signal);
    await Promise.all([sender.deliverAll(), this.trade(bag)]).finally(() => done.abort());
    await progress;
    this.office!.handOn((letter) => this.addressOf(letter));
    const seconds = Math.round((Date.now() - began) / 1_000);
    say(
      `All are answered after ${seconds} s; ${sender.sentAgain} had to be sent again. The post is honest from now on.`,
    );
    return { counts: bag.counts, ids: bag.ids, wrongAnswers: sender.wrongAnswers, seconds };
  }

  async end(how: { keepLogs?: boolean } = {}): Promise<void> {
    await this.study?.tearDown(how);
    await this.office?.close();
  }

  private async trade(bag: Mailbag): Promise<void> {
    const { people } = this.study!;
    for (let scene = 0; !bag.isFull; scene++) {
      const how = { seed: this.wanted.seed, stores: storeCount, actsPerSecond, lastsMs: sceneMs };
      await people.play(tradeScene(scene, how));
      await eventually(() => bag.size < backlogMax || bag.isFull, { withinMs: quiet.withinMs, everyMs: 50 });
    }
  }

  private async tellProgress(sender: Sender, say: (text: string) => void, ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await pause(progressEveryMs, undefined, { signal: ended }).catch(() => undefined);
      say(`  ${sender.answered} of ${this.wanted.deliveries} answered, ${this.bag!.size} on their way`);
    }
  }

  private addressOf(letter: Letter): string {
    const { urls } = this.study!.bridge;
    return isShopify(letter) ? urls['shopify-gateway'] : urls['lightspeed-gateway'];
  }
}

runToExit(main);
