import { RetryableError } from '@tillbridge/persistence';
import type { ExpectedAtStore, ExpectedAtTill, ObservedAtStore, ObservedAtTill } from './compare';

export interface Expectations {
  levels: ExpectedAtTill[];
  channels: ExpectedAtStore[];
}

/** Questions to the other services. */
export interface Peers {
  /** @throws RetryableError when a service does not answer. */
  expectations(): Promise<Expectations>;
  stores(): Promise<ObservedAtStore[]>;
  till(): Promise<ObservedAtTill[]>;
}

export interface PeerAddresses {
  coreUrl: string;
  storeGatewayUrl: string;
  tillGatewayUrl: string;
  /** Bearer token of the role `service`. */
  token: string;
}

const pageSize = 500;
/** Half a million levels; beyond that something answers in circles. */
const pagesMax = 1_000;
const answerMsMax = 30_000;

/** Over HTTP, page by page. */
export class HttpPeers implements Peers {
  constructor(private readonly addresses: PeerAddresses) {}

  async expectations(): Promise<Expectations> {
    const pages = await this.pages<Expectations>(this.addresses.coreUrl, '/levels');
    return { levels: pages.flatMap(({ levels }) => levels), channels: pages.flatMap(({ channels }) => channels) };
  }

  async stores(): Promise<ObservedAtStore[]> {
    const pages = await this.pages<{ rows: ObservedAtStore[] }>(this.addresses.storeGatewayUrl, '/snapshot');
    return pages.flatMap(({ rows }) => rows);
  }

  async till(): Promise<ObservedAtTill[]> {
    const pages = await this.pages<{ rows: ObservedAtTill[] }>(this.addresses.tillGatewayUrl, '/snapshot');
    return pages.flatMap(({ rows }) => rows);
  }

  private async pages<Page extends object>(baseUrl: string, route: string): Promise<Page[]> {
    const pages: Page[] = [];
    let after: string | null = null;
    do {
      const page: Page & { next: string | null } = await this.page(baseUrl, route, after);
      pages.push(page);
      after = page.next;
      if (pages.length > pagesMax) throw new Error(`${baseUrl}${route} did not end after ${pagesMax} pages`);
    } while (after !== null);
    return pages;
  }

  private async page<Page>(baseUrl: string, route: string, after: string | null): Promise<Page> {
    const url = new URL(`${baseUrl.replace(/\/$/, '')}${route}`);
    url.searchParams.set('limit', String(pageSize));
    if (after !== null) url.searchParams.set('after', after);
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.addresses.token}` },
      signal: AbortSignal.timeout(answerMsMax),
    }).catch((error: Error) => {
      throw new RetryableError(`${url.origin}${route} does not answer: ${error.message}`, { cause: error });
    });
    if (!response.ok) throw new RetryableError(`${url.origin}${route} answered ${response.status}`);
    return (await response.json()) as Page;
  }
}
