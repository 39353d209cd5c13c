import { z } from 'zod';

/** A configured channel: the till or one store, for example `till` or `store-a`. */
export const channelId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
/** A place that holds units, by our configured name (a Lightspeed outlet or shop). */
export const locationId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
/** A place as one store names it; opaque outside that store's gateway. */
export const storeLocationId = z.string().min(1).max(128);
/** Our immutable item id. */
export const itemId = z.uuid();
/** A vendor's id of a thing for sale (Lightspeed product, Shopify variant); opaque outside that vendor's gateway. */
export const externalId = z.string().min(1).max(128);
/** Whole units, may be negative. */
export const units = z.number().int().min(-1_000_000_000).max(1_000_000_000);
/** Whole units, zero or more. */
export const quantity = z.number().int().min(0).max(1_000_000_000);
/** Money as the vendor wrote it: a decimal string, never a float. */
export const money = z.string().regex(/^-?\d+(\.\d{1,6})?$/);
/** Vendor versions may exceed 2^53, so they travel as decimal strings and are compared as bigint. */
export const vendorVersion = z.string().regex(/^\d{1,20}$/);
export const instant = z.iso.datetime();
