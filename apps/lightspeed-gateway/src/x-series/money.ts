const decimals = 6;
const scale = 10n ** BigInt(decimals);

function scaled(amount: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(amount);
  if (!match) throw new TypeError(`not an amount of money: ${amount}`);
  const [, sign, whole, fraction = ''] = match;
  const value = BigInt(whole) * scale + BigInt(fraction.padEnd(decimals, '0'));
  return sign === '-' ? -value : value;
}

/** Price times units over all lines, exact to the last digit. */
export function totalOf(lines: readonly { unitPrice: string; quantity: number }[]): string {
  const total = lines.reduce((sum, line) => sum + scaled(line.unitPrice) * BigInt(line.quantity), 0n);
  const digits = (total < 0n ? -total : total).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${total < 0n ? '-' : ''}${digits.slice(0, -decimals)}${fraction && `.${fraction}`}`;
}
