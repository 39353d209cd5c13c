import type { TillPostGranted } from '@tillbridge/contracts';
import type { FoundPost, PostReply } from '@tillbridge/gateway-kit';
import { PermanentError } from '@tillbridge/persistence';
import { Refused, type XSeriesClient } from './client';
import { totalOf } from './money';
import type { WebOrderSettings, XSeriesSettings } from './settings';
import { ourMark } from './translate';
import { exactNumber, isObject, objectAt, textAt, type VendorObject } from './vendor-json';

/** Records web orders, and their reversals, as closed sales under our own ids: a delta, never an absolute level. */
export class SalePush {
  private outletOf: Map<string, string | null> | null = null;

  constructor(
    private readonly client: XSeriesClient,
    private readonly settings: XSeriesSettings,
  ) {}

  async post(grant: TillPostGranted): Promise<PostReply> {
    const webOrders = this.webOrdersOf(grant);
    await this.requireOutlet(webOrders.register, grant.location);
    try {
      const answer = await this.client.post('post', '/sales', saleRequest(grant, webOrders));
      return replyOf(saleIn(answer));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // An earlier attempt may have got through: then the refusal is about the second copy.
      return error.status === 409 ? this.replyOfExisting(grant.postId, error) : refusal(error.message);
    }
  }

  async find(postId: string): Promise<FoundPost> {
    try {
      const sale = saleIn(await this.client.get('post', `/sales/${postId}`));
      const state = textAt(sale, 'state');
      return state === 'closed' || state === 'voided' ? state : 'open';
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return 'absent';
      throw error;
    }
  }

  /** Register id -> outlet id, as just read. null: the next post asks, for registers may be moved between outlets. */
  useRegisters(outletOf: Map<string, string | null> | null): void {
    this.outletOf = outletOf;
  }

  private async replyOfExisting(postId: string, conflict: Refused): Promise<PostReply> {
    return (await this.find(postId)) === 'closed' ? { outcome: 'closed' } : refusal(conflict.message);
  }

  private webOrdersOf({ channel }: TillPostGranted): WebOrderSettings {
    const found = this.settings.webOrders.find((entry) => entry.channel === channel);
    if (!found) throw new PermanentError(`till.webOrders has no entry for ${channel}: its orders cannot be recorded`);
    return found;
  }

  /** The vendor takes the units from the outlet of the register, whatever we mean: a wrong one must not be used. */
  private async requireOutlet(register: string, location: string): Promise<void> {
    this.outletOf ??= await readRegisters(this.client);
    const outlet = this.settings.locations.find((entry) => entry.location === location)?.outlet;
    const actual = this.outletOf.get(register);
    if (outlet !== undefined && actual === outlet) return;
    this.useRegisters(null);
    throw new PermanentError(
      `register ${register} of till.webOrders stands in outlet ${actual ?? '(unknown)'}, not in that of ${location}`,
    );
  }
}

/** Register id -> outlet id. */
export async function readRegisters(client: XSeriesClient): Promise<Map<string, string | null>> {
  const answer = await client.get('post', '/registers?page_size=200');
  const list = isObject(answer) && Array.isArray(answer.data) ? answer.data.filter(isObject) : [];
  return new Map(list.map((register) => [textAt(register, 'id') ?? '', textAt(register, 'outlet_id')]));
}

export function saleRequest(grant: TillPostGranted, webOrders: WebOrderSettings): VendorObject {
  const sign = grant.kind === 'sale' ? 1 : -1;
  const lines = grant.lines.map((line) => ({ ...line, quantity: sign * line.quantity }));
  return {
    id: grant.postId,
    state: 'closed',
    date: grant.grantedAt,
    note: grant.orderName,
    source: {
      author_id: webOrders.user,
      register_id: webOrders.register,
      type: ourMark,
      id: `${grant.channel}:${grant.order}`,
    },
    line_items: lines.map(({ externalId, quantity, unitPrice }) => ({
      product: { id: externalId },
      quantity,
      pricing: { price: exactNumber(unitPrice) },
      // The store has charged its taxes; here only the units matter, and the payment has to meet the total.
      tax: { id: webOrders.tax, amount: 0 },
    })),
    payments: [{ type: { config_id: webOrders.paymentType }, amount: exactNumber(totalOf(lines)) }],
  };
}

function saleIn(answer: unknown): VendorObject {
  return isObject(answer) ? objectAt(answer, 'data') : {};
}

function replyOf(sale: VendorObject): PostReply {
  const state = textAt(sale, 'state');
  return state === 'closed' ? { outcome: 'closed' } : refusal(`the till keeps this sale as ${state}, not as closed`);
}

const refusal = (reason: string): PostReply => ({ outcome: 'refused', reason });
