/** Something that should not be. `units` weighs it; the sums by kind make the verdict. */
export interface Finding {
  kind:
    | 'oversold'
    | 'drift'
    | 'lostFact'
    | 'duplicateEffect'
    /** The till has other money of an order than its store has kept. */
    | 'wrongSum'
    | 'unsoldWhileRefused'
    /** A buyer was told that no unit is left while none was missing. */
    | 'needlessHold'
    /** A level at the till was written by a program, as if somebody had looked at the shelf. */
    | 'absoluteWrite'
    /** A store hid units that were free. */
    | 'withheld'
    /** Something that a store sold before is gone, or sells by other rules. */
    | 'listingChanged'
    | 'late'
    /** Too little was measured to call it fast. */
    | 'fewSamples'
    | 'stepMissed'
    /** The evidence contradicts itself. */
    | 'unaccounted';
  units: number;
  text: string;
}
