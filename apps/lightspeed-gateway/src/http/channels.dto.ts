import { ApiProperty } from '@nestjs/swagger';
import { ChannelStateView } from '@tillbridge/service-kit';
import { Matches } from 'class-validator';

const name = /^[a-z0-9][a-z0-9-]{0,62}$/;

export class ChannelQuery {
  @ApiProperty({ example: 'till' })
  @Matches(name, { message: 'should be the name of a configured channel, for example till' })
  channel: string;
}

export class SubscribedView {
  @ApiProperty({ type: [String], example: ['sale.update', 'inventory.update', 'product.update'] }) present: string[];
  @ApiProperty({ type: [String], example: [] }) created: string[];
}

export class ConnectedView {
  @ApiProperty({ example: 'till' }) channel: string;
  @ApiProperty({ type: [String], example: ['main: Main Outlet'] }) places: string[];
  @ApiProperty({ type: SubscribedView }) webhooks: SubscribedView;
  @ApiProperty({ example: 120, description: 'items listed' }) items: number;
  @ApiProperty({ example: 120, description: 'levels read' }) rows: number;
}

export class TillWaitsView {
  @ApiProperty({ example: 4, description: 'web orders, and reversals, that are still to be recorded' }) posts: number;
  @ApiProperty({ example: 1, description: 'of those, how many were sent without a definite answer' })
  unanswered: number;
}

export class TillStateView extends ChannelStateView {
  @ApiProperty({ type: TillWaitsView }) waits: TillWaitsView;
}

export class TillStatesView {
  @ApiProperty({ type: [TillStateView] }) channels: TillStateView[];
}

export class LevelView {
  @ApiProperty({ example: '0624dbcd-5b1c-4d1a-8b5e-0d4f7c1ae772' }) externalId: string;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: 7 }) level: number;
  @ApiProperty({ type: String, nullable: true, example: '5303657191' }) version: string | null;
}

export class SnapshotView {
  @ApiProperty({ example: 'till' }) channel: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z', description: 'when reading began' }) takenAt: string;
  @ApiProperty({ type: [LevelView] }) levels: LevelView[];
}

export class ParkedSightingView {
  @ApiProperty({ example: 'sale b1f0@5303657190' }) id: string;
  @ApiProperty({ example: 'a sale line of 0.5 units: only whole units can be kept' }) reason: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) parkedAt: string;
}

export class ParkedSightingsView {
  @ApiProperty({ type: [ParkedSightingView] }) sightings: ParkedSightingView[];
}
