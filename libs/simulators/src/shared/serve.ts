import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TwinRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export interface TwinResponse {
  status: number;
  headers?: Record<string, string>;
  /** A string or Buffer is sent as it is; anything else as JSON. */
  body?: unknown;
  /** Cut the connection instead of answering: what a client sees of a time-out or a lost answer. */
  drop?: boolean;
}

export interface RunningServer {
  url: string;
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 10 * 1024 * 1024;

/** A small HTTP server on 127.0.0.1 (or the given host); port 0 takes a free one. `close` also cuts open connections. */
export async function serve(options: {
  port: number;
  host?: string;
  handle: (request: TwinRequest) => Promise<TwinResponse>;
}): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(request, response, options.handle).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    });
  });
  server.keepAliveTimeout = 65_000;
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: TwinRequest) => Promise<TwinResponse>,
): Promise<void> {
  const body = await readBody(request);
  const url = new URL(request.url ?? '/', 'http://twin');
  const result = await handle({
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
  });
  if (result.drop) {
    request.socket.destroy();
    return;
  }
  const raw = typeof result.body === 'string' || Buffer.isBuffer(result.body);
  const payload = raw ? (result.body as string | Buffer) : result.body === undefined ? '' : JSON.stringify(result.body);
  response.writeHead(result.status, { 'content-type': 'application/json; charset=utf-8', ...result.headers });
  response.end(payload);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES_MAX) throw new Error(`body larger than ${BODY_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
