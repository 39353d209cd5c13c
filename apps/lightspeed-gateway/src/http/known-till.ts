import { NotFoundException } from '@nestjs/common';
import type { Till } from '../till';

export function knownTill(till: Till | undefined, channel: string): Till {
  if (!till) throw new NotFoundException(`There is no till "${channel}"; import tillbridge.yaml first.`);
  return till;
}
