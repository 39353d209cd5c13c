import type { Customer } from './twins';

/** Who checks out in the stores. Nothing of ours, and no item, could hold a part of these names by chance. */
export const townsfolk: readonly Customer[] = [
  { name: 'Zebedee Quillfeather', email: 'zebedee.q@quillmail.example', address: '17 Marmalade Alley' },
  { name: 'Oriole Plumtwist', email: 'oriole@plumtwist.example', address: '4 Teakettle Steps' },
];

/** What would betray one of them wherever it stood. */
export const personalWords = ['Zebedee', 'Quillfeather', 'quillmail', 'Marmalade', 'Oriole', 'Plumtwist', 'Teakettle'];

export const customerOf = (store: number): Customer => townsfolk[store % townsfolk.length]!;
