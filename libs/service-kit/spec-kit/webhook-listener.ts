import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedPost {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Listens for posts on loopback, and answers them with `status`. */
export class WebhookListener {
  readonly posts: ReceivedPost[] = [];
  /** null: never answers. */
  status: (post: ReceivedPost) => number | null = () => 200;

  /** Sent with every answer. */
  headers: Readonly<Record<string, string>> = {};

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        const post = { headers: request.headers, body };
        this.posts.push(post);
        const status = this.status(post);
        if (status === 302) response.setHeader('location', `${this.url}/elsewhere`);
        if (status !== null) response.writeHead(status, this.headers).end();
      });
    });
  }

  /** @param port of one that was closed: it is then back under its address */
  static async open(port = 0): Promise<WebhookListener> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new WebhookListener(server, (server.address() as AddressInfo).port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
