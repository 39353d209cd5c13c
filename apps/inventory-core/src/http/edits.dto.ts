import { ApiProperty } from '@nestjs/swagger';
import type { EditOutcome, EditStep, PlacedPost } from '@tillbridge/stock-domain';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { all } from './views.dto';

const outcomes = all<EditOutcome>({ accepted: true, dismissed: true, 'given back': true, kept: true });
const stepKinds = all<EditStep['what']>({
  missing: true,
  booked: true,
  'turned up': true,
  counted: true,
  accepted: true,
  dismissed: true,
  'given back': true,
  kept: true,
});
const postStates = all<PlacedPost['state']>({
  unposted: true,
  posting: true,
  posted: true,
  settled: true,
  refused: true,
});
const idExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';

export class VerdictView {
  @ApiProperty({ example: 12, description: 'the report it was said of' }) seq: number;
  @ApiProperty({ example: 'accepted', enum: outcomes }) outcome: string;
  @ApiProperty({ example: 2 }) units: number;
  @ApiProperty({ example: idExample, nullable: true, type: String, description: 'the adjustment of the till it made' })
  adjustment: string | null;
}

export class LevelEditsView {
  @ApiProperty({ example: 12, description: 'to be given with accept, dismiss, give-back and keep' }) seq: number;
  @ApiProperty({
    example: 2,
    description: 'units missing that nothing explains, and of which nobody has said anything',
  })
  missing: number;
  @ApiProperty({ example: '2026-11-23T09:58:00.000Z', nullable: true, type: String }) since: string | null;
  @ApiProperty({
    example: true,
    description:
      'everything that could explain them was asked: the level read again, and all pages of a poll of orders begun after that. Until then nothing can be decided',
  })
  settled: boolean;
  @ApiProperty({
    example: 0,
    description: 'edits that may still turn out to be orders: above 0 put there by hand, below 0 taken off',
  })
  balance: number;
  @ApiProperty({
    example: 0,
    description: 'units people have decided on, and that the gateway of the store has yet to book',
  })
  beingBooked: number;
  @ApiProperty({ example: 0, description: 'units taken off at the till that turned up again at the store' })
  toGiveBack: number;
  @ApiProperty({ type: VerdictView, nullable: true, description: 'the last word on missing units' })
  onClaim: VerdictView | null;
  @ApiProperty({ type: VerdictView, nullable: true, description: 'the last word on what turned up again' })
  onGiveBack: VerdictView | null;
}

export class EditView extends LevelEditsView {
  @ApiProperty({ example: idExample, description: 'see GET /items/{id}/why' }) itemId: string;
  @ApiProperty({ example: 'TEE-M', nullable: true, type: String }) sku: string | null;
  @ApiProperty({ example: 'Tee, medium' }) title: string;
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '43729076' }) externalId: string;
  @ApiProperty({ example: '655441492' }) storeLocation: string;
  @ApiProperty({ example: ['main'], description: 'where the units may be gone from' }) locations: string[];
  @ApiProperty({
    example: 0,
    description:
      'units of orders that the gateway of the store has told us to have seen and that are on their way here',
  })
  ordersUnderWay: number;
}

export class AdjustmentView {
  @ApiProperty({ example: idExample }) id: string;
  @ApiProperty({ example: idExample }) itemId: string;
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '655441492' }) storeLocation: string;
  @ApiProperty({ example: 'main' }) location: string;
  @ApiProperty({ example: -2, description: "what it does to the till's level" }) effect: number;
  @ApiProperty({
    example: 'posting',
    enum: postStates,
    description: '`refused`: see POST /edits/adjustments/{id}/post-again',
  })
  state: string;
}

export class EditsPage {
  @ApiProperty({ type: [EditView] }) edits: EditView[];
  @ApiProperty({ type: [AdjustmentView], description: 'of these items: what the till does not show for certain yet' })
  adjustments: AdjustmentView[];
  @ApiProperty({
    example: idExample,
    nullable: true,
    type: String,
    description: 'give it as `after` for the next page',
  })
  next: string | null;
}

export class EditStepView {
  @ApiProperty({ example: '2026-11-23T10:30:00.000Z' }) at: string;
  @ApiProperty({ example: 'store-b' }) channel: string;
  @ApiProperty({ example: '655441492' }) storeLocation: string;
  @ApiProperty({
    example: 'accepted',
    enum: stepKinds,
    description:
      '`missing`: its claim rose or fell; `booked`: taken for an edit by its gateway, or taken back; `turned up`: again; `counted`: a count had found the shelf so, and the till is not adjusted any more',
  })
  what: string;
  @ApiProperty({ example: 2, description: 'signed for `missing`, `booked` and `counted`' }) units: number;
  @ApiProperty({ example: 'operator' }) causeId: string;
}

export class EditSaidDto {
  @ApiProperty({ example: 12, description: '`seq` of the edit as you saw it; if it is another by now you are told' })
  @IsInt({ message: 'should be the whole number shown as `seq` by GET /edits' })
  @Min(0, { message: 'should be 0 at least' })
  seq: number;

  @ApiProperty({
    example: 'main',
    required: false,
    description: 'where the units are gone from, or put back to; needed where the place serves several locations',
  })
  @IsOptional()
  @IsString({ message: 'should be one of the `locations` shown by GET /edits' })
  @MaxLength(63, { message: 'should be 63 characters at most' })
  location?: string;
}

export class EditDecidedView {
  @ApiProperty({ example: idExample }) itemId: string;
  @ApiProperty({ type: VerdictView }) verdict: VerdictView;
}

export class AdjustedAgainView {
  @ApiProperty({ example: idExample }) id: string;
  @ApiProperty({ example: 'granted again' }) outcome: string;
}
