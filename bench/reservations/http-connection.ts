import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { HttpTarget } from './http-callers';

interface Asked {
  readonly resolve: (status: number) => void;
  readonly reject: (error: Error) => void;
}

/** Just enough of HTTP/1.1: a client that costs more than the server would measure itself. One request at a time. */
export class Connection {
  private buffered = '';
  private asked: Asked | null = null;
  private closed: Error | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
    private readonly body: string,
  ) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static async open({ url, path, token, body }: HttpTarget): Promise<Connection> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const head =
      `POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nidempotency-key: `;
    return new Connection(socket, head, body);
  }

  /** @returns the status. @throws when the connection is closed, before the answer or already */
  post(): Promise<number> {
    if (this.closed !== null) return Promise.reject(this.closed);
    return new Promise((resolve, reject) => {
      this.asked = { resolve, reject };
      this.socket.write(`${this.head}${randomUUID()}\r\n\r\n${this.body}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.buffered += text;
    const end = this.buffered.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(this.buffered)?.[1] ?? NaN);
    // An answer that does not say how long it is would never be whole.
    if (Number.isNaN(length)) return void this.socket.destroy(new Error(`no content-length in ${this.buffered}`));
    if (this.buffered.length < end + 4 + length) return;
    const status = Number(this.buffered.slice(9, 12));
    this.buffered = '';
    this.asked?.resolve(status);
  }

  private fail(error: Error): void {
    this.closed ??= error;
    this.asked?.reject(this.closed);
  }
}
