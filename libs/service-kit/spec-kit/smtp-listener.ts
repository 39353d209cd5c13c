import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Header and text, as they came over the wire. */
  data: string;
}

/** As much of a mail server (RFC 5321) as a spec needs: takes mail without a login, and keeps it. */
export class SmtpListener {
  readonly mails: ReceivedMail[] = [];
  /** Receivers that are refused. */
  readonly unknown = new Set<string>();
  /** Says for each mail whether it is taken, once all of it is here. */
  takes: () => boolean = () => true;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('connection', (socket) => this.talk(socket));
  }

  /** @param port of one that was closed: it is then back under its address */
  static async open(port = 0): Promise<SmtpListener> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return new SmtpListener(server, (server.address() as AddressInfo).port);
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
    const say = (line: string) => socket.write(`${line}\r\n`);
    let mail: ReceivedMail = { from: '', to: [], data: '' };
    let inData = false;
    let rest = '';
    say('220 spec ESMTP');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (!inData) {
          inData = line === 'DATA';
          say(this.answer(line, mail));
          if (line === 'QUIT') socket.end();
        } else if (line === '.') {
          inData = false;
          say(this.take(mail));
          mail = { from: '', to: [], data: '' };
        } else mail.data += `${line}\r\n`;
      }
    });
  }

  private answer(line: string, mail: ReceivedMail): string {
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (line.startsWith('MAIL FROM:')) mail.from = address;
    if (line.startsWith('RCPT TO:')) {
      if (this.unknown.has(address)) return '550 no such mailbox';
      mail.to.push(address);
    }
    if (line === 'DATA') return '354 go on';
    return /^(EHLO|MAIL|RCPT|QUIT)/.test(line) ? '250 fine' : '502 not here';
  }

  private take(mail: ReceivedMail): string {
    if (!this.takes()) return '451 come back later';
    this.mails.push(mail);
    return '250 taken';
  }
}
