import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('channel')
export class ChannelRow {
  @PrimaryColumn('text') id: string;
  @Column('text') kind: string;
  @Column('integer') rank: number;
  /** What a seller sells in; stores say it with each order. */
  @Column('text', { nullable: true }) currency: string | null;
  /** Its orders are recorded at the till at no value. */
  @Column('boolean', { name: 'zero_value', default: false }) zeroValue: boolean;
  /** Of the till: it has a product for what is no stocked item. */
  @Column('boolean', { name: 'takes_charges', default: false }) takesCharges: boolean;
}

@Entity('place')
export class PlaceRow {
  @PrimaryColumn('text') channel: string;
  @PrimaryColumn('text', { name: 'store_location' }) storeLocation: string;
  /** Locations whose units it sells, nearest first. */
  @Column('text', { array: true }) serves: string[];
}

/** One row: how often an import changed something, and what it said. */
@Entity('shop_edition')
export class ShopEditionRow {
  @PrimaryColumn('integer') id: number;
  @Column('integer') edition: number;
  @Column('jsonb') content: unknown;
}

@Entity('policy')
export class PolicyRow {
  @PrimaryColumn('integer') version: number;
  @Column('jsonb') rules: unknown;
  @Column('timestamptz', { name: 'imported_at', default: () => 'now()' }) importedAt: Date;
}

export const shopEntities = [ChannelRow, PlaceRow, PolicyRow, ShopEditionRow];
