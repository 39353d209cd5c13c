import type { JudgedOrder } from '../auditor';
import type { Bridge } from './bridge';
import type { CoreView } from './report';

interface LevelsPage {
  levels: { sku: string | null; available: number }[];
  next: string | null;
}

interface OrderView {
  lines: { shortReason: string | null }[];
}

const pagesMax = 100;

/** What the core would answer an operator who asks for everything in the final table. */
export async function coreView(bridge: Bridge, orders: JudgedOrder[]): Promise<CoreView> {
  const lost = orders.filter(({ outcome }) => outcome === 'held' || outcome === 'backordered');
  const [levels, ...reasons] = await Promise.all([
    orNothing(levelsBySku(bridge)),
    ...lost.map((order) => orNothing(reasonOf(bridge, order))),
  ]);
  return { levels: levels ?? new Map(), reasons: new Map(reasons.filter((reason) => reason !== null)) };
}

/** The verdict stands without the core; a core that does not answer shows as a gap in the table. */
const orNothing = <T>(answer: Promise<T>): Promise<T | null> => answer.catch(() => null);

async function levelsBySku(bridge: Bridge): Promise<Map<string, number>> {
  const levels = new Map<string, number>();
  let after = '';
  for (let page = 0; page < pagesMax; page++) {
    const answer = await bridge.ask<LevelsPage>('inventory-core', `/levels?limit=500${after}`);
    for (const { sku, available } of answer.levels) {
      if (sku) levels.set(sku, (levels.get(sku) ?? 0) + available);
    }
    if (!answer.next) break;
    after = `&after=${answer.next}`;
  }
  return levels;
}

async function reasonOf(bridge: Bridge, { channel, orderId }: JudgedOrder): Promise<[string, string]> {
  const { lines } = await bridge.ask<OrderView>('inventory-core', `/orders/${channel}/${orderId}`);
  return [`${channel} ${orderId}`, lines.find(({ shortReason }) => shortReason)?.shortReason ?? ''];
}
