import { unknownKind, type TillEntry } from './evidence';

export interface ShelfMove {
  sku: string;
  outlet: string;
  /** Laid there, or taken when negative. */
  units: number;
}

/** Only people move units. What a program writes at the till is paper about units that stay where they are. */
export function shelfMoves(entry: TillEntry): ShelfMove[] {
  switch (entry.kind) {
    case 'till_sale':
    case 'shrink':
      return [{ ...entry, units: -entry.quantity }];
    case 'till_return':
      return [{ ...entry, units: entry.quantity }];
    case 'delivery':
    case 'void':
      return entry.by === 'till' ? [{ ...entry, units: entry.quantity }] : [];
    case 'count':
      return entry.by === 'till' ? [{ ...entry, units: entry.to - entry.from }] : [];
    case 'transfer': {
      const { by, sku, from, to, quantity } = entry;
      if (by !== 'till') return [];
      return [
        { sku, outlet: from, units: -quantity },
        { sku, outlet: to, units: quantity },
      ];
    }
    case 'api_sale':
    case 'adjustment':
    case 'level_set':
    case 'product':
    case 'api_call':
      return [];
    default:
      return unknownKind('the till', entry);
  }
}
