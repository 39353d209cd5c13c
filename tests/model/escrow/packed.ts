import type { ItemState } from '@tillbridge/stock-domain';
import type { State, Store } from './state';

/**
 * A state with numbers for its parts: the same few items and stores meet again and again in many states. Equal parts have
 * the same number, so equal states stay equal.
 */
export type Packed = Omit<State, 'core' | 'stores'> & { readonly core: number; readonly stores: readonly number[] };

export class Packing {
  private readonly cores = new Parts<ItemState>();
  private readonly stores = new Parts<Store>();

  pack(state: State): Packed {
    return {
      ...state,
      core: this.cores.numberOf(state.core),
      stores: state.stores.map((store) => this.stores.numberOf(store)),
    };
  }

  unpack(packed: Packed): State {
    return {
      ...packed,
      core: this.cores.part(packed.core),
      stores: packed.stores.map((number) => this.stores.part(number)),
    };
  }
}

class Parts<Part extends object> {
  private readonly parts: Part[] = [];
  private readonly numbers = new Map<string, number>();
  /** Of the very parts that were handed out, so that nobody has to look at all that is in them. */
  private readonly known = new WeakMap<Part, number>();

  numberOf(part: Part): number {
    return this.known.get(part) ?? this.numberOfEqual(part);
  }

  part(number: number): Part {
    return this.parts[number]!;
  }

  private numberOfEqual(part: Part): number {
    const key = JSON.stringify(part);
    const number = this.numbers.get(key) ?? this.parts.push(part) - 1;
    this.numbers.set(key, number);
    this.known.set(this.parts[number]!, number);
    return number;
  }
}
