import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isShopify } from './forger';
import type { Letter } from './letter';

/** Stands where the vendors believe the gateways to be: what they send comes here, and is answered well at once. */
export interface PostOffice {
  url: string;
  /** From now on everything is handed on to the gateways as it comes, with their answers. */
  handOn(addressOf: (letter: Letter) => string): void;
  close(): Promise<void>;
}

/** @param take is given each letter until they are handed on */
export async function openPostOffice(take: (letter: Letter) => void): Promise<PostOffice> {
  let addressOf: ((letter: Letter) => string) | undefined;
  const server = http.createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const letter = letterOf(request, Buffer.concat(chunks));
      if (addressOf === undefined) {
        take(letter);
        answer.end();
        return;
      }
      void send(addressOf(letter), letter).then((status) => {
        // Where nobody answered, nobody answers here either.
        if (status === 0) return void request.socket.destroy();
        answer.writeHead(status).end();
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handOn: (given) => (addressOf = given),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function letterOf(request: http.IncomingMessage, body: Buffer): Letter {
  const path = request.url!;
  const { host: _, connection: _also, 'content-length': _too, ...kept } = request.headers as Record<string, string>;
  const id = isShopify({ path }) ? kept['x-shopify-webhook-id']! : null;
  return { kind: 'genuine', path, headers: kept, body, id };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const answerMsMax = 60_000;

/** @returns the status; 0 when there was no answer */
export function send(address: string, { path, headers, body }: Letter): Promise<number> {
  return new Promise((resolve) => {
    const request = http.request(
      `${address}${path}`,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length }, timeout: answerMsMax },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode!)).on('error', () => resolve(0));
      },
    );
    request.on('timeout', () => request.destroy()).on('error', () => resolve(0));
    request.end(body);
  });
}
