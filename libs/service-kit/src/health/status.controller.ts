import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access';
import { SERVICE_NAME } from '../tokens';
import { StatusRegistry } from './status-registry';

export class StatusAnswer {
  @ApiProperty({ example: 'inventory-core' }) service: string;
  @ApiProperty({ example: false, description: 'true when every counter is zero' }) quiet: boolean;
  @ApiProperty({
    example: { outbox: 2 },
    description: 'unfinished work by kind',
    type: 'object',
    additionalProperties: { type: 'integer' },
  })
  busy: Record<string, number>;
}

@ApiTags('status')
@Roles('service', 'operator')
@Controller('status')
export class StatusController {
  constructor(
    @Inject(SERVICE_NAME) private readonly service: string,
    private readonly registry: StatusRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What is still under way in this service' })
  @ApiOkResponse({ type: StatusAnswer })
  async read(): Promise<StatusAnswer> {
    return { service: this.service, ...(await this.registry.read()) };
  }
}
