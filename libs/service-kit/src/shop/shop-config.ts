import {
  ArrayNotEmpty,
  Equals,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsPositive,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Policy } from './policy-config';
import {
  Block,
  Blocks,
  EachBlock,
  EachIsName,
  EachIsVendorUuid,
  IsApiVersion,
  IsBaseUrl,
  IsCurrency,
  IsName,
  IsSecretText,
  IsTrueOrFalse,
  IsVendorUuid,
} from './rules';

/** One of our locations and the Lightspeed outlet it is. */
export class TillLocation {
  @IsName('main') location: string;
  @IsVendorUuid() outlet: string;
}

/** How the web orders that one store serves from one location are recorded at the till. */
export class WebOrders {
  @IsName('store-a') channel: string;
  @IsName('main') location: string;
  /** It stands in the outlet of the location: the till takes the units from where the register is. */
  @IsVendorUuid() register: string;
  @IsVendorUuid() user: string;
  @IsVendorUuid() paymentType: string;
  /** One without a rate: for what its store charged no tax on, and for everything where `taxes` is left out. */
  @IsVendorUuid() tax: string;
  /** Those with a rate: a line is recorded under the one that makes the tax which its store charged. */
  @EachIsVendorUuid() taxes: string[] = [];
}

export class TillSettings {
  @IsName('till') channel: string;
  /** The Lightspeed Retail product line. */
  @IsIn(['x'], { message: 'should be x (Lightspeed Retail X-Series)' }) series: 'x';
  @IsBaseUrl() baseUrl: string;
  @IsApiVersion() apiVersion: string;
  @IsSecretText() token: string;
  /** Verifies signed webhooks; without it webhooks are accepted on a secret path and only wake a poll. */
  @IsOptional() @IsSecretText() clientSecret?: string;
  @Blocks(TillLocation, 'with location and outlet') locations: TillLocation[];
  /** A product without stock, under which shipping and whatever else of an order is no stocked item is recorded. */
  @IsOptional() @IsVendorUuid() chargesProduct?: string;
  /** What the till counts in; an order in another currency is not recorded. */
  @IsOptional() @IsCurrency() currency?: string;
  @Blocks(WebOrders, 'with channel, location, register, user, paymentType and tax') webOrders: WebOrders[];
}

/** A location as one store names it, and which of ours its units lie at. */
export class StoreLocation {
  @Matches(/^\d{1,20}$/, { message: "should be Shopify's numeric location id in quotes" }) storeLocation: string;
  @IsArray({ message: 'should be a list of location names' })
  @ArrayNotEmpty({ message: 'should name at least one location' })
  @EachIsName('main')
  serves: string[];
}

const share = 'should be a share, more than 0 and at most 1';

/** When a store is stopped until a person has looked: see `GET /channels/{channel}/brake`. */
export class Brake {
  /** More than this share of its levels would be taken to nothing within the window. */
  @IsPositive({ message: share }) @Max(1, { message: share }) zeroShare = 0.3;
  /** More than this share of its levels would be moved by more than half within the window. */
  @IsPositive({ message: share }) @Max(1, { message: share }) moveShare = 0.5;
  /** Fewer levels than this never stop it. */
  @IsInt({ message: 'should be a whole number of levels' }) @Min(1, { message: 'should be 1 or more' }) itemsMin = 25;
  @IsInt({ message: 'should be a whole number of seconds' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(86_400, { message: 'should be 86400, a day, at most' })
  windowSeconds = 300;
}

export class StoreSettings {
  @IsName('store-a') channel: string;
  @Matches(/^[a-z0-9][a-z0-9.-]*\.[a-z]{2,}$/, { message: 'should be the shop domain, for example acme.myshopify.com' })
  domain: string;
  /** Where its Admin API answers; `https://<domain>` unless said otherwise. */
  @IsOptional() @IsBaseUrl() baseUrl: string;
  @IsApiVersion() apiVersion: string;
  /** Needed unless there is a static accessToken. */
  @IsOptional() @IsSecretText() clientId?: string;
  /** Also verifies webhooks. */
  @IsSecretText() clientSecret: string;
  /** A static token instead of client credentials. */
  @IsOptional() @IsSecretText() accessToken?: string;
  @Blocks(StoreLocation, 'with storeLocation and serves') locations: StoreLocation[];
  /** What to do with a till item this store lacks: make it there, or wait until a person links one. */
  @IsIn(['create', 'link'], { message: 'should be create or link' }) newItems: 'create' | 'link' = 'link';
  @Block(Brake) brake: Brake = new Brake();
  /** Between two claims that are otherwise equal, the store with the lower rank comes first. */
  @IsInt({ message: 'should be a whole number, 1 for the store that comes first' })
  @Min(1, { message: 'should be 1 or more' })
  rank: number;
  /** Its orders move stock at the till and no money: the shop's accounts come from its stores. */
  @IsTrueOrFalse() postAtZeroValue = false;
}

/** A channel without a gateway: a headless shop or another system that asks for reservations over HTTP. */
export class SellerSettings {
  @IsName('headless') channel: string;
  /** Nearest first. Each needs an entry in till.webOrders, as a location that a store serves does. */
  @IsArray({ message: 'should be a list of location names' })
  @ArrayNotEmpty({ message: 'should name at least one location' })
  @EachIsName('main')
  serves: string[];
  /** As for a store; stores and sellers are ranked together. */
  @IsInt({ message: 'should be a whole number, 1 for the channel that comes first' })
  @Min(1, { message: 'should be 1 or more' })
  rank: number;
  @IsCurrency() currency: string;
  /** As for a store. */
  @IsTrueOrFalse() postAtZeroValue = false;
}

/** `tillbridge.yaml`: which till and stores share one stock, and by which rules. Secrets come from the environment. */
export class ShopConfig {
  @Equals(1, { message: 'should be 1, the only layout of this file so far' }) version: 1;
  @IsDefined({ message: 'should be a block of settings' }) @Block(TillSettings) till: TillSettings;
  @Blocks(StoreSettings, 'one store') stores: StoreSettings[];
  @EachBlock(SellerSettings, 'with channel, serves, rank and currency') sellers: SellerSettings[] = [];
  @Block(Policy) policy: Policy = new Policy();
}
