import type { BenchContext } from '../kit/bench';

export interface PeerFigures {
  readonly name: string;
  readonly perSec: number;
}

export interface PeerResult {
  readonly figures: PeerFigures | null;
  /** One line for people; empty where nobody asked. */
  readonly why: string;
}

export async function measurePeer(_context: BenchContext, _ours: number): Promise<PeerResult> {
  return { figures: null, why: '' };
}
