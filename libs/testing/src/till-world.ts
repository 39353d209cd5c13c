import type { TillAdapter } from '@tillbridge/gateway-kit';

/** A till of any make with people at it. Units are whole; ids are the adapter's. */
export interface TillWorld {
  adapter: TillAdapter;
  location: string;
  /** This till cannot tell a second copy of a sale from the first, and sells it again. */
  sellsCopies?: boolean;
  addItem(level: number): Promise<string>;
  sell(externalId: string, units: number): Promise<string>;
  takeBack(externalId: string, units: number): Promise<string>;
  voidSale(saleId: string): Promise<void>;
  /** Without a record. */
  receive(externalId: string, units: number): Promise<void>;
  level(externalId: string): Promise<number>;
  /** Sales that exist under this id. */
  salesUnder(postId: string): Promise<number>;
  /** The next call of this kind is limited, fails before anything happens, or loses its answer after it took effect. */
  fault(operation: 'records' | 'post', fault: 'limited' | 'fails' | 'answer lost'): Promise<void>;
  close(): Promise<void>;
}
