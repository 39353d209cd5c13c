import { ApiProperty } from '@nestjs/swagger';
import type { MovementKind, PlacedPost } from '@tillbridge/stock-domain';

const itemIdExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';

/** Every name of a type; one that the domain adds is missed by the compiler. */
export const all = <Name extends string>(names: Record<Name, true>): string[] => Object.keys(names);
const postKinds = all<PlacedPost['kind']>({ sale: true, reverse: true });
const postStates = all<PlacedPost['state']>({
  unposted: true,
  posting: true,
  posted: true,
  settled: true,
  refused: true,
});
const movementKinds = all<MovementKind>({
  opening: true,
  till: true,
  order: true,
  displacement: true,
  post: true,
  fold: true,
  store: true,
  hold: true,
  edit: true,
  count: true,
});

export class RangeView {
  @ApiProperty({ example: 6, description: 'the least it may be' }) lo: number;
  @ApiProperty({
    example: 7,
    description: 'the most; a post that the till may show already or not yet makes the difference',
  })
  hi: number;
}

export class TillRowView {
  @ApiProperty({ example: 7 }) level: number;
  @ApiProperty({ example: '5303657191', nullable: true, type: String }) version: string | null;
}

export class LevelView {
  @ApiProperty({ example: itemIdExample }) itemId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String }) sku: string | null;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: 7, nullable: true, type: Number, description: 'units, as the till last said' })
  onHand: number | null;
  @ApiProperty({
    example: 2,
    description: 'units set aside for promises, and for adjustments that the till does not show yet',
  })
  reserved: number;
  @ApiProperty({ example: 0, description: 'units in unexpired holds of carts and reservations' }) held: number;
  @ApiProperty({ example: 0, description: 'units missing at the till that no record explains yet' }) pending: number;
  @ApiProperty({ example: 5, description: 'on hand, less all of these; negative when promises outnumber units' })
  available: number;
  @ApiProperty({ example: 17 }) version: number;
  @ApiProperty({ example: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772', nullable: true, type: String })
  tillExternalId: string | null;
  @ApiProperty({ type: RangeView, description: 'what the known facts allow the till to show' })
  tillLevelExpected: RangeView;
  @ApiProperty({ type: TillRowView, nullable: true }) till: TillRowView | null;
}

export class ChannelLevelView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: itemIdExample }) itemId: string;
  @ApiProperty({ example: '43729076', nullable: true, type: String }) externalId: string | null;
  @ApiProperty({ example: '655441491' }) storeLocation: string;
  @ApiProperty({ example: 5, description: 'a store that shows more is lowered to this' }) lowerTo: number;
  @ApiProperty({ example: 5, description: 'a store that shows less is raised to this at most' }) raiseTo: number;
  @ApiProperty({ example: 17 }) version: number;
}

export class LevelsPage {
  @ApiProperty({ type: [LevelView] }) levels: LevelView[];
  @ApiProperty({ type: [ChannelLevelView] }) channels: ChannelLevelView[];
  @ApiProperty({
    example: itemIdExample,
    nullable: true,
    type: String,
    description: 'pass as `after` for the next page; null on the last one',
  })
  next: string | null;
}

export class LinkView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '43729076' }) externalId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String }) sku: string | null;
  @ApiProperty({ example: 'sku', nullable: true, type: String }) linkedBy: string | null;
}

export class PostView {
  @ApiProperty({ example: '5f0c7d5e-94f7-5b0e-8f43-6f1a0d9b4c11', nullable: true, type: String })
  postId: string | null;
  @ApiProperty({ example: 'sale', enum: postKinds }) kind: string;
  @ApiProperty({ example: 1 }) units: number;
  @ApiProperty({
    example: 'settled',
    enum: postStates,
    description: 'settled: the till has shown a level that holds it',
  })
  state: string;
  @ApiProperty({ example: 'main' }) location: string;
}

export class PromiseView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '5551' }) order: string;
  @ApiProperty({ example: '9001' }) line: string;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: '655441491', nullable: true, type: String }) storeLocation: string | null;
  @ApiProperty({ example: true }) paid: boolean;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) placedAt: string;
  @ApiProperty({ example: 1, description: 'units as ever ordered' }) ordered: number;
  @ApiProperty({ example: 1, description: 'units the line took or will take off the shelf: less what was put back' })
  owed: number;
  @ApiProperty({ example: 1, description: 'units the buyer still wants' }) current: number;
  @ApiProperty({ example: 0, description: 'units that have left' }) fulfilled: number;
  @ApiProperty({ example: 0, description: 'owed units without a unit behind them' }) short: number;
  @ApiProperty({ example: 0, description: 'units that left for good and are part of the level by now' }) folded: number;
  @ApiProperty({ type: [PostView] }) posts: PostView[];
}

export class MovementView {
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) at: string;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: 'till', enum: movementKinds, description: 'what moved it' }) kind: string;
  @ApiProperty({ example: -1, description: 'change of what the known facts add up to' }) gross: number;
  @ApiProperty({ example: 0, description: 'change of the units set aside for promises' }) reserved: number;
  @ApiProperty({ example: 0, description: 'change of the units missing without a fact that explains them' })
  claim: number;
  @ApiProperty({
    example: 0,
    description: 'change of the units in holds; what ran out is taken off by the next decision',
  })
  held: number;
  @ApiProperty({ example: itemIdExample, description: 'id of the fact or reservation that caused it' }) causeId: string;
}

export class ItemView {
  @ApiProperty({ example: itemIdExample }) itemId: string;
  @ApiProperty({ example: 17 }) version: number;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String }) sku: string | null;
  @ApiProperty({ example: 'T-shirt, medium' }) title: string;
  @ApiProperty({ type: [LinkView] }) links: LinkView[];
  @ApiProperty({ type: [LevelView] }) levels: LevelView[];
  @ApiProperty({ type: [ChannelLevelView] }) channels: ChannelLevelView[];
  @ApiProperty({ type: [PromiseView], description: 'open promises' }) promises: PromiseView[];
  @ApiProperty({ type: [MovementView], description: 'newest first' }) movements: MovementView[];
}

export class OrderLineView {
  @ApiProperty({ example: '9001' }) line: string;
  @ApiProperty({ example: '43729076', nullable: true, type: String }) externalId: string | null;
  @ApiProperty({ example: 1 }) ordered: number;
  @ApiProperty({ example: 1 }) current: number;
  @ApiProperty({ example: 0 }) fulfilled: number;
  @ApiProperty({ example: 0 }) restocked: number;
  @ApiProperty({ example: 0 }) short: number;
  @ApiProperty({ example: null, nullable: true, type: String }) shortReason: string | null;
}

export class BookedView {
  @ApiProperty({
    example: '5f0c7d5e-94f7-5b0e-8f43-6f1a0d9b4c11',
    nullable: true,
    type: String,
    description:
      'the id of the sale at the till; null: a count of the shelf did what a sale would have done, without money',
  })
  postId: string | null;
  @ApiProperty({ example: '9001', nullable: true, type: String, description: 'null: shipping and what is no item' })
  line: string | null;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: 2, description: 'negative where they were taken back, or counted on the shelf again' })
  units: number;
  @ApiProperty({ example: '17.9', description: 'of all these units, tax included' }) amount: string;
  @ApiProperty({ example: '2.33' }) tax: string;
}

export class OrderView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '5551' }) order: string;
  @ApiProperty({ example: '#1015' }) name: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) placedAt: string;
  @ApiProperty({ example: null, nullable: true, type: String }) cancelledAt: string | null;
  @ApiProperty({ example: true }) paid: boolean;
  @ApiProperty({ example: 'EUR' }) currency: string;
  @ApiProperty({ type: [OrderLineView] }) lines: OrderLineView[];
  @ApiProperty({ type: [BookedView], description: 'what was granted to be recorded at the till, and not refused' })
  booked: BookedView[];
  @ApiProperty({ example: false, description: 'a person let it be recorded at no value' }) atZeroValue: boolean;
  @ApiProperty({ example: [], description: 'external ids that no item is linked to yet' }) waiting: string[];
  @ApiProperty({ example: 0, description: 'how many decisions its store was told' }) decision: number;
  @ApiProperty({ example: null, nullable: true, type: String, description: 'what the store answered' })
  resolution: string | null;
}

export class PostedAgainView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '5551' }) order: string;
  @ApiProperty({ example: 'granted again', enum: ['granted again'] }) outcome: string;
}
