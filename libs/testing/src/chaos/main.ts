import { randomInt } from 'node:crypto';
import { Doorway, forever, messageOf, runToExit } from '../demo/at-the-door';
import { serviceNames } from '../demo/bridge';
import { CaseStudy, storeCount } from '../demo/case-study';
import { failureLine } from '../demo/report';
import { ownBroker, ownDatabaseServer, type OwnServer } from '../own-server';
import { tradeOpening, tradeScene } from '../world';
import { ChaosLines } from './lines';
import { planChaos } from './plan';
import { Storm } from './storm';
import { judgeChaos } from './verdict';

// What tools/doors/chaos.mjs starts: a shop in steady trade, and everything that can strike it.

const sceneMs = 5_000;
const actsPerSecond = 2;
/** Trade goes on for this many scenes after the last blow, so that what came back has something to do. */
const scenesAfter = 3;
/**
 * Longer than a cart's hold, which nothing but its end tells of; and time for what waits for its next try. The till is polled
 * more often than that, so a poll alone is no unrest: what it finds is.
 */
const quiet = { stableMs: 12_500, withinMs: 600_000, besides: ['cycleRunning'] };
/** What is concluded only after a while shall be concluded within the run. */
const settings = {
  EDIT_SETTLE_SECONDS: '10',
  SEARCH_LAG_SECONDS: '2',
  ORDERS_POLL_SECONDS: '5',
  TILL_POLL_SECONDS: '5',
};

async function main(): Promise<number> {
  const { minutes, seed = randomInt(1, 100_000) } = JSON.parse(process.argv[2]!) as { minutes: number; seed?: number };
  const everything = new Everything();
  const door = new Doorway(() => everything.end());
  try {
    door.stdout.say(`Seed ${seed}; --seed ${seed} plans the same storm again.`);
    const study = await everything.begin(seed, door.tell);
    const storm = await rage(everything, study, { seed, lastsMs: minutes * 60_000, say: door.tell });
    const { verdict, objections } = judgeChaos(await study.evidence(), storm, serviceNames);
    tellSpread(door, storm);
    for (const objection of objections) door.stdout.say(`  ${objection}`);
    if (!verdict.ok) door.showLogs(study);
    door.stdout.last(JSON.stringify(verdict));
    await everything.end({ keepLogs: !verdict.ok });
    return verdict.ok ? 0 : 1;
  } catch (error) {
    // What was pulled from under our feet is no news.
    if (door.closing) await forever;
    door.stdout.say(`\n${messageOf(error)}`);
    if (everything.study) door.showLogs(everything.study);
    door.stdout.last(failureLine(seed, error));
    await everything.end({ keepLogs: true });
    return 1;
  }
}

/** Whatever this run starts. */
class Everything {
  readonly lines = new ChaosLines();
  servers: { database: OwnServer; broker: OwnServer };
  study?: CaseStudy;
  storm?: Storm;
  private opening: Promise<OwnServer>[] = [];

  async begin(seed: number, say: (text: string) => void): Promise<CaseStudy> {
    say('Starting a PostgreSQL and a RabbitMQ that may be stopped.');
    const [starting, alsoStarting] = [ownDatabaseServer(), ownBroker()];
    this.opening = [starting, alsoStarting];
    const [database, broker] = await Promise.all([starting, alsoStarting]);
    this.servers = { database, broker };
    this.study = new CaseStudy({
      seed,
      say,
      settings,
      quiet: { ...quiet, onBusy: (who) => say(`  still busy: ${who}`) },
      script: tradeOpening({ seed, stores: storeCount }),
      servers: { databaseUrl: database.url, broker },
      lines: (ground) => this.lines.toGround(ground),
      vendorLine: (name, url) => this.lines.toVendor(name, url),
      onAccident: (name) => this.storm?.accident(name),
    });
    await this.study.setUp();
    return this.study;
  }

  async end(how: { keepLogs?: boolean } = {}): Promise<void> {
    await this.study?.tearDown(how).catch(() => undefined);
    await this.lines.close();
    const opened = await Promise.allSettled(this.opening);
    await Promise.all(opened.map(async (server) => server.status === 'fulfilled' && server.value.close()));
  }
}

/** Trades while the storm rages and a while longer, then waits until all is quiet. */
async function rage(
  everything: Everything,
  study: CaseStudy,
  { seed, lastsMs, say }: { seed: number; lastsMs: number; say(text: string): void },
): Promise<Storm> {
  const { servers, lines } = everything;
  const storm = new Storm({ study, servers, lines, say });
  everything.storm = storm;
  say('Steady trade, and the storm begins.');
  let left = Number.POSITIVE_INFINITY;
  const raging = storm.rage(planChaos({ seed, lastsMs })).finally(() => (left = scenesAfter));
  const trade = async () => {
    for (let scene = 0; left > 0; scene++, left--) {
      await study.people.play(tradeScene(scene, { seed, stores: storeCount, actsPerSecond, lastsMs: sceneMs }));
    }
  };
  await Promise.all([raging, trade()]);
  await study.closeDoors();
  return storm;
}

function tellSpread({ stdout }: Doorway, { kills, restarts }: Storm): void {
  const spread = [...kills, ...restarts].map(([name, times]) => `${name} ${times}`).join(', ');
  stdout.say(`\nKilled or restarted: ${spread}.`);
}

runToExit(main);
