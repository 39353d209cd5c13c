import { AnswerFaults, createLog, type DeliveryQueue, type Log, Rng, type TwinOptions } from '../../shared';
import { Credentials } from './credentials';
import { createDeliveries } from './deliveries';
import { createRetailer, type Retailer } from './retailer';

export const SALE_REPOSTS = ['existing', '409', '422', 'id-only'] as const;

export interface XSeriesSettings {
  /** How far inventory reads lag behind, in ms, as from a replica. */
  lagMs: number;
  /** How long after the sale record its inventory rows move, in ms. 0: both in one commit. */
  rowDelayMs: number;
  /**
   * What a second POST of a sale id answers: the sale as it stands, or a refusal. The vendor does not say. `id-only`: the
   * sale as it stands, but every POST answers no more than its id, as one sentence of the vendor has it.
   */
  saleRepost: (typeof SALE_REPOSTS)[number];
  /** Whether the tax of a line has to fit the rate of its tax, or is taken as it was sent. */
  lineTax: 'fits' | 'as-sent';
  signatureEncoding: 'hex' | 'base64';
  /** What no token may use, by the beginning of its path: `/consignments`, say. */
  outOfReach: readonly string[];
}

export const DEFAULT_SETTINGS: XSeriesSettings = {
  lagMs: 0,
  rowDelayMs: 0,
  saleRepost: 'existing',
  lineTax: 'fits',
  signatureEncoding: 'hex',
  outOfReach: [],
};

export interface XSeriesOptions extends TwinOptions, Partial<XSeriesSettings> {
  domainPrefix?: string;
  /** Versions start after this one; above 2^53 to show that a client keeps them exact. */
  firstVersion?: bigint;
}

export interface Twin {
  options: XSeriesOptions;
  /** May be changed while running, through the control surface. */
  settings: XSeriesSettings;
  retailer: Retailer;
  log: Log;
  deliveries: DeliveryQueue;
  faults: AnswerFaults;
  credentials: Credentials;
  /** Whether optional form fields of a webhook are present: drawn per delivery. */
  formRng: Rng;
  /** Runs `work` after `ms`, unless the twin is closed first. */
  later(ms: number, work: () => void): void;
  close(): void;
}

export function createTwin(options: XSeriesOptions): Twin {
  const rng = new Rng(options.seed);
  const timers = new Set<NodeJS.Timeout>();
  const deliveries = createDeliveries(rng.fork(), options);
  return {
    options,
    settings: settingsOf(options),
    retailer: createRetailer(rng.fork(), options.domainPrefix ?? 'acme', options.firstVersion),
    log: createLog(),
    deliveries,
    faults: new AnswerFaults(rng.fork()),
    credentials: new Credentials(rng.fork()),
    formRng: rng.fork(),
    later(ms, work) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, ms);
      timers.add(timer);
    },
    close() {
      timers.forEach((timer) => clearTimeout(timer));
      deliveries.close();
    },
  };
}

function settingsOf(options: XSeriesOptions): XSeriesSettings {
  return {
    lagMs: options.lagMs ?? DEFAULT_SETTINGS.lagMs,
    rowDelayMs: options.rowDelayMs ?? DEFAULT_SETTINGS.rowDelayMs,
    saleRepost: options.saleRepost ?? DEFAULT_SETTINGS.saleRepost,
    lineTax: options.lineTax ?? DEFAULT_SETTINGS.lineTax,
    signatureEncoding: options.signatureEncoding ?? DEFAULT_SETTINGS.signatureEncoding,
    outOfReach: options.outOfReach ?? DEFAULT_SETTINGS.outOfReach,
  };
}
