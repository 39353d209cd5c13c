import type { ServiceName } from '@tillbridge/contracts';

/** Where each service listens unless PORT says otherwise. */
export const defaultPorts: Record<ServiceName, number> = {
  'inventory-core': 3100,
  'shopify-gateway': 3101,
  'lightspeed-gateway': 3102,
  reconciler: 3103,
};
