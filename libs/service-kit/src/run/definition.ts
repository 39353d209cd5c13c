import type { DynamicModule, Type } from '@nestjs/common';
import type { ServiceName } from '@tillbridge/contracts';
import type { Cipher, CredentialStore, UnitOfWork } from '@tillbridge/persistence';
import type { Clock } from '../clock';
import type { ServiceConfig } from '../config/service-config';
import type { ShopConfig } from '../shop/shop-config';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- TypeORM takes entity and migration classes, whatever they look like
type ClassList = readonly Function[];

/** What a service says about itself; everything else about being a process is the same for all of them. */
export interface ServiceDefinition<C extends ServiceConfig = ServiceConfig> {
  name: ServiceName;
  /** One sentence for the top of its Swagger page. */
  description?: string;
  config: new () => C;
  /** The Nest module of the service; the tokens of `tokens.ts` can be injected anywhere in it. */
  module(runtime: ServiceRuntime<C>): Type | DynamicModule;
  /** Its own entities and migrations; those of inbox, outbox and credentials are added by the kit. */
  dataSource: { entities: ClassList; migrations: ClassList };
  /**
   * Writes what this service needs of `tillbridge.yaml` to its own tables; running it again changes nothing more.
   * Returns a sentence for the person who ran it.
   */
  importConfig?(shop: ShopConfig, context: ImportContext<C>): Promise<string | void>;
}

export interface ServiceRuntime<C extends ServiceConfig = ServiceConfig> {
  name: ServiceName;
  config: C;
}

export interface ImportContext<C extends ServiceConfig = ServiceConfig> extends ServiceRuntime<C> {
  unitOfWork: UnitOfWork;
  credentials: CredentialStore;
  cipher: Cipher;
  clock: Clock;
}
