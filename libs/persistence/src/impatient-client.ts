import { Client, type ClientConfig } from 'pg';

/**
 * A connection that is given up when an answer does not come within `query_timeout`. By itself pg only lets go of its socket,
 * and the pool hands out the dead connection once more before it hears of that.
 */
export class ImpatientClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      const answer = query(...args);
      if (answer instanceof Promise) answer.catch((error: unknown) => this.giveUpOn(error));
      return answer;
    };
    this.query = watched as Client['query'];
  }

  private giveUpOn(error: unknown): void {
    if (!(error instanceof Error) || error.message !== 'Query read timeout') return;
    // From now on the pool drops it, whenever it is given back.
    void this.end();
  }
}
