import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsInt, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { Block, EachBlock, IsName, IsNonEmptyText, IsTrueOrFalse } from './rules';

const IsUnits = () => IsInt({ message: 'should be a whole number of units' });
const IsWholeSeconds = () => IsInt({ message: 'should be a whole number of seconds' });
const IsWholeMilliseconds = () => IsInt({ message: 'should be a whole number of milliseconds' });
const AtLeast = (least: number, unit = '') => Min(least, { message: `should be ${least}${unit} or more` });
const AtMost = (most: number, unit: string) => Max(most, { message: `should be ${most}${unit} at most` });

/** Carts of one store hold units for a while. A store without an entry holds none. */
export class CartHolds {
  @IsName('store-a') channel: string;
  @IsWholeSeconds() @AtLeast(10, ' seconds') @AtMost(86_400, ' seconds (a day)') ttlSeconds = 900;
  @IsUnits() @AtLeast(1, ' unit') unitsPerCartMax = 5;
  /** All carts of the store together. */
  @IsUnits() @AtLeast(1, ' unit') unitsPerItemMax = 20;
}

/** Units never offered to a store, for the cases that this names; the rule that names most of a case is used. */
export class SafetyStockRule {
  /** As the till labels it. */
  @IsOptional() @IsNonEmptyText('should be a SKU') sku?: string;
  @IsOptional() @IsName('store-a') channel?: string;
  @IsOptional() @IsName('main') location?: string;
  @IsUnits() @AtLeast(0) units: number;
}

/** How one store takes part when scarce units are dealt out. */
export class EscrowShare {
  @IsName('store-a') channel: string;
  @IsNumber({}, { message: 'should be a number' }) @AtLeast(0) weight = 1;
  /** What it gets before the rest is dealt out by demand and weight, units per item. */
  @IsUnits() @AtLeast(0) floorUnits = 0;
}

/** When the last units are dealt out to one store each, instead of being shown in all of them. */
export class Escrow {
  @IsTrueOrFalse() enabled = true;
  @IsUnits() @AtLeast(0) floorUnits = 2;
  @IsNumber({}, { message: 'should be a number' }) @AtLeast(0) safetyFactor = 2;
  @IsWholeMilliseconds() @AtLeast(0) @AtMost(600_000, ' milliseconds') latencyFloorMs = 1_500;
  @IsWholeSeconds() @AtLeast(1, ' second') @AtMost(604_800, ' seconds (a week)') demandWindowSeconds = 600;
  @IsInt({ message: 'should be a whole number of per cent' })
  @AtLeast(0)
  @AtMost(1_000, ' per cent')
  hysteresisPercent = 50;
  /** Kept back for the till while units are dealt out. */
  @IsUnits() @AtLeast(0) tillBuffer = 0;
  @EachBlock(EscrowShare, 'with channel, weight and floorUnits') shares: EscrowShare[] = [];
}

/** Whether who counts the shelf of a location counts what is set aside for web orders, too. */
export class Stocktake {
  @IsName('main') location: string;
  @IsIn(['counted', 'notCounted'], { message: 'should be counted or notCounted' })
  setAside: 'counted' | 'notCounted';
}

const criteria = ['paid', 'rank', 'placedAt'] as const;

/** The written rules by which claims are decided. */
export class Policy {
  /** Raise it with every change; each decision remembers the version it was made under. */
  @IsInt({ message: 'should be a whole number' }) @AtLeast(1) version = 1;
  /** Paid before unpaid, then the rank of the store, then the time of the order, unless said otherwise. */
  @IsArray({ message: 'should be a list of paid, rank and placedAt' })
  @ArrayNotEmpty({ message: 'should name at least one of paid, rank and placedAt' })
  @ArrayUnique({ message: 'should name each of paid, rank and placedAt once' })
  @IsIn(criteria, { each: true, message: 'should hold only paid, rank and placedAt' })
  claimOrder: (typeof criteria)[number][] = [...criteria];
  /** whole: an order that is short of anything gets nothing. partial: it keeps what there is. */
  @IsIn(['whole', 'partial'], { message: 'should be whole or partial' }) orders: 'whole' | 'partial' = 'partial';
  /** Whether one line may be served from several locations of its store. */
  @IsTrueOrFalse() splitLines = true;
  /** How long claims on a scarce item wait for others, to be decided together; 0 decides at once. */
  @IsWholeMilliseconds() @AtLeast(0) @AtMost(10_000, ' milliseconds') arbitrationWindowMs = 250;
  /** What the store is told when an accepted order loses its units. */
  @IsIn(['hold', 'backorder', 'cancel'], { message: 'should be hold, backorder or cancel' })
  loser: 'hold' | 'backorder' | 'cancel' = 'hold';
  /** Whether a loser is first served from another location of its store that has the units. */
  @IsTrueOrFalse() moveLosers = false;
  /** Units per item and location that are never offered to a store. */
  @IsUnits() @AtLeast(0) safetyStock = 0;
  /** Exceptions from it. */
  @EachBlock(SafetyStockRule, 'with units and any of sku, channel and location') safetyStockFor: SafetyStockRule[] = [];
  @EachBlock(CartHolds, 'with channel, ttlSeconds, unitsPerCartMax and unitsPerItemMax') cartHolds: CartHolds[] = [];
  @Block(Escrow) escrow: Escrow = new Escrow();
  /** A location without an entry: a person is asked whenever a count is completed with web orders set aside. */
  @EachBlock(Stocktake, 'with location and setAside') stocktakes: Stocktake[] = [];
}
