import { CreateChannelHalt1765100001001 } from '../../halts/migrations';
import {
  AddDone1765300001101,
  AddEditStory1765200001108,
  AddListingSeq1764900001107,
  AddLowered1764300001105,
  AddMark1765100001103,
  AddSoleLocation1764100001101,
  AddStanding1764900001106,
  AddStockedAt1764100001102,
  AddTold1764100001104,
  AddWantsLowering1764100001103,
  AddWhatWasLookedOver1765100001102,
} from './added-columns';
import { DropOrderCounts1764800001106 } from './dropped-columns';
import {
  CreateDesiredLevel1763895601102,
  CreateIdMap1763895601105,
  CreatePushCall1763895601103,
  CreateSeenOrder1763895601104,
  CreateStoreChannel1763895601107,
  CreateStoreLevel1763895601101,
  CreateStoreTask1763895601106,
} from './tables';
import { AddPassesBrake1765300001110 } from './passes-brake';
import { AddUnanswered1765300001109 } from './unanswered-tasks';

/** In the order they run in. */
export const storeMigrations = [
  CreateStoreLevel1763895601101,
  CreateDesiredLevel1763895601102,
  CreatePushCall1763895601103,
  CreateSeenOrder1763895601104,
  CreateIdMap1763895601105,
  CreateStoreTask1763895601106,
  CreateStoreChannel1763895601107,
  AddSoleLocation1764100001101,
  AddStockedAt1764100001102,
  AddWantsLowering1764100001103,
  AddTold1764100001104,
  AddLowered1764300001105,
  DropOrderCounts1764800001106,
  AddStanding1764900001106,
  AddListingSeq1764900001107,
  AddEditStory1765200001108,
  CreateChannelHalt1765100001001,
  AddWhatWasLookedOver1765100001102,
  AddMark1765100001103,
  AddDone1765300001101,
  AddUnanswered1765300001109,
  AddPassesBrake1765300001110,
];
