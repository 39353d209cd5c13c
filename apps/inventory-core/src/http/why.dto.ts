import { ApiProperty } from '@nestjs/swagger';
import type { WhyStep } from '@tillbridge/stock-domain';

/** Every name of a type; one that the domain adds is missed by the compiler. */
const all = <Name extends string>(names: Record<Name, true>): string[] => Object.keys(names);
const steps = all<WhyStep['what']>({
  'on the shelf': true,
  promised: true,
  missing: true,
  'in doubt': true,
  'in carts elsewhere': true,
  'safety stock': true,
  owed: true,
});

export class WhyStepView {
  @ApiProperty({ example: 'promised', enum: steps }) what: string;
  @ApiProperty({ example: -2, description: 'signed units; the steps of a location add up to its `free`' })
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
      { what: 'on the shelf', units: 7 },
      { what: 'promised', units: -2 },
    ],
  })
  steps: WhyStepView[];
  @ApiProperty({ example: 5, description: 'units that this location contributes; never negative' }) free: number;
  @ApiProperty({ type: [WhyPromiseView], description: 'the orders behind `promised`' }) promises: WhyPromiseView[];
}

export class UnexplainedView {
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '655441492' }) storeLocation: string;
  @ApiProperty({ example: 1 }) units: number;
}

export class PublishedView {
  @ApiProperty({ example: 5 }) lowerTo: number;
  @ApiProperty({ example: 5 }) raiseTo: number;
  @ApiProperty({ example: 17, description: 'version of the item that the numbers were decided at' }) version: number;
}

export class WhyPlaceView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '655441491' }) storeLocation: string;
  @ApiProperty({ example: true, description: 'false: the store does not list the item, or nobody has linked it yet' })
  linked: boolean;
  @ApiProperty({ type: [WhyLocationView] }) locations: WhyLocationView[];
  @ApiProperty({
    type: [UnexplainedView],
    description: 'store levels that show units as gone which no fact explains; taken off the sum of the locations',
  })
  unexplained: UnexplainedView[];
  @ApiProperty({ example: 5, description: 'a store that shows more is lowered to this' }) lowerTo: number;
  @ApiProperty({ example: 5, description: 'a store that shows less is raised to this at most' }) raiseTo: number;
  @ApiProperty({ type: PublishedView, nullable: true, description: 'what its gateway was told last' })
  published: PublishedView | null;
}

export class WhyView {
  @ApiProperty({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' }) itemId: string;
  @ApiProperty({ example: 17 }) version: number;
  @ApiProperty({ example: 1 }) policyVersion: number;
  @ApiProperty({ type: [WhyPlaceView] }) places: WhyPlaceView[];
}
