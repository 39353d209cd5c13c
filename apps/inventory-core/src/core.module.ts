import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Envelope } from '@tillbridge/contracts';
import { TakingTurns, timeOrderedId, type Inbox, type Outbox, type UnitOfWork } from '@tillbridge/persistence';
import {
  ALERT_BOOK,
  alertProviders,
  AlertsController,
  CLOCK,
  INBOX,
  OUTBOX,
  StatusRegistry,
  UNIT_OF_WORK,
  type AlertBook,
  type Clock,
} from '@tillbridge/service-kit';
import type { DataSource } from 'typeorm';
import type { CoreConfig } from './config';
import { FactsController, HANDLE_FACTS } from './facts.controller';
import { TypeOrmHaltedChannels } from './halts/halted-channels.typeorm';
import { reportBusy } from './http/busy.typeorm';
import { CountViews } from './http/count-views.typeorm';
import { ANSWER_COUNT, CountsController } from './http/counts.controller';
import { ADJUST_AGAIN, DECIDE_EDIT, EditsController } from './http/edits.controller';
import { EditViews } from './http/edit-views.typeorm';
import { EXPLAIN_STOCK, ItemsController } from './http/items.controller';
import { LevelsController } from './http/levels.controller';
import { LINK_LISTING, LinksController, SHOW_LINKS, type Links } from './http/links.controller';
import { EXPLAIN_ORDER, OrdersController, POST_AGAIN } from './http/orders.controller';
import { ReservationsController } from './http/reservations.controller';
import { SilentStoresController } from './http/silent-stores.controller';
import { StockViews } from './http/stock-views.typeorm';
import type { ListingKey, OrderKey } from './ledger/ledger';
import type { CountAnswer } from '@tillbridge/stock-domain';
import { TypeOrmLedger } from './ledger/ledger.typeorm';
import { TypeOrmAnswerBook } from './reservations/answer-book.typeorm';
import type { AnswerDeps } from './reservations/answer-calls';
import { rememberedShop } from './shop/remembered-shop';
import { TypeOrmShopBook } from './shop/shop.typeorm';
import { answerCountEverywhere } from './use-cases/answer-count';
import { adjustTillAgain, decideEditAt, type EditKey, type EditSaid } from './use-cases/decide-edit';
import { explainOrder } from './use-cases/explain-order';
import { explainStock, type ExplainDeps } from './use-cases/explain-stock';
import { handleFacts, type HandleFactsDeps } from './use-cases/handle-facts';
import { linkListing } from './use-cases/link-listing';
import { postOrderAgain, type PostAgainOptions } from './use-cases/post-order-again';
import { revisitItems } from './use-cases/revisit-items';
import { SetAside } from './use-cases/set-aside';
import { showLinkChanges, showOpenListings, type ShowLinksDeps } from './use-cases/show-links';
import { Reminder } from './wiring/reminder';
import { reservationProviders } from './wiring/reservation-providers';
import { Revisiting } from './wiring/revisiting';
import { silenceProviders } from './wiring/silence-providers';

type CoreDeps = HandleFactsDeps & AnswerDeps;

const linkChangesShownMax = 200;

const DEPS = Symbol('what a decision is given');
const READ_DEPS = Symbol('what somebody who only reads is given');

/** What people ask of orders, items and edits. */
const aboutOrdersAndItems: readonly Provider[] = [
  {
    provide: DECIDE_EDIT,
    inject: [DEPS],
    useFactory: (deps: CoreDeps) => (key: EditKey, said: EditSaid) => decideEditAt(deps, key, said),
  },
  {
    provide: ADJUST_AGAIN,
    inject: [DEPS],
    useFactory: (deps: CoreDeps) => (itemId: string, id: string) => adjustTillAgain(deps, itemId, id),
  },
  {
    provide: EditViews,
    inject: [READ_DEPS, getDataSourceToken()],
    useFactory: (deps: CoreDeps, dataSource: DataSource) =>
      new EditViews(dataSource, () => deps.uow.run((tx) => deps.shop(tx))),
  },
  {
    provide: POST_AGAIN,
    inject: [DEPS],
    useFactory: (deps: CoreDeps) => (key: OrderKey, options: PostAgainOptions) => postOrderAgain(deps, key, options),
  },
  {
    provide: EXPLAIN_ORDER,
    inject: [READ_DEPS],
    useFactory: (deps: ExplainDeps) => (key: OrderKey) => explainOrder(deps, key),
  },
  {
    provide: EXPLAIN_STOCK,
    inject: [READ_DEPS],
    useFactory: (deps: ExplainDeps) => (itemId: string) => explainStock(deps, itemId),
  },
];

/** What people ask of links, and decide. */
const aboutLinks: readonly Provider[] = [
  {
    provide: LINK_LISTING,
    inject: [DEPS],
    useFactory: (deps: CoreDeps) => (key: ListingKey, itemId: string | null) => linkListing(deps, key, itemId),
  },
  {
    provide: SHOW_LINKS,
    inject: [READ_DEPS],
    useFactory: (deps: ShowLinksDeps): Links => ({
      open: (after, limit) => showOpenListings(deps, after, limit),
      changes: () => showLinkChanges(deps, linkChangesShownMax),
    }),
  },
];

const depsOf =
  (config: CoreConfig) =>
  (uow: UnitOfWork, inbox: Inbox, outbox: Outbox, clock: Clock, reminder: Reminder, alerts: AlertBook): CoreDeps => ({
    // A hot item is written by its callers without a pause: facts about it must get through all the same.
    uow: new TakingTurns(uow),
    inbox,
    outbox,
    alerts,
    ledger: new TypeOrmLedger(),
    haltedChannels: new TypeOrmHaltedChannels(),
    shop: rememberedShop(new TypeOrmShopBook(config.TILL_SETTLE_MS)),
    now: () => clock.now(),
    onDue: (at) => reminder.remind(at.getTime() - clock.now().getTime()),
    newId: () => timeOrderedId(),
    answers: new TypeOrmAnswerBook(),
  });

/** What people ask of counts of the shelf, and say of them. */
const aboutCounts: readonly Provider[] = [
  {
    provide: CountViews,
    inject: [getDataSourceToken()],
    useFactory: (dataSource: DataSource) => new CountViews(dataSource),
  },
  {
    provide: ANSWER_COUNT,
    inject: [DEPS],
    useFactory: (deps: CoreDeps) => (location: string, countId: string, answer: CountAnswer) =>
      answerCountEverywhere(deps, location, countId, answer),
  },
];

/** Which fact runs which use case is in `fact-table.ts`. */
@Module({})
export class CoreModule {
  static with(config: CoreConfig): DynamicModule {
    return {
      module: CoreModule,
      controllers: [
        FactsController,
        LevelsController,
        LinksController,
        ItemsController,
        OrdersController,
        EditsController,
        ReservationsController,
        SilentStoresController,
        CountsController,
        AlertsController,
      ],
      providers: [
        Reminder,
        ...alertProviders(config),
        {
          provide: 'busy counters',
          inject: [StatusRegistry, getDataSourceToken()],
          useFactory: (status: StatusRegistry, dataSource: DataSource) => reportBusy(status, dataSource),
        },
        {
          provide: StockViews,
          inject: [getDataSourceToken(), CLOCK],
          useFactory: (dataSource: DataSource, clock: Clock) => new StockViews(dataSource, clock),
        },
        {
          provide: DEPS,
          inject: [UNIT_OF_WORK, INBOX, OUTBOX, CLOCK, Reminder, ALERT_BOOK],
          useFactory: depsOf(config),
        },
        {
          provide: READ_DEPS,
          inject: [DEPS, UNIT_OF_WORK],
          // Whoever only reads makes nobody stale: they neither wait for a turn nor keep others from theirs.
          useFactory: (deps: CoreDeps, uow: UnitOfWork): CoreDeps => ({ ...deps, uow }),
        },
        {
          provide: HANDLE_FACTS,
          inject: [DEPS],
          useFactory: (deps: CoreDeps) => (envelopes: readonly Envelope[]) => handleFacts(deps, envelopes),
        },
        ...aboutOrdersAndItems,
        ...aboutLinks,
        ...aboutCounts,
        ...reservationProviders({ deciding: DEPS, reading: READ_DEPS }),
        ...silenceProviders(config, READ_DEPS),
        {
          provide: Revisiting,
          inject: [DEPS, Reminder],
          useFactory: (deps: CoreDeps, reminder: Reminder) => {
            const aside = new SetAside();
            return new Revisiting((onBroken) => revisitItems(deps, onBroken, aside), reminder);
          },
        },
      ],
    };
  }
}
