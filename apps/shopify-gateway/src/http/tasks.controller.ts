import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { StoreGateway } from '@tillbridge/gateway-kit';
import { Roles } from '@tillbridge/service-kit';
import { STORE_GATEWAY } from '../wiring/tokens';

class ParkedTaskView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: 'list-item' }) kind: string;
  @ApiProperty({ example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b', description: 'an item, an order or a level' })
  subject: string;
  @ApiProperty({ example: 'the store lists SKU TEE-M more than once: a person has to link one' }) reason: string;
  @ApiProperty({ example: 1 }) attempts: number;
}

class ParkedTasksView {
  @ApiProperty({ type: [ParkedTaskView] }) tasks: ParkedTaskView[];
}

class ReplayedTasks {
  @ApiProperty({ example: 1 }) replayed: number;
}

const listMax = 200;

@ApiTags('tasks')
@Controller('tasks/parked')
export class TasksController {
  constructor(@Inject(STORE_GATEWAY) private readonly gateway: StoreGateway) {}

  @Get()
  @Roles('operator')
  @ApiOperation({ summary: 'Things a store would not let us do: items to list, orders to hold, levels to stock' })
  @ApiOkResponse({ type: ParkedTasksView })
  async list(): Promise<ParkedTasksView> {
    return { tasks: await this.gateway.state.tasks.listParked(listMax) };
  }

  @Post('replay')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Tries parked tasks again, once their cause is mended' })
  @ApiOkResponse({ type: ReplayedTasks })
  async replay(): Promise<ReplayedTasks> {
    return { replayed: await this.gateway.replayTasks() };
  }
}
