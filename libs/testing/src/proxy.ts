import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Bad weather on one connection: between a service and its database, its broker or a vendor. */
export interface Proxy {
  /** The same address as the target's, but through the proxy. */
  url: string;
  /** Ends every connection and refuses new ones, as when the machine behind it is gone. */
  cut(): void;
  /** Nothing is cut or slow any more. */
  mend(): void;
  /** Everything takes this many milliseconds longer, each way. Nothing overtakes anything on the way. */
  slow(ms: number): void;
  /**
   * Connections that are open now stay open and swallow what is sent over them, for good, as when a firewall has forgotten
   * them; `answers`: only what the target sends. New connections work.
   */
  freeze(what?: 'everything' | 'answers'): void;
  close(): Promise<void>;
}

type Swallowed = 'nothing' | 'answers' | 'everything';

interface Weather {
  isCut: boolean;
  delayMs: number;
}

/** Stands between a program and `targetUrl` (any protocol over TCP). */
export async function startProxy(targetUrl: string): Promise<Proxy> {
  const target = new URL(targetUrl);
  const links = new Set<Link>();
  const weather: Weather = { isCut: false, delayMs: 0 };
  const server = net.createServer((inward) => {
    if (weather.isCut) return void inward.destroy();
    const link = new Link(inward, net.connect({ host: target.hostname, port: Number(target.port) }), weather);
    links.add(link);
    inward.on('close', () => links.delete(link));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  const endAll = () => links.forEach((link) => link.destroy());
  return {
    url: url.href,
    cut: () => {
      weather.isCut = true;
      endAll();
    },
    mend: () => {
      Object.assign(weather, { isCut: false, delayMs: 0 });
    },
    slow: (ms) => {
      weather.delayMs = ms;
    },
    freeze: (what = 'everything') => links.forEach((link) => (link.swallows = what)),
    close: () => {
      endAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** One connection through the proxy. */
class Link {
  swallows: Swallowed = 'nothing';

  constructor(
    private readonly inward: net.Socket,
    private readonly outward: net.Socket,
    private readonly weather: Weather,
  ) {
    this.forward(inward, outward, ['nothing', 'answers']);
    this.forward(outward, inward, ['nothing']);
  }

  destroy(): void {
    this.inward.destroy();
    this.outward.destroy();
  }

  /** What comes from one side goes to the other, as long as what this link swallows is among `passes`. */
  private forward(from: net.Socket, to: net.Socket, passes: readonly Swallowed[]): void {
    const later = this.inTurn();
    from.setNoDelay(true);
    from.on('data', (bytes) => void (passes.includes(this.swallows) && later(() => to.write(bytes))));
    from.on('end', () => void (passes.includes(this.swallows) && later(() => to.end())));
    from.on('error', () => to.destroy()).on('close', () => later(() => to.destroy()));
  }

  /** Each after the one before it, however slow the line was when that one came. */
  private inTurn(): (work: () => void) => void {
    let waiting = 0;
    let last = Promise.resolve();
    return (work) => {
      const { delayMs } = this.weather;
      if (waiting === 0 && delayMs === 0) return work();
      const dueAt = performance.now() + delayMs;
      waiting += 1;
      last = last
        .then(() => pause(Math.max(0, dueAt - performance.now())))
        .then(() => {
          waiting -= 1;
          work();
        });
    };
  }
}
