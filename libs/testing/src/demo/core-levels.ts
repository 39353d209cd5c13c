import type { Bridge } from './bridge';

interface LevelsPage {
  levels: { itemId: string; sku: string | null; available: number }[];
  next: string | null;
}

const pagesMax = 100;

/** What the core says is available, by SKU, summed over locations. */
export async function coreLevels(bridge: Bridge): Promise<Map<string, number>> {
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
