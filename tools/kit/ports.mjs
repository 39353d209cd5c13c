import net from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Free ports on 127.0.0.1, all different: each is held until all are known. */
export async function freePorts(count) {
  const held = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = held.map((server) => server.address().port);
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: LOOPBACK, port });
    const answer = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function listen(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}
