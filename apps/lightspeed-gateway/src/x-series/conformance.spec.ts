import { tillConformance } from '@tillbridge/testing';
import { openXSeriesWorld } from '../spec-kit/x-series-world';

tillConformance('Lightspeed X-Series', () => openXSeriesWorld());

tillConformance('Lightspeed X-Series that answers 409 to a sale it has', () => openXSeriesWorld({ saleRepost: '409' }));
