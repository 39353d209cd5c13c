import { oneLine, type AlertText } from '@tillbridge/service-kit';

/** Units that a store level is missing, in words for people. */
export interface MissingUnits {
  readonly channel: string;
  readonly externalId: string;
  readonly storeLocation: string;
  readonly itemId: string;
  readonly sku: string | null;
  readonly title: string;
  readonly units: number;
  /** ISO time. */
  readonly since: string | null;
}

const listed = 'GET /edits at the inventory-core lists it with its `seq`.';

/** One subject, one cause, one action. */
export function missingText(missing: MissingUnits): AlertText {
  const { channel, units } = missing;
  return {
    subject: `A person has to look: ${counted(units)} of ${labelOf(missing)} missing at ${channel}`,
    cause:
      `Someone lowered ${labelOf(missing)} at ${channel} by ${units} by hand, or an order there has not reached us` +
      `${since(missing)}. Until it is explained ${units === 1 ? '1 unit is' : `${units} units are`} kept from everybody.`,
    action:
      `Look in ${channel} who changed its stock, and count the shelf. ${listed} If the units are gone: POST` +
      ` ${pathOf(missing)}/accept, which takes them off the till, too. If they are there: POST ${pathOf(missing)}/dismiss,` +
      ` which puts them on sale again. If an order took them, do nothing: they are counted once when it arrives.`,
  };
}

/** What becomes of an alert that people have had, once the units are missing no more. */
export function explainedText(missing: MissingUnits): AlertText {
  const { channel, units } = missing;
  return {
    subject: `Nothing to do: ${labelOf(missing)} at ${channel} is explained`,
    cause: `The ${counted(units)} that ${channel} was missing${since(missing)} had been ordered there, or are back.`,
    action: 'None: they are counted once. GET /items/{id}/why at the inventory-core tells which facts explain them.',
  };
}

export function turnedUpText(missing: MissingUnits): AlertText {
  const { channel, units } = missing;
  return {
    subject: `A person has to say: ${counted(units)} of ${labelOf(missing)} turned up again at ${channel}`,
    cause:
      `${counted(units)} of ${labelOf(missing)} had been accepted as gone and were taken off at the till. Now an order that` +
      ` came late explains them at ${channel}, or someone has put them back by hand: the till may be ${units} too low.`,
    action:
      `See whether an order of ${channel} came late. If so, or if the units are on the shelf: POST ${pathOf(missing)}/give-back,` +
      ` which gives them back to the till. If they are gone all the same: POST ${pathOf(missing)}/keep. ${listed}`,
  };
}

const counted = (units: number): string => (units === 1 ? '1 unit' : `${units} units`);

const labelOf = ({ sku, title, itemId }: MissingUnits): string =>
  oneLine(sku ?? '') || oneLine(title) || `item ${itemId}`;

const since = ({ since: at }: MissingUnits): string =>
  at === null ? '' : ` since ${at.slice(0, 16).replace('T', ' ')} UTC`;

const pathOf = ({ channel, externalId, storeLocation }: MissingUnits): string =>
  `/edits/${[channel, externalId, storeLocation].map(encodeURIComponent).join('/')}`;
