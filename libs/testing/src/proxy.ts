import net from 'node:net';

/** Bad weather on one connection between a service and its database or broker. */
export interface Proxy {
  /** The same address as the target's, but through the proxy. */
  url: string;
  /** Ends every connection and refuses new ones, as when the machine behind it is gone. */
  cut(): void;
  mend(): void;
  /**
   * Connections that are open now stay open and swallow what is sent over them, for good, as when a firewall has forgotten
   * them; `answers`: only what the target sends. New connections work.
   */
  freeze(what?: 'everything' | 'answers'): void;
  close(): Promise<void>;
}

type Swallowed = 'nothing' | 'answers' | 'everything';

/** Stands between a program and `targetUrl` (any protocol over TCP). */
export async function startProxy(targetUrl: string): Promise<Proxy> {
  const target = new URL(targetUrl);
  const links = new Set<Link>();
  let isCut = false;
  const server = net.createServer((inward) => {
    if (isCut) return void inward.destroy();
    const link = new Link(inward, net.connect({ host: target.hostname, port: Number(target.port) }));
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
      isCut = true;
      endAll();
    },
    mend: () => {
      isCut = false;
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
    from.setNoDelay(true);
    from.on('data', (bytes) => void (passes.includes(this.swallows) && to.write(bytes)));
    from.on('end', () => void (passes.includes(this.swallows) && to.end()));
    from.on('error', () => to.destroy()).on('close', () => to.destroy());
  }
}
