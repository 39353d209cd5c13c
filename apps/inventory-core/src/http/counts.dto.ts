import { ApiProperty } from '@nestjs/swagger';
import type { CountAnswer, CountMark } from '@tillbridge/stock-domain';
import { IsIn } from 'class-validator';
import { all } from './views.dto';

const answers = all<CountAnswer>({ counted: true, notCounted: true, untouched: true });
const states = all<Exclude<CountMark['state'], 'over'>>({ open: true, closed: true });

export class CountAnswerBody {
  @ApiProperty({
    example: 'counted',
    enum: answers,
    description:
      "counted: the till's level includes the units that are set aside for web orders, so these are recorded again. notCounted: it lacks them already, and they are never recorded. untouched: the count has set no level",
  })
  @IsIn(answers, { message: 'should be counted, notCounted or untouched' })
  setAside: CountAnswer;
}

export class CountAnsweredView {
  @ApiProperty({ example: 'soho' }) location: string;
  @ApiProperty({ example: '9a6f6b3e-41a5-4c6a-9b1c-0f2f6f7f8a10' }) count: string;
  @ApiProperty({ example: 3, description: 'items that had waited for it' }) items: number;
}

export class CountView {
  @ApiProperty({ example: 'soho' }) location: string;
  @ApiProperty({ example: '9a6f6b3e-41a5-4c6a-9b1c-0f2f6f7f8a10' }) count: string;
  @ApiProperty({ example: 'closed', enum: states }) state: string;
  @ApiProperty({ example: 120, description: 'items that it is not over for' }) items: number;
  @ApiProperty({ example: 3, description: 'of these, items of which a person has to say something' }) asked: number;
  @ApiProperty({
    example: 'a web order was placed while the count was under way',
    nullable: true,
    type: String,
    description: 'why, for one of them',
  })
  question: string | null;
}

export class CountsView {
  @ApiProperty({ type: [CountView] }) counts: CountView[];
}
