import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { HttpTarget } from './http-callers';

/** Just enough of HTTP/1.1: a client that costs more than the server would measure itself. */
export class Connection {
  private buffered = '';
  private answered: (status: number) => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly head: string,
    private readonly body: string,
  ) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
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

  post(): Promise<number> {
    return new Promise((resolve) => {
      this.answered = resolve;
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
    if (this.buffered.length < end + 4 + length) return;
    const status = Number(this.buffered.slice(9, 12));
    this.buffered = '';
    this.answered(status);
  }
}
