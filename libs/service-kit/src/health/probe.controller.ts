import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/access';
import { FactIntake } from '../platform/fact-intake';
import { SERVICE_NAME } from '../tokens';
import { CommitProbe } from './commit-probe';
import { Draining } from './draining';
import { reasonToRestart } from './liveness';

export class ProbeAnswer {
  @ApiProperty({ example: 'inventory-core' }) service: string;
  @ApiProperty({ example: true }) ok: boolean;
  @ApiProperty({ example: null, nullable: true, type: String, description: 'why not, when not' }) reason: string | null;
}

@ApiTags('health')
@Public()
@Controller('health')
export class ProbeController {
  constructor(
    @Inject(SERVICE_NAME) private readonly service: string,
    private readonly commitProbe: CommitProbe,
    private readonly intake: FactIntake,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'Fails only when a restart would help; a broker that is away is no reason' })
  @ApiOkResponse({ type: ProbeAnswer })
  @ApiServiceUnavailableResponse({ type: ProbeAnswer })
  live(@Res({ passthrough: true }) reply: FastifyReply): ProbeAnswer {
    return this.answer(reply, reasonToRestart(this.intake.active ? this.intake.server.state() : null));
  }

  @Get('ready')
  @ApiOperation({ summary: 'Passes when a commit works, because that is all that intake needs' })
  @ApiOkResponse({ type: ProbeAnswer })
  @ApiServiceUnavailableResponse({ type: ProbeAnswer })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ProbeAnswer> {
    return this.answer(reply, this.draining.active ? 'this process is stopping' : await this.commitProbe.check());
  }

  private answer(reply: FastifyReply, reason: string | null): ProbeAnswer {
    if (reason !== null) void reply.code(503);
    return { service: this.service, ok: reason === null, reason };
  }
}
