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
  store(channel: string): Promise<ObservedAtStore[]>;
  till(channel: string): Promise<ObservedAtTill[]>;
}

export interface PeerAddresses {
  coreUrl: string;
  storeGatewayUrl: string;
  tillGatewayUrl: string;
  /** Bearer token of the role `service`. */
  token: string;
}

const pageSize = 200;
/** Some 200,000 levels of one channel; beyond that something answers in circles. */
const pagesMax = 1_000;
/** A gateway asks its vendor for every level of a page, at the vendor's pace. */
const answerMsMax = 60_000;

interface Page {
  next?: string | null;
}

interface StoreRow {
  externalId: string;
  storeLocation: string;
  itemId: string | null;
  observed: number | null;
  desired: { version: number } | null;
  settledVersion: number;
  inFlight: boolean;
  refusal: string | null;
}

/** Over HTTP, page by page. */
export class HttpPeers implements Peers {
  constructor(private readonly addresses: PeerAddresses) {}

  async expectations(): Promise<Expectations> {
    const pages = await this.pages<Expectations & Page>(this.addresses.coreUrl, '/levels', {});
    return { levels: pages.flatMap(({ levels }) => levels), channels: pages.flatMap(({ channels }) => channels) };
  }

  async store(channel: string): Promise<ObservedAtStore[]> {
    const pages = await this.pages<{ rows: StoreRow[]; halts: string[] } & Page>(
      this.addresses.storeGatewayUrl,
      '/snapshot',
      {
        channel,
      },
    );
    return pages
      .flatMap(({ rows, halts }) => rows.map((row) => ({ ...row, halts })))
      .map(({ externalId, storeLocation, itemId, observed, desired, settledVersion, inFlight, refusal, halts }) => {
        const [desiredVersion, pushedVersion] = [desired?.version ?? null, settledVersion];
        return {
          channel,
          externalId,
          storeLocation,
          itemId,
          observed,
          desiredVersion,
          pushedVersion,
          inFlight,
          refusal,
          halts,
        };
      });
  }

  async till(channel: string): Promise<ObservedAtTill[]> {
    // A till answers in one piece: its levels are read together.
    const url = this.address(this.addresses.tillGatewayUrl, '/snapshot', { channel });
    const { levels } = await this.ask<{ levels: Omit<ObservedAtTill, 'channel'>[] }>(url);
    return levels.map((level) => ({ ...level, channel }));
  }

  private async pages<P extends Page>(baseUrl: string, route: string, query: Record<string, string>): Promise<P[]> {
    const pages: P[] = [];
    let after: string | null = null;
    do {
      const where = { ...query, limit: String(pageSize), ...(after !== null && { after }) };
      const page: P = await this.ask<P>(this.address(baseUrl, route, where));
      pages.push(page);
      after = page.next ?? null;
      if (pages.length > pagesMax) throw new Error(`${baseUrl}${route} did not end after ${pagesMax} pages`);
    } while (after !== null);
    return pages;
  }

  private address(baseUrl: string, route: string, query: Record<string, string>): URL {
    const url = new URL(`${baseUrl.replace(/\/$/, '')}${route}`);
    url.search = new URLSearchParams(query).toString();
    return url;
  }

  private async ask<Answer>(url: URL): Promise<Answer> {
    const what = `${url.origin}${url.pathname}`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.addresses.token}` },
      signal: AbortSignal.timeout(answerMsMax),
    }).catch((error: Error) => {
      throw new RetryableError(`${what} does not answer: ${error.message}`, { cause: error });
    });
    if (!response.ok) throw new RetryableError(`${what} answered ${response.status}`);
    return (await response.json()) as Answer;
  }
}
