import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { StockViews } from './stock-views.typeorm';
import { LevelsPage } from './views.dto';

export class LevelsQuery {
  @ApiPropertyOptional({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b', description: '`next` of the page before' })
  @IsOptional()
  @IsUUID(undefined, { message: 'should be the `next` of the page before' })
  after?: string;

  @ApiPropertyOptional({ default: 200, minimum: 1, maximum: 1000, description: 'items per page' })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Min(1, { message: 'should be 1 or more' })
  @Max(1000, { message: 'should be 1000 at most' })
  limit = 200;
}

@ApiTags('stock')
@Controller('levels')
export class LevelsController {
  constructor(private readonly views: StockViews) {}

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'Inventory levels per item and location, and what each store may sell, page by page' })
  @ApiOkResponse({ type: LevelsPage })
  page(@Query() { after, limit }: LevelsQuery): Promise<LevelsPage> {
    return this.views.levels(after ?? null, limit);
  }
}
