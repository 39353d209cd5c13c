import { amountText, type TillPostGranted } from '@tillbridge/contracts';
import type { FoundPost, PostReply } from '@tillbridge/gateway-kit';
import { PermanentError, RetryableError } from '@tillbridge/persistence';
import { readRegisters, readTaxes, type Account } from './account';
import { buildSale, type BuiltSale, type SaleRules } from './build-sale';
import { Refused, type XSeriesClient } from './client';
import type { WebOrderSettings, XSeriesSettings } from './settings';
import { ourMark } from './translate';
import { exactNumber, isObject, objectAt, textAt, type VendorObject } from './vendor-json';

/** Records web orders, and their reversals, as closed sales under our own ids: a delta, never an absolute level. */
export class SalePush {
  private registers: Account['registers'] | null = null;
  private taxes: Account['taxes'] | null = null;

  constructor(
    private readonly client: XSeriesClient,
    private readonly settings: XSeriesSettings,
  ) {}

  async post(grant: TillPostGranted): Promise<PostReply> {
    const webOrders = this.webOrdersOf(grant);
    await this.requireOutlet(webOrders);
    const built = buildSale(grant, await this.rulesOf(webOrders));
    if (built.problem !== null)
      return { outcome: 'refused', reason: built.problem, saleTotal: amountText(built.total) };
    try {
      const sale = saleIn(await this.client.post('post', '/sales', saleRequest(grant, webOrders, built)));
      if (textAt(sale, 'state') === 'closed') return { outcome: 'closed' };
      // The vendor's text promises no more than the id.
      return await this.lookUp(grant.postId, null);
    } catch (error) {
      // An earlier attempt may have got through: the refusal is then about the second copy.
      if (error instanceof Refused) return this.lookUp(grant.postId, error);
      throw error;
    }
  }

  async find(postId: string): Promise<FoundPost> {
    const answer = await this.client.get('post', `/sales/${postId}`).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) return null;
      throw inDoubt(error);
    });
    if (answer === null) return 'absent';
    const state = textAt(saleIn(answer), 'state');
    if (state === null) throw new RetryableError(`the till shows sale ${postId} without its state`);
    return state === 'closed' || state === 'voided' ? state : 'open';
  }

  /** Registers as just read. null: the next post asks, for registers may be moved between outlets. */
  useRegisters(registers: Account['registers'] | null): void {
    this.registers = registers;
  }

  /** As just read: a rate changes rarely, and a reconnection reads it again. */
  useTaxes(taxes: Account['taxes']): void {
    this.taxes = taxes;
  }

  /** Refused is only what was refused and is not there; everything between that and a closed sale is looked up again. */
  private async lookUp(postId: string, refused: Refused | null): Promise<PostReply> {
    const found = await this.find(postId);
    if (found === 'closed') return { outcome: 'closed' };
    if (refused && found === 'absent') return { outcome: 'refused', reason: refused.message };
    throw new RetryableError(`the till ${refused ? 'refuses' : 'took'} sale ${postId} and shows it as ${found}`);
  }

  private webOrdersOf({ channel, location }: TillPostGranted): WebOrderSettings {
    const found = this.settings.webOrders.find((entry) => entry.channel === channel && entry.location === location);
    if (found) return found;
    throw new PermanentError(
      `till.webOrders: there is no entry with channel "${channel}" and location "${location}"; add one and import the file`,
    );
  }

  /** A tax that the account does not have is refused by the vendor, and named when the till is connected. */
  private async rulesOf({ tax, taxes }: WebOrderSettings): Promise<SaleRules> {
    const { chargesProduct, currency } = this.settings;
    const plain = { id: tax, rate: 0n };
    if (taxes.length === 0) return { taxes: [plain], chargesProduct, currency };
    const known = (this.taxes ??= await readTaxes(this.client).catch((error: unknown) => {
      throw inDoubt(error);
    }));
    const rated = taxes.map((id) => ({ id, rate: known.get(id)?.rate ?? 0n }));
    return { taxes: [plain, ...rated], chargesProduct, currency };
  }

  /** The vendor takes the units from the outlet of the register, whatever we mean: a wrong one must not be used. */
  private async requireOutlet(webOrders: WebOrderSettings): Promise<void> {
    this.registers ??= await readRegisters(this.client).catch((error: unknown) => {
      throw inDoubt(error);
    });
    const { register, location } = webOrders;
    const outlet = this.settings.locations.find((entry) => entry.location === location)?.outlet;
    const actual = this.registers.get(register)?.outlet;
    if (outlet !== undefined && actual === outlet) return;
    this.useRegisters(null);
    throw new PermanentError(
      `till.webOrders[${this.settings.webOrders.indexOf(webOrders)}].register: register ${register} stands in outlet ` +
        `${actual ?? '(none)'}, not in that of location ${location}; give one of that outlet and import the file`,
    );
  }
}

/** A question that was refused leaves open what it asked. */
function inDoubt(error: unknown): unknown {
  return error instanceof Refused ? new RetryableError(error.message, { cause: error }) : error;
}

export function saleRequest(
  grant: TillPostGranted,
  webOrders: WebOrderSettings,
  { lines, total }: BuiltSale,
): VendorObject {
  const sign = grant.kind === 'sale' ? 1 : -1;
  const exact = (amount: bigint) => exactNumber(amountText(amount));
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
    line_items: lines.map(({ product, quantity, price, tax, taxId }) => ({
      product: { id: product },
      quantity: sign * quantity,
      pricing: { price: exact(price) },
      tax: { id: taxId, amount: exact(tax) },
      // Without it the till puts its own price in place of the store's, and the payment no longer fits.
      _metadata: { is_price_override: true },
    })),
    payments: total === 0n ? [] : [{ type: { config_id: webOrders.paymentType }, amount: exact(total * BigInt(sign)) }],
  };
}

function saleIn(answer: unknown): VendorObject {
  return isObject(answer) ? objectAt(answer, 'data') : {};
}
