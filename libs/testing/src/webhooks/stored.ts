import { Client } from 'pg';

/** What became of a delivery that a gateway stored. */
export interface Stored {
  id: string;
  state: string;
  reason: string | null;
}

/** Every store delivery that the gateway has kept anything of. */
export async function storedDeliveries(databaseUrl: string): Promise<Stored[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Stored>(
      'SELECT delivery_id AS id, state, reason FROM shopify_gateway.raw_delivery',
    );
    return rows;
  } finally {
    await client.end();
  }
}
