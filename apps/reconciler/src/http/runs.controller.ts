import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  ParseUUIDPipe,
  Post,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Roles } from '@tillbridge/service-kit';
import { RunKeeper } from '../run-keeper';
import { RunReport, RunView, StartedRun, StartRun } from './runs.dto';

const runsShownMax = 50;

@ApiTags('reconcile')
@Controller('runs')
export class RunsController {
  constructor(private readonly keeper: RunKeeper) {}

  @Post()
  @HttpCode(202)
  @Roles('operator')
  @ApiOperation({ summary: 'Compare every level the core expects with what the till and the stores show' })
  @ApiAcceptedResponse({ type: StartedRun, description: 'it runs; ask GET /runs/:id for its report' })
  @ApiNotFoundResponse({ description: 'no such channel is configured' })
  @ApiConflictResponse({ description: 'another run is under way' })
  async start(@Body() { channel }: StartRun): Promise<StartedRun> {
    if (channel !== undefined && !(await this.keeper.knows(channel)))
      throw new NotFoundException(`channel ${channel} is not configured; see tillbridge.yaml`);
    const run = await this.keeper.start(channel ?? null);
    if (run === null) throw new ConflictException('another run is under way; wait for it at GET /runs');
    return { id: run.id };
  }

  @Get()
  @Roles('service', 'operator')
  @ApiOperation({ summary: `The latest ${runsShownMax} runs, newest first` })
  @ApiOkResponse({ type: [RunView] })
  async latest(): Promise<RunView[]> {
    return (await this.keeper.runs.latest(runsShownMax)).map((run) => RunView.of(run));
  }

  @Get(':id')
  @Roles('service', 'operator')
  @ApiOperation({ summary: 'One run and what it found' })
  @ApiParam({ name: 'id', example: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b', description: 'as POST /runs answered' })
  @ApiOkResponse({ type: RunReport })
  @ApiNotFoundResponse({ description: 'no such run' })
  async report(@Param('id', ParseUUIDPipe) id: string): Promise<RunReport> {
    const found = await this.keeper.runs.find(id);
    if (found === null) throw new NotFoundException(`run ${id} is not known; GET /runs lists the latest`);
    return { ...RunView.of(found.run), findings: found.findings };
  }
}
