import net from 'node:net';

/** Bad weather on one connection between a service and its database or broker. */
export interface Proxy {
  /** The same address as the target's, but through the proxy. */
  url: string;
  /** Ends every connection and refuses new ones, as when the machine behind it is gone. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Stands between a program and `targetUrl` (any protocol over TCP). */
export async function startProxy(targetUrl: string): Promise<Proxy> {
  const target = new URL(targetUrl);
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((inward) => {
    if (isCut) return void inward.destroy();
    const outward = net.connect({ host: target.hostname, port: Number(target.port) });
    for (const socket of [inward, outward]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('close', () => sockets.delete(socket));
    }
    inward.on('error', () => outward.destroy()).on('close', () => outward.destroy());
    outward.on('error', () => inward.destroy()).on('close', () => inward.destroy());
    inward.pipe(outward).pipe(inward);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  const endAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    cut: () => {
      isCut = true;
      endAll();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      endAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
