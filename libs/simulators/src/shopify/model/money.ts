/** Money is whole cents inside and a decimal string with two places outside. */
export const cents = (price: string): number => Math.round(Number(price) * 100);
export const amount = (inCents: number): string => (inCents / 100).toFixed(2);
