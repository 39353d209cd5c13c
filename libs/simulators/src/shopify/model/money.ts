/** Money is whole smallest units of the shop's currency inside (cents of most), and a decimal string outside. */

const PLACES: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, KWD: 3, BHD: 3, JOD: 3 };

export const placesOf = (currency: string): number => PLACES[currency] ?? 2;

export const cents = (price: string | number, currency: string): number =>
  Math.round(Number(price) * 10 ** placesOf(currency));

export const amount = (inCents: number, currency: string): string => {
  const places = placesOf(currency);
  return (inCents / 10 ** places).toFixed(places);
};
