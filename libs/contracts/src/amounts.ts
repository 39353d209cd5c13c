/** Money without floats: an amount is a whole number of millionths of its currency, as exact as the `money` of a fact. */
export type Amount = bigint;

const decimals = 6;
const one = 10n ** BigInt(decimals);

/** @throws TypeError when the text is no decimal of at most six places. */
export function amountOf(text: string): Amount {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) throw new TypeError(`not an amount of money: ${text}`);
  const [, sign, whole, fraction = ''] = match;
  const value = BigInt(whole) * one + BigInt(fraction.padEnd(decimals, '0'));
  return sign === '-' ? -value : value;
}

/** The shortest decimal text: `19.9`, `-3`, `0`. */
export function amountText(amount: Amount): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -decimals)}${fraction && `.${fraction}`}`;
}

export function sumOf(amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** What is paid for it, tax included. */
export function grossOf(priced: { readonly price: string; readonly tax: string }, taxIncluded: boolean): Amount {
  return amountOf(priced.price) + (taxIncluded ? 0n : amountOf(priced.tax));
}

const withoutCents = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const withMills = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** The smallest sum of a currency (ISO 4217): a cent of most, 1 of JPY, a thousandth of KWD. */
export function smallestOf(currency: string): Amount {
  if (withoutCents.has(currency)) return one;
  return withMills.has(currency) ? one / 1_000n : one / 100n;
}

/**
 * What the first `units` of `of` units come to, where `of` together come to `total`: as even as whole smallest sums allow,
 * the larger ones first. All of them come to `total` exactly, whatever it is.
 */
export function shareOf(total: Amount, units: number, of: number, smallest: Amount): Amount {
  if (units >= of) return total;
  if (units <= 0) return 0n;
  const even = (total * BigInt(units)) / BigInt(of);
  const rest = even % smallest;
  if (rest === 0n) return even;
  return rest > 0n ? even - rest + smallest : even - rest;
}
