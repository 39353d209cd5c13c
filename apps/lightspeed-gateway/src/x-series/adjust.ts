import type { TillPostGranted } from '@tillbridge/contracts';
import type { AdjustReply, Cursor, TillAdjustments } from '@tillbridge/gateway-kit';
import { PermanentError, RetryableError } from '@tillbridge/persistence';
import { Refused, type XSeriesClient } from './client';
import { pageSizes, type Feeds } from './feeds';
import { listOf, pagesAfter } from './lists';
import type { XSeriesSettings } from './settings';
import { isObject, textAt, wholeUnits, type VendorObject } from './vendor-json';

type Direction = NonNullable<TillPostGranted['adjusts']>;

/** What the merchant's reports show them under, and what tells ours from everybody else's. Names are unique, 30 characters at most. */
export const ourReasons: Readonly<Record<Direction, { readonly name: string; readonly type: string }>> = {
  down: { name: 'tillbridge: units gone', type: 'NEGATIVE' },
  up: { name: 'tillbridge: units back', type: 'POSITIVE' },
};

export const reasonsPath = '/custom_inventory_adjustment_reasons';
const reasonsPageSize = 100;

/** Stock adjustments: differences, under a reason of our own. The vendor takes no id of ours and nothing else to mark them by. */
export class StockAdjustments implements TillAdjustments {
  private readonly reasonIds = new Map<Direction, string>();

  constructor(
    private readonly client: XSeriesClient,
    private readonly feeds: Feeds,
    private readonly settings: Pick<XSeriesSettings, 'locations'>,
  ) {}

  head(): Promise<Cursor> {
    return this.feeds.adjustmentsHead().catch(inDoubt);
  }

  async post(grant: TillPostGranted): Promise<AdjustReply> {
    const wanted = await this.wantedOf(grant);
    try {
      const answer = await this.client.post('post', '/stock_adjustments', { stock_adjustments: [wanted] });
      const [made] = listOf(isObject(answer) ? answer.data : null, 'stock_adjustments');
      const adjustmentId = made === undefined ? null : textAt(made, 'id');
      if (adjustmentId === null)
        throw new RetryableError('the till took an adjustment and does not say under which id');
      return { outcome: 'closed', adjustmentId };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // Somebody may have removed the reason, or switched it off.
      this.reasonIds.clear();
      return { outcome: 'refused', reason: error.message };
    }
  }

  async alike(grant: TillPostGranted, after: Cursor): Promise<string[]> {
    const wanted = await this.wantedOf(grant);
    const found: VendorObject[] = [];
    const pageAfter = (from: Cursor) => this.feeds.adjustmentsAfter(from).catch(inDoubt);
    for await (const page of pagesAfter(pageAfter, pageSizes.adjustments, after)) found.push(...page);
    return found.filter((adjustment) => isAlike(adjustment, wanted)).flatMap((each) => textAt(each, 'id') ?? []);
  }

  private async wantedOf({ location, lines, adjusts = 'down' }: TillPostGranted): Promise<Wanted> {
    const [line] = lines;
    const outlet = this.settings.locations.find((entry) => entry.location === location)?.outlet;
    if (outlet === undefined) throw new PermanentError(`till.locations: there is no outlet for location "${location}"`);
    return {
      product_id: line.externalId,
      outlet_id: outlet,
      quantity: String(adjusts === 'down' ? -line.quantity : line.quantity),
      reason: 'CUSTOM',
      custom_inventory_adjustment_reason_id: await this.reasonOf(adjusts).catch(inDoubt),
    };
  }

  /** The vendor's ids of our reasons, as far as they exist. @throws Forbidden where the token does not reach them. */
  async ownReasonIds(): Promise<ReadonlySet<string>> {
    const ids = await Promise.all(
      (['down', 'up'] as const).map((direction) => this.knownReason(direction, 'getOptional')),
    );
    return new Set(ids.filter((id) => id !== null));
  }

  private async reasonOf(direction: Direction): Promise<string> {
    const id = (await this.knownReason(direction, 'get')) ?? (await this.createReason(direction));
    this.reasonIds.set(direction, id);
    return id;
  }

  private async knownReason(direction: Direction, ask: 'get' | 'getOptional'): Promise<string | null> {
    const id = this.reasonIds.get(direction) ?? (await this.findReason(direction, ask));
    if (id !== null) this.reasonIds.set(direction, id);
    return id;
  }

  private async findReason(direction: Direction, ask: 'get' | 'getOptional'): Promise<string | null> {
    const { name } = ourReasons[direction];
    const pageAfter = async (after: Cursor) => {
      const path = `${reasonsPath}?after=${after}&page_size=${reasonsPageSize}`;
      const answer = await this.client[ask]('post', path);
      return listOf(isObject(answer) ? answer.data : null, 'custom_inventory_adjustment_reasons');
    };
    for await (const page of pagesAfter(pageAfter, reasonsPageSize, '0')) {
      const ours = page.find((reason) => textAt(reason, 'name') === name);
      if (ours !== undefined) return textAt(ours, 'id');
    }
    return null;
  }

  /** Another process may be faster, and names are unique: what is refused is looked for by the next attempt. */
  private async createReason(direction: Direction): Promise<string> {
    const wanted = { ...ourReasons[direction], enabled: true };
    const answer = await this.client.post('post', reasonsPath, wanted);
    const made = isObject(answer) && isObject(answer.data) ? answer.data : {};
    const id = textAt(made, 'id');
    if (id === null)
      throw new RetryableError(`the till made the adjustment reason "${wanted.name}" and does not say its id`);
    return id;
  }
}

interface Wanted extends VendorObject {
  readonly quantity: string;
}

/** Quantities are decimal strings, and nobody promises how many decimals come back. */
function isAlike(adjustment: VendorObject, wanted: Wanted): boolean {
  const isSame = (field: string) => textAt(adjustment, field) === wanted[field];
  if (!isSame('product_id') || !isSame('outlet_id') || !isSame('custom_inventory_adjustment_reason_id')) return false;
  return wholeUnits(adjustment.quantity) === wholeUnits(wanted.quantity);
}

/** A question that was refused leaves open what it asked. */
function inDoubt(error: unknown): never {
  if (error instanceof Refused) throw new RetryableError(error.message, { cause: error });
  throw error;
}
