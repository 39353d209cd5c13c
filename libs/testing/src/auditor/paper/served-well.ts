import { audit } from '../audit';
import type { Finding } from '../finding';
import { cartHoldMs, PaperShop } from './paper-shop';

/** The whole case study, served without a fault. */
export function servedWell(): PaperShop {
  const shop = new PaperShop({ TEE: 3, MUG: 5, CAP: 4, BAG: 6 });
  shop.post('store-a', shop.openOrder('store-a', 'BAG')).bridge('BAG', 5);
  shop.tillSale('TEE').bridge('TEE', 2);
  shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 1);
  const shipped = shop.order('store-b', 'TEE');
  shop.post('store-b', shipped).bridge('TEE', 0).refuse('store-a', 'TEE').ship('store-b', shipped);
  shop.deliver('MUG', 10).bridge('MUG', 15).count('MUG', 13).bridge('MUG', 13).takeBack('MUG').bridge('MUG', 14);
  for (let left = 13; left > 10; left--) shop.tillSale('MUG').bridge('MUG', left);
  shop.list('NEW', 6).bridge('NEW', 6).rename('CAP', 'CAP-2').tillSale('CAP').bridge('CAP', 3);
  shop.fillCart('store-a', 'CAP').bridge('CAP', 2, 500, ['store-b']).wait(cartHoldMs).bridge('CAP', 3);
  const regretted = shop.order('store-a', 'CAP');
  shop.post('store-a', regretted).bridge('CAP', 2).cancel('store-a', regretted).post('store-a', regretted, -1);
  shop.bridge('CAP', 3).setLevel('store-b', 'TEE', 2, 'admin');
  const phantom = shop.order('store-b', 'TEE');
  shop.bridge('TEE', 0).hold('store-b', phantom);
  return shop.post('store-a', shop.order('store-a', 'MUG')).bridge('MUG', 10);
}

/** The kinds of what the auditor found, but for what a few lines on paper cannot show. */
export function kindsOf(shop: PaperShop): Finding['kind'][] {
  const kinds = new Set(audit(shop.evidence()).findings.map(({ kind }) => kind));
  return [...kinds].filter((kind) => kind !== 'stepMissed' && kind !== 'fewSamples');
}

export const verdictOf = (shop: PaperShop) => audit(shop.evidence()).verdict;
