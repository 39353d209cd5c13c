import { Body, Controller, Get, Global, Module, Post, Query, Req } from '@nestjs/common';
import { RetryableError } from '@tillbridge/persistence';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, IsArray, IsInt, IsOptional, IsString, Max, Min, ValidateNested } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Public, Roles } from '../src/auth/access';
import { TokenBook } from '../src/auth/token-book';

// A small service that does every thing a route can do wrong, for the specs of this library.

export const tokens = { service: 'service-token-0123456789', operator: 'operator-token-0123456789' };

class Line {
  @IsString({ message: 'should be text' }) sku: string;
  @IsInt({ message: 'should be a whole number of units' }) @Min(1, { message: 'should be 1 or more' }) quantity: number;
}
class Adjustment {
  @IsArray({ message: 'should be a list' })
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => Line)
  lines: Line[];
  @IsOptional() @IsString({ message: 'should be text' }) token?: string;
}
class Paging {
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'should be a whole number' })
  @Max(10, { message: 'should be 10 at most' })
  limit = 5;
}

@Controller('sample')
class SampleController {
  @Get('service') @Roles('service') service() {
    return { for: 'service' };
  }
  @Get('operator') @Roles('operator') operator() {
    return { for: 'operator' };
  }
  @Get('both') @Roles('service', 'operator') both(@Query() paging: Paging) {
    return { limit: paging.limit };
  }
  @Get('forgotten') forgotten() {
    return { for: 'nobody' };
  }
  @Post('adjust') @Roles('operator') adjust(@Body() body: Adjustment) {
    return { units: body.lines.reduce((sum, line) => sum + line.quantity, 0), isLine: body.lines[0] instanceof Line };
  }
  @Get('bug') @Roles('operator') bug(): never {
    // TypeORM hangs the values of a statement on its errors in this way.
    throw Object.assign(new TypeError('reading postgres://user:secret@db'), { parameters: ['Anna'] });
  }
  @Get('weather') @Roles('operator') weather(): never {
    throw new RetryableError('later');
  }
  @Get('refused') @Roles('operator') refused(): never {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    throw Object.assign(new Error('query failed'), { driverError: new AggregateError([refused]) });
  }
}

@Public()
@Controller('hooks')
class HookController {
  @Post() take(@Req() request: FastifyRequest & { rawBody?: Buffer }) {
    return { bytes: request.rawBody?.toString('utf8') ?? null };
  }
}

@Roles('service')
@Controller('guarded')
class GuardedController {
  @Get() all() {
    return { for: 'service' };
  }
}

@Global()
@Module({
  controllers: [SampleController, HookController, GuardedController],
  providers: [
    { provide: TokenBook, useValue: new TokenBook({ service: [tokens.service], operator: [tokens.operator] }) },
  ],
  exports: [TokenBook],
})
export class SampleRoutes {}
