import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { Finding, Run, RunState } from '../runs/runs';

const runExample = '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b';

export class StartRun {
  @ApiPropertyOptional({ example: 'store-a', description: 'one channel only; left out, all of them are compared' })
  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/, { message: 'should be a channel name, for example store-a' })
  channel?: string;
}

export class StartedRun {
  @ApiProperty({ example: runExample }) id: string;
}

export class RunView {
  @ApiProperty({ example: runExample }) id: string;
  @ApiProperty({ example: null, nullable: true, type: String, description: 'null: all channels' })
  channel: string | null;
  @ApiProperty({ enum: ['running', 'finished', 'failed'], example: 'finished' }) state: RunState;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) startedAt: string;
  @ApiProperty({ example: '2026-11-23T10:00:11.000Z', nullable: true, type: String }) finishedAt: string | null;
  @ApiProperty({ example: 30, description: 'levels compared' }) compared: number;
  @ApiProperty({ example: 28 }) agreeing: number;
  @ApiProperty({ example: 1, description: 'differences that something in flight explains' }) lagging: number;
  @ApiProperty({ example: 1, description: 'differences that nothing explained, twice' }) drifting: number;
  @ApiProperty({ example: 0, description: 'rows that no item is linked to' }) unlinked: number;
  @ApiProperty({ example: null, nullable: true, type: String }) error: string | null;

  static of({ startedAt, finishedAt, ...run }: Run): RunView {
    return { ...run, startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  }
}

export class FindingView implements Finding {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({ example: '655441491', description: "our location for the till, the store's own for a store" })
  place: string;
  @ApiProperty({ example: runExample, nullable: true, type: String }) itemId: string | null;
  @ApiProperty({ example: '43729076' }) externalId: string;
  @ApiProperty({ example: 4 }) expected: number;
  @ApiProperty({ example: 5 }) observed: number;
  @ApiProperty({ example: 'no message in flight explains what the store shows' }) reason: string;
}

export class RunReport extends RunView {
  @ApiProperty({ type: [FindingView] }) findings: FindingView[];
}
