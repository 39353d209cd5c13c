import type { Evidence, Finding, StoreState, TillEntry } from './evidence';
import type { ItemHistory, Point } from './history';
import type { Names } from './names';

export const stepNames = [
  'delivery',
  'stocktake',
  'tillReturn',
  'newSku',
  'rename',
  'cart',
  'cancelRestock',
  'handEdit',
] as const;
export type Steps = Record<(typeof stepNames)[number], boolean>;

/** Which parts of the case study happened AND had the effect they should: the stores agreed with the shelf afterwards. */
export function judgeSteps(evidence: Evidence, names: Names, histories: ItemHistory[]): Steps {
  const judge = new StepJudge(evidence, names, histories);
  return {
    delivery: judge.tillChangeReached('delivery'),
    stocktake: judge.tillChangeReached('count'),
    tillReturn: judge.tillChangeReached('till_return'),
    newSku: judge.newItemListed(),
    rename: judge.renamedItemStillSells(),
    cart: judge.cartLeftNoTrace(),
    cancelRestock: judge.cancelledUnitsCameBack(),
    handEdit: judge.handEditTakenBack(),
  };
}

export function missedSteps(steps: Steps): Finding[] {
  return stepNames
    .filter((step) => !steps[step])
    .map((step) => ({ kind: 'stepMissed', units: 1, text: `the step "${step}" did not end as it should` }));
}

class StepJudge {
  constructor(
    private readonly evidence: Evidence,
    private readonly names: Names,
    private readonly histories: ItemHistory[],
  ) {}

  tillChangeReached(kind: 'delivery' | 'count' | 'till_return'): boolean {
    return some(
      this.pointsWhere(({ cause }) => cause.source === 'till' && cause.entry.kind === kind),
      (found) => this.everyStoreAgrees(found),
    );
  }

  /** In every store somebody could buy it. */
  newItemListed(): boolean {
    const known = new Set(this.evidence.till.opening.levels.map(({ productId }) => productId));
    const added = this.evidence.till.state.levels.filter(({ productId }) => !known.has(productId));
    return some(added, ({ sku, level }) =>
      this.evidence.stores.every(({ state }) => {
        const stocked = state.levels.some((row) => this.same(row.sku, sku) && row.available > 0);
        return level > 0 && stocked && this.isOnSale(state, sku);
      }),
    );
  }

  private isOnSale(state: StoreState, sku: string): boolean {
    return state.products.some((one) => one.onSale && one.variants.some((variant) => this.same(variant.sku, sku)));
  }

  /** After the rename the item sells on under its new label, and no store took it for a new one. */
  renamedItemStillSells(): boolean {
    const renamed = this.evidence.till.log.filter((entry) => this.isRename(entry));
    return some(renamed, (entry) => {
      const item = this.names.of(skuOf(entry));
      const sold = this.pointsWhere(({ at, cause }) => at > entry.at && isTillSale(cause), item);
      return some(sold, (found) => this.everyStoreAgrees(found)) && this.listedOnce(item);
    });
  }

  cartLeftNoTrace(): boolean {
    const carts = this.evidence.stores.flatMap(({ log }) => log.flatMap((e) => (e.kind === 'cart' ? [e] : [])));
    return some(carts, (cart) =>
      cart.lines.every(({ sku }) =>
        this.histories
          .filter(({ item }) => item === this.names.of(sku))
          .every((history) => this.everyStoreAgrees({ history, index: history.points.length - 1 })),
      ),
    );
  }

  cancelledUnitsCameBack(): boolean {
    const cancelled = this.pointsWhere(
      ({ cause }) => cause.source === 'store' && cause.entry.kind === 'cancel' && cause.entry.restock,
    );
    return some(cancelled, (found) => this.everyStoreAgrees(found));
  }

  /** Raised by hand above the truth, and brought back down by a write that was not the hand's. */
  handEditTakenBack(): boolean {
    const raised = this.pointsWhere(({ cause, sellable }) => {
      if (cause.source !== 'store' || cause.entry.kind !== 'level_set' || cause.entry.by !== 'admin') return false;
      return cause.entry.to > cause.entry.from && cause.entry.to > sellable;
    });
    return some(raised, ({ history, index }) => {
      const { cause } = history.points[index]!;
      const channel = cause.source === 'store' ? cause.channel : '';
      const lowered = history.points.slice(index + 1).some((point) => isLoweringOf(channel, point));
      return lowered && this.everyStoreAgrees({ history, index });
    });
  }

  /** Each store showed exactly the truth at some moment after this one. */
  private everyStoreAgrees({ history, index }: Found): boolean {
    const later = history.points.slice(index);
    return this.evidence.stores.every(({ channel }) =>
      later.some((point) => (point.available[channel] ?? 0) === point.sellable),
    );
  }

  private pointsWhere(matches: (point: Point) => boolean, item?: string): Found[] {
    return this.histories
      .filter((history) => item === undefined || history.item === item)
      .flatMap((history) => history.points.flatMap((point, index) => (matches(point) ? [{ history, index }] : [])));
  }

  private isRename(entry: TillEntry): boolean {
    if (entry.kind !== 'product') return false;
    const before = this.evidence.till.opening.products.find(({ id }) => id === entry.productId);
    return before !== undefined && (before.sku !== entry.sku || before.name !== entry.name);
  }

  private listedOnce(item: string): boolean {
    return this.evidence.stores.every(({ state }) => {
      const listed = state.products.flatMap(({ variants }) => variants).filter(({ sku }) => this.same(sku, item));
      return listed.length === 1;
    });
  }

  private same(sku: string, other: string): boolean {
    return this.names.of(sku) === this.names.of(other);
  }
}

interface Found {
  history: ItemHistory;
  index: number;
}

/** A step that never happened proves nothing. */
const some = <T>(values: T[], holds: (value: T) => boolean) => values.length > 0 && values.every(holds);

const skuOf = (entry: TillEntry) => ('sku' in entry ? entry.sku : '');

const isTillSale = (cause: Point['cause']) => cause.source === 'till' && cause.entry.kind === 'till_sale';

function isLoweringOf(channel: string, { cause }: Point): boolean {
  if (cause.source !== 'store' || cause.channel !== channel || cause.entry.kind !== 'level_set') return false;
  return cause.entry.by === 'api' && cause.entry.to < cause.entry.from;
}
