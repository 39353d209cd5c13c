import { AccessWatch, type TillAccount, type TillLog, type TillStores } from '@tillbridge/gateway-kit';
import type { Cipher, CredentialStore, Outbox, UnitOfWork } from '@tillbridge/persistence';
import { KickedLoop, type Clock } from '@tillbridge/service-kit';
import { credentialNames } from './credential-names';
import { Till } from './till';
import { XSeriesAdapter } from './x-series/adapter';
import { storedSettings } from './x-series/settings';

export interface TillsDeps {
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  stores: TillStores;
  credentials: CredentialStore;
  cipher: Cipher;
  clock: Clock;
  log: TillLog;
  publicUrl: string;
  settleMs: number;
  pollIntervalMs: number;
}

const dayMs = 86_400_000;
/** A void is expected within weeks; what was parked may hold a customer's name. */
const keptDays = { records: 35, parked: 7 };
const pruneEveryMs = 3_600_000;
const directAttemptsWaitedFor = 7;

/** The till accounts of this gateway, as they were imported. */
export class Tills {
  private readonly running = new Map<string, Till>();
  private readonly pruning: KickedLoop;
  private reloading: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: TillsDeps) {
    this.pruning = new KickedLoop({
      run: () => this.prune(),
      pollMs: pruneEveryMs,
      onError: (error) => deps.log.warn({ err: error }, 'pruning failed; it will be tried again'),
    });
  }

  async start(): Promise<void> {
    const accounts = await this.accounts();
    if (accounts.length === 0)
      this.deps.log.warn({}, 'no till is configured yet: import tillbridge.yaml, then connect the till');
    for (const account of accounts) this.run(await this.make(account));
    this.pruning.start();
  }

  async stop(): Promise<void> {
    await this.pruning.stop();
    await Promise.all([...this.running.values()].map((till) => till.stop()));
  }

  get(channel: string): Till | undefined {
    return this.running.get(channel);
  }

  channels(): string[] {
    return [...this.running.keys()].sort();
  }

  /** Takes over what was imported since; undefined when there is no such till. */
  reload(channel: string): Promise<Till | undefined> {
    // One after the other, or two operators would leave a till running that nobody stops.
    const reloaded = this.reloading.then(() => this.reopen(channel));
    this.reloading = reloaded.catch(() => undefined);
    return reloaded;
  }

  private async reopen(channel: string): Promise<Till | undefined> {
    const account = (await this.accounts()).find(({ till }) => till === channel);
    if (!account) return undefined;
    // Made first: where it cannot be, what ran before goes on running.
    const till = await this.make(account);
    await this.running.get(channel)?.stop();
    return this.run(till);
  }

  /** What is still under way, summed over the tills. */
  async busy(): Promise<Record<'postsWaiting' | 'postsUnanswered' | 'directedReadsDue', number>> {
    const { stores, unitOfWork } = this.deps;
    const sum = { postsWaiting: 0, postsUnanswered: 0, directedReadsDue: 0 };
    await unitOfWork.run(async (tx) => {
      for (const channel of this.running.keys()) {
        const { waiting, unanswered } = await stores.posts.counts(tx, channel);
        sum.postsWaiting += waiting;
        sum.postsUnanswered += unanswered;
        sum.directedReadsDue += await stores.dueReads.count(tx, channel, directAttemptsWaitedFor);
      }
    });
    return sum;
  }

  reading(): { cycleRunning: number; wakePending: number } {
    const states = [...this.running.values()].map((till) => till.reader.busy());
    return {
      cycleRunning: states.reduce((sum, state) => sum + state.cycleRunning, 0),
      wakePending: states.reduce((sum, state) => sum + state.wakePending, 0),
    };
  }

  private accounts(): Promise<TillAccount[]> {
    return this.deps.unitOfWork.run((tx) => this.deps.stores.accounts.list(tx));
  }

  private run(till: Till): Till {
    this.running.set(till.channel, till);
    till.start();
    return till;
  }

  private async make({ till: channel, settings }: TillAccount): Promise<Till> {
    const { credentials, clock, ...deps } = this.deps;
    const names = credentialNames(channel);
    const secret = async (name: string) => (await credentials.get(name)) ?? '';
    const access = this.watchOf(channel);
    await access.start();
    const importedToken = () => secret(names.token);
    const token = await importedToken();
    const onOutOfReach = (path: string) =>
      deps.log.warn({ till: channel, path }, 'the token does not reach this; it is done without');
    const adapter = new XSeriesAdapter(storedSettings(settings), { token, importedToken, access, onOutOfReach });
    const secrets = {
      clientSecret: (await secret(names.clientSecret)) || null,
      webhookSecret: await secret(names.webhookSecret),
    };
    const runtime = { ...deps, till: channel, adapter, now: () => clock.now() };
    return new Till(channel, adapter, secrets, runtime, { ...deps, access });
  }

  private watchOf(channel: string): AccessWatch {
    const { unitOfWork: uow, outbox, stores, clock, log } = this.deps;
    return new AccessWatch({
      uow,
      outbox,
      halts: stores.halts,
      channel,
      now: () => clock.now(),
      onChange: () => this.running.get(channel)?.poster.kick(),
      onError: (err) => log.warn({ till: channel, err }, 'whether the till lets us in could not be noted'),
    });
  }

  private async prune(): Promise<null> {
    const { clock, stores, unitOfWork } = this.deps;
    const before = (days: number) => new Date(clock.now().getTime() - days * dayMs);
    await unitOfWork.run(async (tx) => {
      await stores.parked.prune(tx, before(keptDays.parked));
      for (const channel of this.running.keys())
        await stores.sightings.pruneRecords(tx, channel, before(keptDays.records));
    });
    return null;
  }
}
