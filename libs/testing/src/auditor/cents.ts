/** Sums are compared in whole cents, as both vendors state them. */
export const centsOf = (amount: string | number): number => Math.round(Number(amount) * 100);
