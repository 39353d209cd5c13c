import type { Evidence, TillEntry } from './evidence';
import type { Finding } from './finding';

/** Nothing of ours may write a level at the till, as if it had looked at the shelf: it would erase a sale made in between. */
export function levelWrites(evidence: Evidence): Finding[] {
  return evidence.till.log.flatMap((entry): Finding[] => {
    const written = writtenBy(entry);
    if (!written) return [];
    return [{ kind: 'absoluteWrite', units: Math.abs(written.units), text: `a program ${written.text} at the till` }];
  });
}

function writtenBy(entry: TillEntry): { units: number; text: string } | null {
  switch (entry.kind) {
    case 'level_set':
    case 'count': {
      const text = `overwrote the level of ${entry.sku}, ${entry.from} by ${entry.to} (${entry.kind}),`;
      return entry.by === 'api' ? { units: entry.to - entry.from, text } : null;
    }
    case 'delivery':
    case 'transfer': {
      const text = `recorded a ${entry.kind} of ${entry.quantity} x ${entry.sku}`;
      return entry.by === 'api' ? { units: entry.quantity, text } : null;
    }
    // The design leaves corrections to people; in a run where nobody asks for one there is none.
    case 'adjustment':
      return { units: entry.quantity, text: `corrected ${entry.sku} by ${entry.quantity}` };
    default:
      return null;
  }
}
