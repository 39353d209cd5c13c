import { Controller, Get, HttpCode, Inject, NotFoundException, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { StoreGateway } from '@tillbridge/gateway-kit';
import { HaltView, Roles } from '@tillbridge/service-kit';
import { STORE_GATEWAY } from '../wiring/tokens';

const largestMax = 50;

class BrakeSettingsView {
  @ApiProperty({ example: 0.3 }) zeroShare: number;
  @ApiProperty({ example: 0.5 }) moveShare: number;
  @ApiProperty({ example: 25 }) itemsMin: number;
  @ApiProperty({ example: 300 }) windowSeconds: number;
}

class MoveView {
  @ApiProperty({ example: '43729076' }) externalId: string;
  @ApiProperty({ example: '655441491' }) storeLocation: string;
  @ApiProperty({ nullable: true, type: String, example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' }) itemId: string | null;
  @ApiProperty({ example: 40, description: 'what it showed when its window began' }) from: number;
  @ApiProperty({ example: 0, description: 'what it will show' }) to: number;
}

class BrakeStateView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ nullable: true, type: HaltView, description: 'null: it is not braked' }) braked: HaltView | null;
  @ApiProperty({ example: 1200, description: 'levels that ever showed what was wanted' }) settled: number;
  @ApiProperty({ example: 610, description: 'of those, taken to nothing: wanted now, or pushed within the window' })
  zeroed: number;
  @ApiProperty({ example: 640, description: 'of those, moved by more than half, those taken to nothing among them' })
  moved: number;
  @ApiProperty({ type: BrakeSettingsView }) settings: BrakeSettingsView;
  @ApiProperty({ type: [MoveView], description: `the largest moves first, ${largestMax} at most` }) largest: MoveView[];
}

@ApiTags('channels')
@ApiParam({ name: 'channel', example: 'store-a' })
@ApiNotFoundResponse({ description: 'no such channel is configured' })
@Controller('channels/:channel/brake')
export class BrakeController {
  constructor(@Inject(STORE_GATEWAY) private readonly gateway: StoreGateway) {}

  @Get()
  @Roles('operator')
  @ApiOperation({ summary: 'How much of a store would change at once, and by what it would be stopped, or was' })
  @ApiOkResponse({ type: BrakeStateView })
  async show(@Param('channel') channel: string): Promise<BrakeStateView> {
    const known = (await this.gateway.states()).some((state) => state.channel === channel);
    if (!known) throw new NotFoundException(`There is no store "${channel}"; import tillbridge.yaml first.`);
    const { braked, largest, ...view } = await this.gateway.brake(channel, largestMax);
    return {
      channel,
      ...view,
      braked: braked && { kind: 'braked', since: braked.since.toISOString(), reason: braked.reason },
      largest: largest.map(({ level: { externalId, storeLocation, itemId }, from, to }) => {
        return { externalId, storeLocation, itemId, from, to };
      }),
    };
  }

  @Post('release')
  @HttpCode(200)
  @Roles('operator')
  @ApiOperation({ summary: 'Lets what would change change: a person has looked, and wants it. Safe to repeat.' })
  @ApiOkResponse({ type: BrakeStateView })
  async release(@Param('channel') channel: string): Promise<BrakeStateView> {
    await this.show(channel);
    await this.gateway.releaseBrake(channel);
    return this.show(channel);
  }
}
