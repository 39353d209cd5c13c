import { tillConformance, tillPostingConformance } from '@tillbridge/testing';
import { openXSeriesWorld, saleReposts } from '../spec-kit/x-series-world';

const [first, ...others] = saleReposts;

tillConformance(`Lightspeed X-Series (second copy: ${first})`, () => openXSeriesWorld({ saleRepost: first }));

for (const saleRepost of others)
  tillPostingConformance(`Lightspeed X-Series (second copy: ${saleRepost})`, () => openXSeriesWorld({ saleRepost }));
