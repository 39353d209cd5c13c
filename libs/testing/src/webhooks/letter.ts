/** What a vendor says it is, and what became of it on the way. */
export type LetterKind =
  /** As the vendor sent it, one of its copies. */
  | 'genuine'
  /** Not signed by the vendor, or not for this store. */
  | 'forged'
  /** Well signed, and nothing that anybody can read. */
  | 'garbage'
  /** Well signed, and larger than any webhook. */
  | 'huge';

export interface Letter {
  kind: LetterKind;
  /** Below the gateway's address, as the vendor was told it. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** The vendor's id of this delivery; Lightspeed gives none. */
  id: string | null;
}

/** What a gateway has to answer: Lightspeed's says 204 to a wake-up, a store's 200 to what it has stored. */
export function isRightAnswer({ kind }: Letter, status: number): boolean {
  switch (kind) {
    case 'genuine':
    case 'garbage':
      return status === 200 || status === 204;
    case 'forged':
      return status === 401;
    case 'huge':
      // The connection may be closed on whoever is still sending.
      return status === 413 || status === 0;
  }
}

/** The vendor would send it again: nobody took it, and nobody refused it. */
export const isWeather = (status: number): boolean => status === 0 || status === 429 || status >= 500;
