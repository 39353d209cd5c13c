import { serviceNames, type Lines, type ServiceName } from '../demo/bridge';
import type { Ground } from '../demo/ground';
import { startProxy, type Proxy } from '../proxy';
import type { LineName, VendorName } from './plan';

/** Every connection of the services to what they need, each through a proxy of its own. */
export class ChaosLines {
  private readonly proxies = new Map<LineName, Proxy>();

  /** To database and broker. */
  async toGround({ databaseUrl, amqpUrl }: Ground): Promise<(service: ServiceName) => Lines> {
    for (const service of serviceNames) {
      this.proxies.set(`${service} - database`, await startProxy(databaseUrl));
      this.proxies.set(`${service} - broker`, await startProxy(amqpUrl));
    }
    return (service) => ({
      databaseUrl: this.of(`${service} - database`).url,
      amqpUrl: this.of(`${service} - broker`).url,
    });
  }

  async toVendor(name: string, url: string): Promise<string> {
    this.proxies.set(name as VendorName, await startProxy(url));
    // As a base address: nothing after the port.
    return new URL(this.of(name as VendorName).url).origin;
  }

  of(line: LineName): Proxy {
    const proxy = this.proxies.get(line);
    if (!proxy) throw new Error(`there is no line ${line}`);
    return proxy;
  }

  async close(): Promise<void> {
    await Promise.all([...this.proxies.values()].map((proxy) => proxy.close()));
  }
}
