import { CreateLedger1763900000001 } from './1763900000001-create-ledger';
import { RevisitAndDoubt1764000000001 } from './1764000000001-revisit-and-doubt';
import { PolicyByCase1764200000001 } from './1764200000001-policy-by-case';
import { Arbitration1764200000002 } from './1764200000002-arbitration';
import { Escrow1764300000001 } from './1764300000001-escrow';
import { HoldInBuckets1764400000001 } from './1764400000001-hold-in-buckets';
import { ShopEdition1764500000001 } from './1764500000001-shop-edition';
import { WhatWasTold1764600000001 } from './1764600000001-what-was-told';
import { WhatCameOfContests1764700000001 } from './1764700000001-what-came-of-contests';
import { WhereLinesWere1764800000001 } from './1764800000001-where-lines-were';
import { ProvisionalAcceptance1764800000002 } from './1764800000002-provisional-acceptance';
import { ContestsOverSeveralLocations1764800000003 } from './1764800000003-contests-over-several-locations';
import { SilentStores1764850000001 } from './1764850000001-silent-stores';
import { Standing1764900000001 } from './1764900000001-standing';
import { ListingSeq1764900000002 } from './1764900000002-listing-seq';
import { KeptUnits1765000000001 } from './1765000000001-kept-units';
import { LinksByPeople1765200000001 } from './1765200000001-links-by-people';
import { ReturnsElsewhere1765200000002 } from './1765200000002-returns-elsewhere';
import { MoneyOfOrders1765100000001 } from './1765100000001-money-of-orders';
import { EditsAndAdjustments1765200000003 } from './1765200000003-edits-and-adjustments';
import { HaltedChannels1765300000001 } from './1765300000001-halted-channels';
import { Counts1765300000002 } from './1765300000002-counts';
import { OrdersByPost1765400000001 } from './1765400000001-orders-by-post';

export const coreMigrations = [
  CreateLedger1763900000001,
  RevisitAndDoubt1764000000001,
  PolicyByCase1764200000001,
  Arbitration1764200000002,
  Escrow1764300000001,
  HoldInBuckets1764400000001,
  ShopEdition1764500000001,
  WhatWasTold1764600000001,
  WhatCameOfContests1764700000001,
  WhereLinesWere1764800000001,
  ProvisionalAcceptance1764800000002,
  ContestsOverSeveralLocations1764800000003,
  SilentStores1764850000001,
  Standing1764900000001,
  ListingSeq1764900000002,
  KeptUnits1765000000001,
  LinksByPeople1765200000001,
  ReturnsElsewhere1765200000002,
  MoneyOfOrders1765100000001,
  EditsAndAdjustments1765200000003,
  HaltedChannels1765300000001,
  Counts1765300000002,
  OrdersByPost1765400000001,
];
