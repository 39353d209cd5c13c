import { ApiProperty } from '@nestjs/swagger';
import type { WhyStep } from '@tillbridge/stock-domain';
import type { Withheld } from '../use-cases/explain-stock';
import { EditStepView, LevelEditsView } from './edits.dto';
import { all, MovementView } from './views.dto';

const steps = all<WhyStep['what']>({
  'known units': true,
  promised: true,
  adjusted: true,
  missing: true,
  'in doubt': true,
  'in carts elsewhere': true,
  'safety stock': true,
  'till buffer': true,
  'below nothing': true,
  'not dealt to it': true,
});

const reasons = all<Withheld>({ 'not linked': true, 'not tracked': true, removed: true, 'no level read': true });

export class WhyStepView {
  @ApiProperty({ example: 'promised', enum: steps }) what: string;
  @ApiProperty({ example: -2, description: 'signed units; the steps of a location add up to what it offers' })
  units: number;
}

export class WhyPromiseView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '5551' }) order: string;
  @ApiProperty({ example: '9001' }) line: string;
  @ApiProperty({ example: 2, description: 'units set aside; negative while a return waits to be booked at the till' })
  units: number;
}

export class WhyLocationView {
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({
    type: [WhyStepView],
    example: [
      { what: 'known units', units: 7 },
      { what: 'promised', units: -2 },
    ],
  })
  steps: WhyStepView[];
  @ApiProperty({ example: true, description: 'false until the till has told its level' }) read: boolean;
  @ApiProperty({ example: 5, description: 'units; never negative' }) offers: number;
  @ApiProperty({ example: false, description: 'its units are scarce, and dealt out to one store each' }) dealt: boolean;
  @ApiProperty({ type: [WhyPromiseView], description: 'the orders behind `promised`' }) promises: WhyPromiseView[];
}

export class UncountedView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '655441492' }) storeLocation: string;
  @ApiProperty({ example: 1, description: 'units missing there without a fact that explains them' })
  unexplained: number;
  @ApiProperty({ example: 0, description: 'units ordered there that are on their way to us' }) ordersUnderWay: number;
}

export class WaitsForView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '655441492' }) storeLocation: string;
  @ApiProperty({ example: 2, nullable: true, description: 'units it may still show; null while it has told nothing' })
  mayShow: number | null;
  @ApiProperty({ example: 1, description: 'units it is to be lowered to' }) lowerTo: number;
}

export class PublishedView {
  @ApiProperty({ example: 5 }) lowerTo: number;
  @ApiProperty({ example: 5 }) raiseTo: number;
  @ApiProperty({ example: 17, description: 'version of the item that the numbers were decided at' }) version: number;
}

export class AcknowledgedView {
  @ApiProperty({ example: 17, description: 'the version it was told; below `published.version` it has yet to answer' })
  version: number;
  @ApiProperty({ example: 5, description: 'units that the store showed then' }) shown: number;
  @ApiProperty({ example: '2026-11-23T10:00:01.250Z', description: 'when we heard of it' }) at: string;
}

export class WhyPlaceView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '655441491' }) storeLocation: string;
  @ApiProperty({ example: null, nullable: true, enum: reasons, description: 'why the store is told nothing at all' })
  withheld: string | null;
  @ApiProperty({
    example: false,
    description:
      'its store keeps it and sells it to nobody for now (a draft, archived): of what is dealt out it gets none',
  })
  withdrawn: boolean;
  @ApiProperty({ type: [WhyLocationView] }) locations: WhyLocationView[];
  @ApiProperty({
    type: [UncountedView],
    description: 'what store levels show as gone and the steps do not count; taken off the sum of the locations',
  })
  uncounted: UncountedView[];
  @ApiProperty({ type: LevelEditsView, nullable: true, description: 'what its level shows that no fact explains' })
  edits: LevelEditsView | null;
  @ApiProperty({ example: 5, description: 'a store that shows more is lowered to this' }) lowerTo: number;
  @ApiProperty({
    example: 0,
    description: 'of that, what is not certain: the till may not show a post or a sale yet, or lacked its records',
  })
  notCertain: number;
  @ApiProperty({ example: 0, description: 'of the rest, what waits until other stores show that they gave it up' })
  waiting: number;
  @ApiProperty({ type: [WaitsForView], description: 'the stores behind `waiting`' }) waitsFor: WaitsForView[];
  @ApiProperty({ example: 5, description: 'a store that shows less is raised to this at most' }) raiseTo: number;
  @ApiProperty({ type: PublishedView, nullable: true, description: 'what its gateway was told last' })
  published: PublishedView | null;
  @ApiProperty({ type: AcknowledgedView, nullable: true, description: 'what its gateway answered last' })
  acknowledged: AcknowledgedView | null;
}

export class WhyView {
  @ApiProperty({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' }) itemId: string;
  @ApiProperty({ example: 17 }) version: number;
  @ApiProperty({ example: 1 }) policyVersion: number;
  @ApiProperty({
    type: [MovementView],
    description:
      'the latest that led to this version, newest first: `gross` of all of a location adds up to its `known units`, `reserved` to what is `promised` and `adjusted`',
  })
  movements: MovementView[];
  @ApiProperty({ type: [EditStepView], description: 'what became of units that stores were missing, newest first' })
  editSteps: EditStepView[];
  @ApiProperty({ type: [WhyPlaceView] }) places: WhyPlaceView[];
}
