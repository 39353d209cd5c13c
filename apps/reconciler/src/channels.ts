/** A configured channel, as far as comparing needs it. */
export interface Channel {
  id: string;
  kind: 'till' | 'store';
}
