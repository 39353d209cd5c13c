import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

export class PauseChannel {
  @ApiProperty({ example: 'stocktake in the web warehouse', description: 'people read it wherever the pause shows' })
  @IsString({ message: 'should say in one sentence why' })
  @Length(3, 500, { message: 'should say in 3 to 500 letters why' })
  reason: string;
}

export class HaltView {
  @ApiProperty({ enum: ['paused', 'locked-out', 'braked'], example: 'paused' }) kind: string;
  @ApiProperty({ example: '2026-11-23T10:00:00.000Z' }) since: string;
  @ApiProperty({ example: 'stocktake in the web warehouse' }) reason: string;
}

export class ChannelStateView {
  @ApiProperty({ example: 'store-a' }) channel: string;
  @ApiProperty({
    enum: ['running', 'not connected', 'paused', 'locked-out', 'braked'],
    example: 'paused',
    description: 'the first of what holds it back; `halts` has all of it',
  })
  state: string;
  @ApiProperty({ type: [HaltView], description: 'why nothing, or not everything, is written to it' }) halts: HaltView[];
}

interface State {
  channel: string;
  halts: readonly { kind: string; since: Date; reason: string }[];
}

/** What every gateway shows of a channel. */
export function channelStateView({ channel, halts }: State, isConnected: boolean): ChannelStateView {
  const views = halts.map(({ kind, since, reason }) => ({ kind, since: since.toISOString(), reason }));
  const first = ['paused', 'locked-out', 'braked'].find((kind) => halts.some((halt) => halt.kind === kind));
  return { channel, state: first ?? (isConnected ? 'running' : 'not connected'), halts: views };
}
