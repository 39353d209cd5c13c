import { ApiProperty } from '@nestjs/swagger';
import type { OrderResolved, OrderShort } from '@tillbridge/contracts';
import { lossReasons } from '@tillbridge/stock-domain';
import { all } from './views.dto';

const itemIdExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';
const resolutions = all<OrderShort['resolution']>({ hold: true, move: true, backorder: true, cancel: true });
const outcomes = all<OrderResolved['outcome'] | 'told'>({
  held: true,
  moved: true,
  backordered: true,
  cancelled: true,
  failed: true,
  told: true,
});

export class ServedFromView {
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: 1, description: 'units set aside there' }) units: number;
  @ApiProperty({ example: 0, description: "of these, units that the till's level is not known to lack yet" })
  reserved: number;
  @ApiProperty({ example: 1, description: 'of these, units that the till has shown as sold' }) posted: number;
}

export class OrderWhyLineView {
  @ApiProperty({ example: '9001' }) line: string;
  @ApiProperty({
    example: itemIdExample,
    nullable: true,
    type: String,
    description: 'null while no item is linked to it, and for what is no stocked item',
  })
  itemId: string | null;
  @ApiProperty({ example: '43729076', nullable: true, type: String }) externalId: string | null;
  @ApiProperty({ example: 2, description: 'units as ever ordered' }) ordered: number;
  @ApiProperty({ example: 2, description: 'units that the buyer still wants' }) wanted: number;
  @ApiProperty({ example: 0, description: 'units that have left' }) shipped: number;
  @ApiProperty({ type: [ServedFromView], description: 'one entry for each location that sets units aside' })
  servedFrom: ServedFromView[];
  @ApiProperty({ example: 1, description: 'units without a unit behind them' }) short: number;
  @ApiProperty({ example: lossReasons['too late'], nullable: true, type: String }) shortReason: string | null;
  @ApiProperty({
    example: null,
    nullable: true,
    type: String,
    description: 'until then what is not accepted yet waits for claims that may compete with it',
  })
  waitsForRivalsUntil: string | null;
  @ApiProperty({
    example: null,
    nullable: true,
    type: String,
    description: 'until when a better claim may still take what is accepted; null once it is accepted for good',
  })
  provisionalUntil: string | null;
  @ApiProperty({
    example: null,
    nullable: true,
    type: String,
    description: 'the store location that its store is asked to serve it from, until the store has done so or refused',
  })
  movingTo: string | null;
  @ApiProperty({
    example: false,
    description: 'no item is linked to what it sells, so nothing is set aside for it yet: see GET /links/open',
  })
  waitsForLink: boolean;
}

export class ToldView {
  @ApiProperty({ example: 1, description: 'how many decisions its store was told; it acts on the last' })
  decision: number;
  @ApiProperty({
    example: 'hold',
    nullable: true,
    enum: resolutions,
    description: 'what its store was asked to do; null for a shop that reserves over HTTP',
  })
  resolution: string | null;
  @ApiProperty({
    example: 'held',
    nullable: true,
    enum: outcomes,
    description:
      'what came of it; null while its store has not answered. A shop that reserves over HTTP is told how its order stands, and decides itself',
  })
  outcome: string | null;
}

export class GaveUpView {
  @ApiProperty({ example: 1 }) units: number;
  @ApiProperty({ example: lossReasons['too late'], enum: Object.values(lossReasons) }) reason: string;
  @ApiProperty({
    example: null,
    nullable: true,
    type: String,
    description:
      'the store location that has the units, to which its store is asked to move the line; null: nobody has',
  })
  movedTo: string | null;
}

export class ServedInsteadView {
  @ApiProperty({ example: 'depot' }) location: string;
  @ApiProperty({ example: 1 }) units: number;
}

export class ClaimView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '7001' }) order: string;
  @ApiProperty({ example: '1' }) line: string;
  @ApiProperty({ example: true }) paid: boolean;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z', description: "by the vendor's clock" }) placedAt: string;
  @ApiProperty({
    example: 2,
    nullable: true,
    type: Number,
    description: 'of its channel; lower is served first, a channel without one comes last',
  })
  rank: number | null;
  @ApiProperty({ example: 1, description: 'units claimed at that location' }) units: number;
  @ApiProperty({ example: 0, description: 'of these, units that had been accepted earlier; the rest was new' })
  accepted: number;
  @ApiProperty({ type: [GaveUpView] }) gaveUp: GaveUpView[];
  @ApiProperty({
    type: [ServedInsteadView],
    description: 'units that gave way here, and that other locations of its place serve since; nobody lost them',
  })
  servedInstead: ServedInsteadView[];
}

export class RefusedOrderView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '7001' }) order: string;
}

export class ContestView {
  @ApiProperty({ example: '2026-11-23T10:00:00.250Z' }) at: string;
  @ApiProperty({ example: itemIdExample }) itemId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String }) sku: string | null;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({
    example: ['main'],
    description: 'the location, and others whose units could serve it, for lines from there can be served from these',
  })
  within: string[];
  @ApiProperty({ example: 1, description: 'units that were claimed and not there' }) missing: number;
  @ApiProperty({
    example: 0,
    description:
      'of these, units that might lie there all the same, by the till’s own level; they cost nobody what had been accepted',
  })
  mayBeThere: number;
  @ApiProperty({ example: 1, description: 'the policy it was decided by' }) policyVersion: number;
  @ApiProperty({ example: itemIdExample, description: 'id of the fact that caused it, or `clock`' }) causeId: string;
  @ApiProperty({ type: [ClaimView], description: 'in the order in which they were served' }) claims: ClaimView[];
  @ApiProperty({
    example: 'won because it was paid, and store-a ranks before store-b',
    description: 'what it decided for this order',
  })
  verdict: string;
  @ApiProperty({
    type: RefusedOrderView,
    nullable: true,
    description:
      'where orders are served whole: the order that was refused after this, so that it was decided again without it; null where it stands',
  })
  refused: RefusedOrderView | null;
  @ApiProperty({ example: true, description: 'decided again now from what was kept of it, it comes out the same' })
  replays: boolean;
}

export class OrderWhyView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '5551' }) order: string;
  @ApiProperty({ example: '#1015' }) name: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) placedAt: string;
  @ApiProperty({ example: null, nullable: true, type: String }) cancelledAt: string | null;
  @ApiProperty({ example: true }) paid: boolean;
  @ApiProperty({ example: 'units were free; nobody else claimed them', description: 'what happened, in one sentence' })
  verdict: string;
  @ApiProperty({ type: [OrderWhyLineView] }) lines: OrderWhyLineView[];
  @ApiProperty({ type: ToldView, nullable: true, description: 'null while its store was told nothing' })
  told: ToldView | null;
  @ApiProperty({ type: [ContestView], description: 'contests for scarce units that it took part in, oldest first' })
  contests: ContestView[];
  @ApiProperty({ example: 0, description: 'further contests, which only left it what it had' })
  contestsLeftOut: number;
}
