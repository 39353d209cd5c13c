import fs from 'node:fs';
import path from 'node:path';
import { audit, type Audit, type Evidence } from '../auditor';
import { People, Shelf, writeScript, type Scene, type Script } from '../world';
import { collectEvidence, openBooks, type Books } from './books';
import { Bridge, serviceNames, type Lines, type ServiceName } from './bridge';
import { Fleet } from './fleet';
import { layGround, type Ground, type Servers } from './ground';
import { freePorts } from './ports';
import { untilQuiet, type Quiet } from './quiet';
import { openShop, type ShopTwins, type TwinHabits } from './shop';

export const storeCount = 2;
const carrierLeavesEvery = 4;

export interface CaseStudyOptions {
  seed: number;
  /** Takes one sentence about what is happening. */
  say(sentence: string): void;
  /** Called as each scene begins, while it plays: where a test strikes. */
  during?(scene: Scene, study: CaseStudy): Promise<void>;
  /** What people do, where that is not the case study. */
  script?: Script;
  /** A database server and a broker of one's own. */
  servers?: Servers;
  /** By which addresses each service reaches the ground; a test puts bad weather in between. */
  lines?(ground: Ground): Promise<(service: ServiceName) => Lines>;
  /** By which address the services reach a vendor; a test puts bad weather in between. */
  vendorLine?(name: string, url: string): Promise<string>;
  /** How the vendors behave, where that is not as in the demo. */
  twins?: TwinHabits;
  /** A service ended by itself. */
  onAccident?(name: string): void;
  /** What counts as rest. */
  quiet?: Quiet;
  /** Settings of the services that differ from what they would be, by the names of their environment variables. */
  settings?: Record<string, string>;
}

/** The whole case study around one running bridge: everything it starts and makes, it ends and removes. */
export class CaseStudy {
  readonly script: Script;
  readonly workDir: string;
  readonly fleet: Fleet;
  ground: Ground;
  bridge: Bridge;
  shop: ShopTwins;
  private laying?: Promise<Ground>;
  people: People;
  private readonly shelf: Shelf;
  private opening: Books;

  constructor(private readonly options: CaseStudyOptions) {
    this.script = options.script ?? writeScript({ seed: options.seed, stores: storeCount });
    this.shelf = new Shelf(this.script.items.map(({ sku, units }) => [sku, units] as const));
    fs.mkdirSync('.dev', { recursive: true });
    this.workDir = fs.mkdtempSync(path.resolve('.dev', 'case-study-'));
    this.fleet = new Fleet(path.join(this.workDir, 'logs'), (name, { code, signal }) => {
      options.say(`  ! ${name} ended by itself (${signal ?? `exit code ${code}`})`);
      options.onAccident?.(name);
    });
  }

  /** Brings everything up, connected and at rest. */
  async setUp(): Promise<void> {
    const { say, seed, servers, twins, vendorLine } = this.options;
    this.laying = layGround('case_study', servers);
    this.ground = await this.laying;
    const [tillPort, ...ports] = await freePorts(1 + storeCount + serviceNames.length);
    const storePorts = ports.slice(0, storeCount);
    const servicePorts = Object.fromEntries(serviceNames.map((name, index) => [name, ports[storeCount + index]!]));
    const lines = (await this.options.lines?.(this.ground)) ?? (() => this.ground);
    this.bridge = new Bridge(this.fleet, lines, servicePorts as Record<ServiceName, number>, this.options.settings);
    say('Creating the tables of four services; opening a till and two stores.');
    const [shop] = await Promise.all([
      openShop(this.fleet, this.script, { seed, tillPort: tillPort!, storePorts, twins, vendorLine }),
      this.bridge.migrate(),
    ]);
    this.shop = shop;
    this.people = new People({ till: shop.till, outlet: shop.outlet, stores: shop.stores, shelf: this.shelf });
    for (const order of this.script.openOrders) await this.people.checkOut(order);
    await this.importConfiguration(shop.configuration, shop.secrets);
    say('Starting the four services.');
    await this.bridge.start();
    this.opening = await openBooks(shop);
    await this.connect();
  }

  async play(): Promise<void> {
    for (const scene of this.script.scenes) {
      this.options.say(scene.says);
      await Promise.all([this.people.play(scene), this.options.during?.(scene, this)]);
    }
    await this.closeDoors();
  }

  /** Nobody buys any more, what is on its way arrives, and the carrier comes. */
  async closeDoors(): Promise<void> {
    this.options.say('The doors close. Waiting until nothing is on its way any more.');
    await this.rest();
    const shipped = await this.people.shipWhatCanBeShipped(carrierLeavesEvery);
    this.options.say(`The carrier takes ${shipped} parcels and leaves some for tomorrow.`);
    await this.rest();
  }

  /** Judges what has happened. */
  async audit(): Promise<Audit> {
    return audit(await this.evidence());
  }

  /** What the vendors recorded; it is kept beside the logs, so that a verdict can be looked into. */
  async evidence(): Promise<Evidence> {
    const evidence = await collectEvidence(this.shop, this.opening, this.people.attempts, this.shelf);
    fs.writeFileSync(path.join(this.workDir, 'evidence.json'), JSON.stringify(evidence));
    return evidence;
  }

  /** Hands a `tillbridge.yaml` to each service, with the secrets that it refers to. */
  async importConfiguration(configuration: string, secrets: Record<string, string>): Promise<void> {
    const file = path.join(this.workDir, 'tillbridge.yaml');
    fs.writeFileSync(file, configuration);
    await this.bridge.import(file, secrets);
  }

  rest(): Promise<void> {
    return untilQuiet(this.bridge, this.shop, this.options.quiet);
  }

  /** Ends every program, removes database and vhost; the work folder goes too unless somebody needs its logs. */
  async tearDown({ keepLogs = false } = {}): Promise<void> {
    await this.fleet.stopAll();
    // Awaited also when it is still being laid, or an interrupted start would leave it behind.
    await this.laying?.then(
      (ground) => ground.clear(),
      () => {},
    );
    if (!keepLogs) fs.rmSync(this.workDir, { recursive: true, force: true });
  }

  private async connect(): Promise<void> {
    const { say } = this.options;
    say('Connecting the stores, then the till: subscriptions, catalogue, open orders, levels.');
    for (const { channel } of this.shop.stores) await this.bridge.connect(channel, 'shopify-gateway');
    await this.bridge.connect('till', 'lightspeed-gateway');
    await this.rest();
  }
}
