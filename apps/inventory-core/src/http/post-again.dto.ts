import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';

export class PostAgainBody {
  @ApiPropertyOptional({
    example: true,
    default: false,
    description: 'record it with prices, taxes and payment of nothing; stock moves all the same',
  })
  @IsBoolean({ message: 'should be true or false' })
  atZeroValue: boolean = false;
}
