import { Client, type ClientConfig } from 'pg';

/**
 * A connection that hangs up when an answer does not come within `query_timeout`. By itself pg gives up the query and
 * keeps the connection, and the pool then hands out the dead one again and again, to a time-out each time.
 */
export class ImpatientClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      const answer = query(...args);
      if (answer instanceof Promise) answer.catch((error: unknown) => this.hangUpOn(error));
      return answer;
    };
    this.query = watched as Client['query'];
  }

  private hangUpOn(error: unknown): void {
    if (!(error instanceof Error) || error.message !== 'Query read timeout') return;
    // Destroys the socket: a goodbye would wait behind the query that is not answered.
    void this.end();
  }
}
